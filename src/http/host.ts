/** The host that a request asks for, and whether it can be one. */
import { BadHost } from "./errors.ts";

// RFC 3986, section 3.2.2, as far as hosts on the Web go: names and IPv4 addresses, or IPv6 in brackets.
const HOST = /^(?:[a-z0-9.-]+|\[[a-f0-9:.]+\])(?::[0-9]+)?$/i;

/**
 * The host and port of a request, without the scheme's own port; case is kept.
 *
 * @param host - The authority or Host header.
 * @param scheme - `http`, `https`, `ws` or `wss`.
 * @throws BadHost, a 400, if it is no host. Werkzeug goes on with an empty one, and URLs like `http:///`.
 */
export function checkHost(host: string, scheme: string): string {
  if (!HOST.test(host) || Number(host.slice(host.lastIndexOf(":") + 1)) > 65_535) {
    const given = host === "" ? "The request names no host" : `${JSON.stringify(host)} is no host`;
    throw new BadHost(`${given}; its Host header must be a name or an address, with a port if need be.`);
  }
  if ((scheme === "http" || scheme === "ws") && host.endsWith(":80")) return host.slice(0, -3);
  if ((scheme === "https" || scheme === "wss") && host.endsWith(":443")) return host.slice(0, -4);
  return host;
}
