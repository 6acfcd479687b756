/** Paths with `.` or `..` among their segments: the Web's URLs, and many servers, shorten them before they look. */
import { BadRequest } from "./errors.ts";

// RFC 3986, section 5.2.4; with the backslash of the Web's URLs, and the parameters that servers of Java's cut off.
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:[/\\;]|$)/;

/**
 * Refuses a request whose path another application or server could take for another path than this one did: what looked
 * at `/a/../b` here, to decide who may have it, did not see `/b`. Browsers send no such path.
 *
 * @param request - The request, by its decoded path.
 * @throws BadRequest, a 400.
 */
export function refuseDotSegments({ path }: { readonly path: string }): void {
  if (!DOT_SEGMENT.test(path)) return;
  throw new BadRequest(
    `The path ${JSON.stringify(path.slice(0, 200))} can't be passed on: "." or ".." in it could be read as another path; ` +
      "send it in its shortest form.",
  );
}
