/** Paths that one reader takes for another path than the next one does. */
import { BadRequest } from "./errors.ts";
import type { RequestTarget } from "./request-target.ts";

// RFC 3986, section 5.2.4; with the backslash of the Web's URLs, and the parameters that servers of Java's cut off.
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:[/\\;]|$)/;
// The Web's URLs have a slash for it.
const BACKSLASH = /^[^?]*\\/;

/**
 * Refuses a request whose path another application or server could take for another path than this one did: what looked
 * at `/a/../b` here, to decide who may have it, did not see `/b`. Browsers send no such path.
 *
 * @param request - The request.
 * @throws BadRequest, a 400.
 */
export function refuseAmbiguousPath({ path, source }: RequestTarget): void {
  if (DOT_SEGMENT.test(path) || BACKSLASH.test(source.target)) throw ambiguousPath(path);
}

/** The error of a path that could be taken for another one. */
export function ambiguousPath(path: string): BadRequest {
  return new BadRequest(
    `The path ${JSON.stringify(path.slice(0, 200))} can't be passed on: it could be read as another one; send it in its ` +
      'shortest form, without "." and "..", backslashes and empty segments.',
  );
}
