/** `appendSlashRedirect`: sends the client from a URL to the same with a slash at its end. */
import { redirect } from "./redirect.ts";
import type { RequestTarget } from "./request-target.ts";
import type { Response } from "./response.ts";
import { quote } from "./url-quote.ts";

/**
 * A redirect to the same URL with a slash at its end. The Location is relative, so no host can come into it.
 * Werkzeug's `append_slash_redirect`.
 *
 * @param request - The request.
 * @param code - 308 keeps the method and the body, 301 does not.
 */
export function appendSlashRedirect(request: RequestTarget, code = 308): Response {
  const { path, queryString } = request;
  const last = path.slice(path.lastIndexOf("/") + 1);
  // Encoded, a colon makes no scheme of what stands before it, and a question mark no query of what follows.
  const segment = last === "" ? "." : quote(last, "!$&'()*+,;=@");
  return redirect(`${segment}/${queryString === "" ? "" : `?${queryString}`}`, code);
}
