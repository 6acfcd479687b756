/** `redirect`: a response that sends the client elsewhere. */
import { Markup } from "../markup/index.ts";
import { hex } from "./field-syntax.ts";
import { Response } from "./response.ts";
import { iriToUri } from "./url-split.ts";

const CODES: ReadonlySet<number> = new Set([301, 302, 303, 305, 307, 308]);

/**
 * A response that sends the client to another URL. Flask's `redirect`: the Location stays relative if it is,
 * and is percent-encoded where it must be.
 *
 * The target is not checked: never pass on a URL that came with the request without checking its host.
 *
 * @param location - The URL, with characters of any kind.
 * @param code - 301, 302, 303, 305, 307 or 308.
 * @throws TypeError if the URL holds a control character; RangeError for another code.
 * @example
 * ```ts
 * return redirect(urlFor("index"), 303);
 * ```
 */
export function redirect(location: string, code = 302): Response {
  if (!CODES.has(code)) {
    throw new RangeError(`${code} is no code for a redirect; give 301, 302, 303, 305, 307 or 308.`);
  }
  checkLocation(location);
  const shown = Markup.escape(location).toString();
  const response = new Response(
    "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n" +
      `<p>The page you asked for is at <a href="${shown}">${shown}</a>. Follow the link if nothing happens.\n`,
    { status: code },
  );
  response.headers.set("Location", iriToUri(location));
  return response;
}

function checkLocation(location: string): void {
  for (let index = 0; index < location.length; index++) {
    const code = location.charCodeAt(index);
    if (code > 0x1f && code !== 0x7f) continue;
    throw new TypeError(
      `The URL to redirect to holds the control character U+${hex(code)} at index ${index}; ` +
        "percent-encode what comes from outside with encodeURIComponent.",
    );
  }
}
