/** The head of a request as it is written to an upstream. */
import { BadRequest, type Request, type RequestSource } from "../../../http/index.ts";
import { requestFields, requestTarget } from "../../proxy/request-fields.ts";
import type { OutgoingRequest } from "./exchange.ts";
import type { Upstream } from "./upstream.ts";

const METHOD = /^[A-Z][A-Z-]*$/;
const LENGTH = /^[0-9]{1,15}$/;
const TRAILERS = /(?:^|,)[\t ]*trailers[\t ]*(?:,|$)/i;

/**
 * The request as it is passed on.
 *
 * @param request - The request as it came.
 * @param upstream - Where it goes.
 * @param isUpgrade - Whether its connection is to become a WebSocket.
 * @throws BadRequest, a 400, if it can be read in two ways; BadHost, a 400; HTTPException, a 508, if it goes in a circle.
 */
export function outgoingRequest(request: Request, upstream: Upstream, isUpgrade: boolean): OutgoingRequest {
  const { source } = request;
  const { method } = source;
  if (!METHOD.test(method)) throw new BadRequest(`The method ${JSON.stringify(method)} can't be passed on.`);
  const body = bodyOf(source);
  const expectsContinue = body !== "none" && source.header("expect")?.toLowerCase() === "100-continue";

  const host = upstream.keepsHost ? request.host : upstream.host;
  let head = `${method} ${requestTarget(request)} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (const [name, value] of requestFields(request)) head += `${name}: ${value}\r\n`;
  if (body === "chunked") head += "Transfer-Encoding: chunked\r\n";
  else if (body !== "none" || source.header("content-length") !== undefined) {
    head += `Content-Length: ${body === "none" ? 0 : body}\r\n`;
  }
  if (expectsContinue) head += "Expect: 100-continue\r\n";
  if (isUpgrade) head += "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  else if (TRAILERS.test(source.header("te") ?? "")) head += "Connection: TE\r\nTE: trailers\r\n\r\n";
  else head += "\r\n";
  return { method, head, body, expectsContinue, upgrade: isUpgrade ? "websocket" : undefined };
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
