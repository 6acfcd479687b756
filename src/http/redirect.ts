/** `redirect`: a response that sends the client elsewhere. */
import { escapeText } from "../markup/index.ts";
import { locationUri } from "./location.ts";
import { Response } from "./response.ts";

/**
 * A response that sends the client to another URL. Flask's `redirect`: the Location stays relative if it is,
 * and is percent-encoded where it must be.
 *
 * The target is not checked: never pass on a URL that came with the request without checking its host.
 *
 * @param location - The URL, with characters of any kind.
 * @param code - 301, 302, 303, 307 or 308: with any other a browser stays where it is. Any is taken, as in Flask.
 * @throws TypeError if the URL is no text, or holds a tab or a line break, or its host can't be one; RangeError for what is no
 * status code.
 * @example
 * ```ts
 * return redirect(urlFor("index"), 303);
 * ```
 */
export function redirect(location: string, code = 302): Response {
  if (typeof location !== "string") {
    const given: unknown = location;
    const name = typeof given === "function" ? `the view ${given.name || "without a name"}` : String(given);
    throw new TypeError(`redirect() needs a URL as text, not ${name}; urlFor() gives one.`);
  }
  const uri = locationUri(location);
  const shown = escapeText(location);
  // A browser takes a backslash in the path for a slash; the link leads to where the Location does.
  const link = MISREAD.test(location) ? escapeText(uri) : shown;
  const response = new Response(
    "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n" +
      `<p>The page you asked for is at <a href="${link}">${shown}</a>. Follow the link if nothing happens.\n`,
    { status: code },
  );
  response.headers.set("Location", uri);
  return response;
}

const MISREAD = /^[^?#\\]*\\/;
