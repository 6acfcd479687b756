/** Whether two URLs are of one origin, by their text. */

const AUTHORITY = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#\\]*)/;

/** Whether both URLs have the same scheme, host and port, a port that is not written being none. */
export function isSameOrigin(a: string, b: string): boolean {
  const first = originOf(a);
  return first !== undefined && first === originOf(b);
}

function originOf(url: string): string | undefined {
  const [, scheme, authority] = AUTHORITY.exec(url) ?? [];
  if (scheme === undefined || authority === undefined || authority === "") return undefined;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return `${scheme}://${host}`.toLowerCase();
}
