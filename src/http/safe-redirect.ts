/** `isSafeRedirect`: whether a URL that came with a request leads back to the same site. */

/** The site that a URL must not lead away from; a `Request` is one. */
export interface Site {
  /** `http` or `https`. */
  readonly scheme: string;
  /** The host, with its port unless it is the scheme's own. */
  readonly host: string;
}

declare const SAFE: unique symbol;

/** A URL that {@link isSafeRedirect} has found safe; a string like any other. */
export type SafeURL = string & { readonly [SAFE]: true };

/**
 * Whether a URL that a visitor handed in, such as the `next` parameter of a login page, leads to a path of
 * this site. Anything else is an open redirect: a link to your login page that ends on somebody's copy of it.
 *
 * Taken are paths from the root (`/profile?tab=1#top`) and, if the site is given, whole URLs that begin with its
 * scheme and host. Refused are other hosts and schemes, `//` in the path, backslashes, white space, control
 * characters, user names, and relative paths, which mean something else on each page.
 *
 * @param url - The URL as it came; nothing and "" are refused.
 * @param site - The request, if whole URLs of the same scheme and host shall be taken as well.
 * @example
 * ```ts
 * const next = request.args.get("next");
 * return redirect(isSafeRedirect(next) ? next : urlFor("index"));
 * ```
 */
export function isSafeRedirect(url: string | undefined, site?: Site | undefined): url is SafeURL {
  if (typeof url !== "string" || !isPlain(url)) return false;
  return isSafePath(url) || (site !== undefined && isOfSite(url, site));
}

const BACKSLASH = 0x5c;

/** Whether it holds no backslash, which browsers take for a slash, and nothing that they strip or that can't be seen. */
function isPlain(url: string): boolean {
  for (let index = 0; index < url.length; index++) {
    const code = url.charCodeAt(index);
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code === BACKSLASH) return false;
    // Line and paragraph separators, and the byte order mark.
    if (code === 0x2028 || code === 0x2029 || code === 0xfeff) return false;
  }
  return true;
}

function isOfSite(url: string, { scheme, host }: Site): boolean {
  const origin = `${scheme}://${host}`;
  if (host === "" || url.slice(0, origin.length).toLowerCase() !== origin.toLowerCase()) return false;
  const rest = url.slice(origin.length);
  // What follows the host must not be more of it: no other port, no user name, no longer name.
  return rest === "" || rest.startsWith("?") || rest.startsWith("#") || isSafePath(rest);
}

/** Whether it is a path from the root without empty segments; a query or fragment may follow, and hold any. */
function isSafePath(url: string): boolean {
  if (!url.startsWith("/")) return false;
  const end = url.search(/[?#]/);
  return !(end === -1 ? url : url.slice(0, end)).includes("//");
}
