/** What of a request is passed on to another server: its target, and the header fields that are not for the connection. */
import { BadRequest, HTTPException, type Request, refuseAmbiguousPath } from "../../http/index.ts";
import { commonSpellings } from "./common-names.ts";
import { FORBIDDEN_IN_VALUE } from "./field-syntax.ts";
import { forwardingFields, isOwn } from "./forwarding-fields.ts";

// Letters, digits and hyphens, as nginx has it: WSGI and CGI can't tell an underscore from a hyphen, and gunicorn
// takes SCRIPT_NAME and PATH_INFO from headers.
const NAME = /^[a-z0-9-]+$/;
// RFC 3986 as far as servers bear with it: ASCII without space and controls, and without a fragment.
const TARGET = /^\/[\x21\x22\x24-\x7e]*$/;

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

/** Names that are passed on, of those that browsers send; they need no second look. */
const COPIED = commonSpellings([
  "Accept",
  "Accept-Encoding",
  "Accept-Language",
  "Authorization",
  "Cache-Control",
  "Content-Type",
  "Cookie",
  "DNT",
  "If-Modified-Since",
  "If-None-Match",
  "Origin",
  "Pragma",
  "Priority",
  "Range",
  "Referer",
  "Sec-Fetch-Dest",
  "Sec-Fetch-Mode",
  "Sec-Fetch-Site",
  "Sec-Fetch-User",
  "Upgrade-Insecure-Requests",
  "User-Agent",
  "X-CSRFToken",
  "X-Requested-With",
]);

/**
 * The header fields as they are passed on: those of the client, but for what was meant for its connection and for what
 * it claims of itself; and those that say where the request came from. Host and the length of the body are not among them.
 *
 * @throws BadRequest, a 400, for a value that can't be sent; BadHost, a 400; HTTPException, a 508, for a request that
 *   this process has passed on before.
 */
export function requestFields(request: Request): [name: string, value: string][] {
  const { source } = request;
  if (isOwn(source.header("via"))) throw loop();
  const named = namedByConnection(source.header("connection"));
  const fields: [string, string][] = [];
  for (const [name, value] of source.headerPairs()) {
    const common = COPIED.get(name);
    const lower = common ?? name.toLowerCase();
    if ((common === undefined && !isCopied(lower)) || named?.has(lower) === true) continue;
    if (FORBIDDEN_IN_VALUE.test(value)) {
      throw new BadRequest(`The header ${name} holds a character that can't be passed on.`);
    }
    fields.push([name, value]);
  }
  for (const field of forwardingFields(request)) fields.push(field);
  return fields;
}

/**
 * The target as it came, if both sides are sure to read the same in it.
 * @throws BadRequest, a 400, if they are not.
 */
export function requestTarget(request: Request): string {
  const { method, target } = request.source;
  refuseAmbiguousPath(request);
  if (TARGET.test(target) || (target === "*" && method === "OPTIONS")) return target;
  throw new BadRequest(
    `The target ${JSON.stringify(target.slice(0, 200))} can't be passed on: it must be a path, in ASCII and without "#"; ` +
      "percent-encode the rest.",
  );
}

/** Whether a request asks for its connection to become a WebSocket (RFC 6455, section 4.1). */
export function wantsWebSocket({ source }: Request): boolean {
  return (
    source.method === "GET" &&
    source.header("upgrade")?.toLowerCase() === "websocket" &&
    /(?:^|,)[\t ]*upgrade[\t ]*(?:,|$)/i.test(source.header("connection") ?? "")
  );
}

function isCopied(lower: string): boolean {
  return !(
    NOT_COPIED.has(lower) ||
    !NAME.test(lower) ||
    lower.startsWith("x-forwarded") ||
    CLAIMS.has(lower)
  );
}

/** The fields that the client says are for its connection only; most requests name none. */
function namedByConnection(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined) return undefined;
  const lower = connection.toLowerCase();
  if (lower === "keep-alive" || lower === "close") return undefined;
  return new Set(lower.split(",").map((option) => option.trim()));
}

function loop(): HTTPException {
  return new HTTPException(
    "This server passed the request on, and it came back: the address that it is to be passed on to leads here. Give " +
      "the address of the other server.",
    { code: 508 },
  );
}
