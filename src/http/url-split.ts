/** URLs with characters of any kind, and the same in ASCII: Werkzeug's `iri_to_uri` and `uri_to_iri`. */
import { asciiHost, unicodeHost } from "./idna.ts";
import { quote, quoteFragment, quotePath, quoteQuery, unquote } from "./url-quote.ts";

/**
 * A URL with all characters outside ASCII encoded: percent-encoded in path, query and fragment, by IDNA in
 * the host. What is encoded already stays as it is, and a relative URL stays relative.
 *
 * @throws TypeError if the host or the port can't be one.
 */
export function iriToUri(iri: string): string {
  if (PLAIN_PATH.test(iri)) return iri;
  const parts = splitURL(iri);
  const host = asciiHost(parts.host);
  const password = parts.password === "" ? "" : `:${quote(parts.password, USER_SAFE)}`;
  const user = parts.user === "" ? "" : `${quote(parts.user, USER_SAFE)}${password}@`;
  return joinURL({
    scheme: parts.scheme,
    authority: `${user}${hostAndPort(host, parts.port)}`,
    path: quotePath(parts.path),
    query: quoteQuery(parts.query),
    fragment: quoteFragment(parts.fragment),
    hasAuthority: parts.hasAuthority,
  });
}

/**
 * A URL for people: percent-encoded UTF-8 is decoded wherever that does not change what the URL means.
 *
 * @throws TypeError if the host or the port can't be one.
 */
export function uriToIri(uri: string): string {
  const parts = splitURL(uri);
  const password = parts.password === "" ? "" : `:${unquote(parts.password, `${UNSAFE}:@/?#`)}`;
  const user = parts.user === "" ? "" : `${unquote(parts.user, `${UNSAFE}:@/?#`)}${password}@`;
  return joinURL({
    scheme: parts.scheme,
    authority: `${user}${hostAndPort(unicodeHost(parts.host), parts.port)}`,
    path: unquote(parts.path, `${UNSAFE}/?#`),
    query: unquote(parts.query, `${UNSAFE}&=+#`),
    fragment: unquote(parts.fragment, UNSAFE),
    hasAuthority: parts.hasAuthority,
  });
}

// What most redirects go to: a path of legal characters that no host can be read into.
const PLAIN_PATH = /^\/(?:[\w.~!$&'()*+,:;=@%-][\w.~!$&'()*+,:;=@%/-]*)?$/;
const USER_SAFE = "%!$&'()*+,;=";
// Decoding these would hide them (spaces, controls) or make an encoding of what was none (`%`).
const UNSAFE: string = `${String.fromCharCode(...Array.from({ length: 0x21 }, (_, code) => code))}%\x7f`;
interface SplitURL {
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  /** Whether `//` stood before the authority; before an empty one it counts only after a scheme. */
  readonly hasAuthority: boolean;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const LEADING: RegExp = new RegExp(`^[${String.fromCharCode(0)}- ]+`);

/** RFC 3986 as Python's `urlsplit` reads it: anything is a URL, even if only a path. */
function splitURL(url: string): SplitURL {
  // Browsers pass over these, so what remains is what they see.
  let rest = url.replace(LEADING, "").replace(/[\t\r\n]/g, "");
  let scheme = "";
  const colon = /^([A-Za-z0-9+.-]+):/.exec(rest)?.[1];
  if (colon !== undefined) {
    scheme = colon.toLowerCase();
    rest = rest.slice(colon.length + 1);
  }
  let authority = "";
  let hasAuthority = rest.startsWith("//");
  if (hasAuthority) {
    const end = rest.slice(2).search(/[/?#]/);
    authority = end === -1 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end === -1 ? "" : rest.slice(end + 2);
    hasAuthority = authority !== "" || scheme !== "";
  }
  const [beforeFragment, fragment] = cut(rest, "#");
  const [path, query] = cut(beforeFragment, "?");
  return { scheme, hasAuthority, ...splitAuthority(authority), path, query, fragment };
}

function splitAuthority(authority: string): Pick<SplitURL, "user" | "password" | "host" | "port"> {
  if (authority.includes("[") !== authority.includes("]")) {
    throw new TypeError(`${JSON.stringify(authority)} is no host: a bracket is missing.`);
  }
  // To a browser it is a slash that ends the host.
  if (authority.includes("\\"))
    throw new TypeError(`${JSON.stringify(authority)} is no host: it holds a backslash.`);
  const at = authority.lastIndexOf("@");
  const [user, password] = cut(authority.slice(0, Math.max(at, 0)), ":");
  const hostPort = authority.slice(at + 1);
  const bracket = hostPort.indexOf("[");
  const [host, afterHost] = bracket === -1 ? cut(hostPort, ":") : cut(hostPort.slice(bracket + 1), "]");
  if (bracket !== -1) checkAddress(host);
  const port = bracket === -1 ? afterHost : cut(afterHost, ":")[1];
  if (port !== "" && (!/^[0-9]+$/.test(port) || Number(port) > 65_535)) {
    throw new TypeError(`${JSON.stringify(port)} is no port; give a number up to 65535.`);
  }
  // The zone of an IPv6 address keeps its case.
  const [name, zone] = cut(host, "%");
  const lower = name.toLowerCase() + host.slice(name.length, host.length - zone.length) + zone;
  return { user, password, host: lower, port: Number(port) === 0 ? "" : String(Number(port)) };
}

/** What stands in brackets: an IPv6 address, with a zone if need be, or one of a future kind. */
function checkAddress(host: string): void {
  const [address] = cut(host, "%");
  if (URL.canParse(`http://[${address}]/`) || /^v[0-9a-f]+\./i.test(host)) return;
  throw new TypeError(`${JSON.stringify(host)} is no IPv6 address.`);
}

function hostAndPort(host: string, port: string): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === "" ? name : `${name}:${port}`;
}

function joinURL(
  parts: Record<"scheme" | "authority" | "path" | "query" | "fragment", string> & {
    readonly hasAuthority: boolean;
  },
): string {
  const { scheme, authority, path, hasAuthority } = parts;
  let url = path;
  // "http:host" is relative to a page of the same scheme: slashes that were not there would name a host.
  if (hasAuthority) {
    url = `//${authority}${path === "" || path.startsWith("/") ? "" : "/"}${path}`;
  }
  if (scheme !== "") url = `${scheme}:${url}`;
  if (parts.query !== "") url += `?${parts.query}`;
  return parts.fragment === "" ? url : `${url}#${parts.fragment}`;
}

/** The text before and after the first separator. */
function cut(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}
