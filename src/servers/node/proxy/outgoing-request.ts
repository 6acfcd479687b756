/** The head of a request as it is passed on: what is for the upstream is copied, what is for the connection is not. */
import { BadRequest, HTTPException, type Request, type RequestSource } from "../../../http/index.ts";
import type { OutgoingRequest } from "./exchange.ts";
import { FORBIDDEN_IN_VALUE } from "./field-line.ts";
import { forwardingLines, isOwn, viaOf } from "./forwarding-headers.ts";
import type { Upstream } from "./upstream.ts";

const METHOD = /^[A-Z][A-Z-]*$/;
// Letters, digits and hyphens, as nginx has it: WSGI and CGI can't tell an underscore from a hyphen, and gunicorn
// takes SCRIPT_NAME and PATH_INFO from headers.
const NAME = /^[a-z0-9-]+$/;
// RFC 3986 as far as servers bear with it: ASCII without space and controls, and without a fragment.
const TARGET = /^\/[\x21\x22\x24-\x7e]*$/;
const LENGTH = /^[0-9]{1,15}$/;

/** Fields that are for one connection (RFC 9110, section 7.6.1), and those that are written anew. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "forwarded",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Fields by which proxies say where a request came from or went to; those of a client would be believed. */
const CLAIMS: ReadonlySet<string> = new Set([
  "front-end-https",
  "proxy",
  "x-client-ip",
  "x-host",
  "x-original-host",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
  "x-scheme",
  "x-url-scheme",
]);

/**
 * The request as it is passed on.
 *
 * @param request - The request as it came.
 * @param upstream - Where it goes.
 * @param canTunnel - Whether its connection can change to another protocol.
 * @throws BadRequest, a 400, if it can be read in two ways; BadHost, a 400; HTTPException, a 508, if it goes in a circle.
 */
export function outgoingRequest(request: Request, upstream: Upstream, canTunnel: boolean): OutgoingRequest {
  const { source } = request;
  const { method } = source;
  if (!METHOD.test(method)) throw new BadRequest(`The method ${JSON.stringify(method)} can't be passed on.`);
  const via = source.header("via");
  if (isOwn(via)) throw loop(upstream);
  const body = bodyOf(source);
  const expectsContinue = body !== "none" && source.header("expect")?.toLowerCase() === "100-continue";
  const upgrade = canTunnel ? "websocket" : undefined;

  let head = `${method} ${targetOf(request)} HTTP/1.1\r\nHost: ${upstream.keepsHost ? request.host : upstream.host}\r\n`;
  head += copiedLines(source);
  head += forwardingLines(request);
  head += `Via: ${viaOf(via)}\r\n`;
  if (body === "chunked") head += "Transfer-Encoding: chunked\r\n";
  else if (body !== "none" || source.header("content-length") !== undefined) {
    head += `Content-Length: ${body === "none" ? 0 : body}\r\n`;
  }
  if (expectsContinue) head += "Expect: 100-continue\r\n";
  if (upgrade !== undefined) head += "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  else if (acceptsTrailers(source)) head += "Connection: TE\r\nTE: trailers\r\n\r\n";
  else head += "\r\n";
  return { method, head, body, expectsContinue, upgrade };
}

/** The target as it came, if both sides are sure to read the same in it. */
function targetOf({ source: { method, target } }: Request): string {
  if (TARGET.test(target) || (target === "*" && method === "OPTIONS")) return target;
  throw new BadRequest(
    `The target ${JSON.stringify(target.slice(0, 200))} can't be passed on: it must be a path, in ASCII and without "#"; ` +
      "percent-encode the rest.",
  );
}

/** How the body ends, by the one header that says so: servers have refused several. */
function bodyOf(source: RequestSource): OutgoingRequest["body"] {
  if (!source.hasBody) return "none";
  const length = source.header("content-length");
  if (length === undefined) return "chunked";
  if (source.header("transfer-encoding") !== undefined || !LENGTH.test(length)) {
    throw new BadRequest(`The Content-Length ${JSON.stringify(length)} does not say how long the body is.`);
  }
  return length === "0" ? "none" : Number(length);
}

function copiedLines(source: RequestSource): string {
  const named = namedByConnection(source.header("connection"));
  let lines = "";
  for (const [name, value] of source.headerPairs()) {
    const lower = name.toLowerCase();
    if (NOT_COPIED.has(lower) || !NAME.test(lower) || lower.startsWith("x-forwarded") || CLAIMS.has(lower))
      continue;
    if (named?.has(lower)) continue;
    if (FORBIDDEN_IN_VALUE.test(value)) {
      throw new BadRequest(`The header ${name} holds a character that can't be passed on.`);
    }
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** The fields that the client says are for its connection only; most requests name none. */
function namedByConnection(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined) return undefined;
  const lower = connection.toLowerCase();
  if (lower === "keep-alive" || lower === "close") return undefined;
  return new Set(lower.split(",").map((option) => option.trim()));
}

function acceptsTrailers(source: RequestSource): boolean {
  return /(?:^|,)[\t ]*trailers[\t ]*(?:,|$)/i.test(source.header("te") ?? "");
}

function loop(upstream: Upstream): HTTPException {
  return new HTTPException(
    `This server passed the request on, and it came back: ${upstream.origin} leads here. Give the address of the other server.`,
    { code: 508 },
  );
}
