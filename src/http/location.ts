/** The URL of a Location header: of ASCII, and one that a browser reads as it was meant. */
import { iriToUri } from "./url-split.ts";

/**
 * A URL as a Location header has it: percent-encoded where it must be, relative if it was.
 *
 * @throws TypeError if it holds a tab or a line break, which a browser would leave out and so go elsewhere
 * (`/\t/host` is `//host` to it); or if its host or port can't be one.
 */
export function locationUri(url: string): string {
  const index = url.search(/[\t\r\n]/);
  if (index === -1) return iriToUri(url);
  throw new TypeError(
    `The URL ${JSON.stringify(url)} holds a tab or a line break at index ${index}; ` +
      "percent-encode what comes from outside with encodeURIComponent.",
  );
}
