/** `getContentLength`: how long a body is, as its headers say. */
import { parseSetHeader } from "./header-set.ts";
import { plainInteger } from "./integers.ts";

/**
 * How many bytes a body has; `undefined` if nobody says, or it comes in chunks; 0 if the header says nonsense.
 * Werkzeug's `get_content_length`.
 *
 * @param contentLength - The Content-Length header.
 * @param transferEncoding - The Transfer-Encoding header.
 */
export function getContentLength(
  contentLength: string | undefined,
  transferEncoding?: string | undefined,
): number | undefined {
  if (contentLength === undefined) return undefined;
  if (transferEncoding !== undefined && parseSetHeader(transferEncoding).has("chunked")) return undefined;
  return Math.max(plainInteger(contentLength) ?? 0, 0);
}
