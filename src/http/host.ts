/** The host that a request asks for: whether it can be one, and whether the application answers for it. */
import { BadHost, SecurityError } from "./errors.ts";
import { asciiHost } from "./idna.ts";

// RFC 3986, section 3.2.2, as far as hosts on the Web go: names and IPv4 addresses, or IPv6 in brackets.
const HOST = /^(?:[a-z0-9.-]+|\[[a-f0-9:.]+\])(?::[0-9]+)?$/i;

/**
 * The host and port of a request, without the scheme's own port; case is kept. Werkzeug's `get_host`, which
 * goes on with an empty host where this throws.
 *
 * @param scheme - `http`, `https`, `ws` or `wss`.
 * @param host - The authority or Host header; `undefined` if the request has none.
 * @param server - Name or address and port of the server, to take in place of a header that is missing.
 * @param trustedHosts - The hosts that are answered for, as {@link hostIsTrusted} takes them.
 * @throws BadHost, a 400, if it is no host; SecurityError, a 400, if it is none of those that are trusted.
 */
export function getHost(
  scheme: string,
  host: string | undefined,
  server?: readonly [host: string, port: number | undefined] | undefined,
  trustedHosts?: Iterable<string> | undefined,
): string {
  const found = host ?? serverHost(server);
  const trusted = trustedHosts === undefined ? [] : listOf(trustedHosts);
  // A request without a Host header, on a socket in the file system, names none that could be distrusted.
  if (trusted.length === 0 || (host === undefined && found === "")) return checkHost(found, scheme);
  if (hostIsTrusted(found, trusted)) return checkHost(found, scheme);
  throw new SecurityError(`The host ${JSON.stringify(found)} is not one that this application answers for.`);
}

/** The host of a request if it can be one; see {@link getHost}. @throws BadHost */
export function checkHost(host: string, scheme: string): string {
  if (!isHost(host)) {
    const given = host === "" ? "The request names no host" : `${JSON.stringify(host)} is no host`;
    throw new BadHost(`${given}; its Host header must be a name or an address, with a port if need be.`);
  }
  if ((scheme === "http" || scheme === "ws") && host.endsWith(":80")) return host.slice(0, -3);
  if ((scheme === "https" || scheme === "wss") && host.endsWith(":443")) return host.slice(0, -4);
  return host;
}

/**
 * Whether a host is one of those that are trusted: by its name, or as a subdomain of one that is listed with a
 * dot in front. Case and ports do not count; an IPv6 address stands in brackets. Werkzeug's `host_is_trusted`,
 * to which case counts, and IPv6 is never trusted.
 *
 * @param host - The host, with or without a port.
 * @param trustedHosts - Names such as `example.com` or `.example.com`; with none at all, any host will do.
 * @throws TypeError if one of these can't be a host.
 * @example
 * ```ts
 * hostIsTrusted("shop.example.com:8000", [".example.com"]);   // true
 * ```
 */
export function hostIsTrusted(host: string, trustedHosts?: Iterable<string> | undefined): boolean {
  if (!isHost(host)) return false;
  const trusted = listOf(trustedHosts ?? []);
  if (trusted.length === 0) return true;
  const name = withoutPort(host).toLowerCase();
  return trusted.some((entry) => {
    const hasSubdomains = entry.startsWith(".");
    const wanted = trustedName(hasSubdomains ? entry.slice(1) : entry);
    return wanted !== "" && (name === wanted || (hasSubdomains && name.endsWith(`.${wanted}`)));
  });
}

/**
 * Checks a list of trusted hosts where it is set up: with an entry that no host matches, such as a URL, every
 * request would be refused.
 *
 * @param trustedHosts - As {@link hostIsTrusted} takes them.
 * @throws TypeError that names the entry and what to write.
 */
export function checkTrustedHosts(trustedHosts: Iterable<string>): void {
  for (const entry of listOf(trustedHosts)) {
    if (typeof entry !== "string" || trustedName(entry.replace(/^\./, "")) === "") throw noTrustedHost(entry);
  }
}

/** One name alone is a list of one. */
function listOf(hosts: Iterable<string>): string[] {
  return typeof hosts === "string" ? [hosts] : Array.from(hosts);
}

/** Whether the text can be a host, with a port or without. */
export function isHost(host: string): boolean {
  if (!HOST.test(host)) return false;
  // Most hosts are names without a port, and every request has one.
  const colon = host.lastIndexOf(":");
  if (colon !== -1 && Number(host.slice(colon + 1)) > 65_535) return false;
  return !host.startsWith("[") || URL.canParse(`http://${host}/`);
}

function withoutPort(host: string): string {
  const colon = host.indexOf(":", Math.max(host.lastIndexOf("]"), 0));
  return colon === -1 ? host : host.slice(0, colon);
}

/** A name of the list as hosts can be compared with it: without a port, of ASCII, in lower case. */
function trustedName(entry: string): string {
  if (NEVER_IN_HOST.test(entry)) throw noTrustedHost(entry);
  const name = withoutPort(entry).toLowerCase();
  return name === "" || name.startsWith("[") ? name : asciiHost(name);
}

// What URLs, patterns and lists in one text have.
const NEVER_IN_HOST = /[\s/*@,?#\\]/;

function noTrustedHost(entry: unknown): TypeError {
  const given = typeof entry === "string" ? JSON.stringify(entry) : String(entry);
  return new TypeError(
    `The trusted host ${given} is no host; write a name such as "example.com", or ".example.com" for all its ` +
      "subdomains too, without a scheme, a path or an asterisk; an IPv6 address stands in brackets.",
  );
}

function serverHost(server: readonly [host: string, port: number | undefined] | undefined): string {
  if (server === undefined) return "";
  const [name, port] = server;
  // A socket in the file system has no port, and no host.
  if (port === undefined) return "";
  return `${name.includes(":") && !name.startsWith("[") ? `[${name}]` : name}:${port}`;
}
