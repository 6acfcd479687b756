/** Writes a response: whole bodies in one piece with their headers, streams as fast as the client reads. */
import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { isStream, type Response } from "../../http/index.ts";
import { drain } from "./drain.ts";
import type { ErrorReport, NodeRequestSource } from "./node-request-source.ts";
import { sendStream } from "./send-stream.ts";

const { latin1Slice } = Buffer.prototype;

/** What is the same for all responses of a server. */
export interface SendOptions {
  /** Told of errors in what runs after a response. */
  readonly onError: ErrorReport;
  /** The Keep-Alive header of a connection that is kept. */
  readonly keepAlive: string | undefined;
}

/**
 * Writes a response.
 *
 * @param response - The response; it is closed when it has been sent, or the client has gone.
 * @param source - The request that it answers.
 * @param reply - Where it is written.
 * @param options - What is the same for all responses.
 * @returns A promise if the body is streamed, which is rejected if the stream fails.
 */
export function sendResponse(
  response: Response,
  source: NodeRequestSource,
  reply: ServerResponse,
  { onError, keepAlive }: SendOptions,
): Promise<void> | undefined {
  if (response.hasCloseCallbacks) closeAfter(response, reply, (error) => onError(error, source));
  const { method } = source;
  if (response.status < 200) throw interim(response.status);
  const headers = response.headersToSend(method);
  const body = response.bodyToSend(method);
  const mustDrain = source.hasUnreadBody && settleUnreadBody(source, reply);
  if (keepAlive !== undefined && isKept(response, reply)) headers.push("Keep-Alive", keepAlive);
  reply.writeHead(response.status, response.statusText, headers);
  if (isStream(body)) return sendStream(body, reply, lengthIn(response));
  // Node joins a text body to the headers and encodes both alike, where headers are Latin-1. Latin-1 is quicker, too.
  const isUTF8 = typeof body === "string" && !response.isASCII;
  const data = isUTF8 && !response.headers.isASCII ? Buffer.from(body) : asText(body);
  const encoding = isUTF8 ? "utf8" : "latin1";
  if (mustDrain) {
    reply.write(data ?? "", encoding);
    drain(source.message, () => reply.end());
  } else if (data === null) reply.end();
  else reply.end(data, encoding);
  return undefined;
}

// What is written as one text takes a tenth less time for the whole request than head and body by themselves.
const MOST_TO_JOIN = 8192;

/** The body: a small one of bytes as text of a byte a character, which goes out together with the headers. */
function asText(body: string | Uint8Array | null): string | Uint8Array | null {
  if (body === null || typeof body === "string" || body.byteLength > MOST_TO_JOIN) return body;
  return latin1Slice.call(body, 0, body.byteLength);
}

/** Whether the connection stays for the next request; the application may have said that it does not. */
function isKept({ headers }: Response, reply: ServerResponse): boolean {
  return reply.shouldKeepAlive && reply.req.httpVersionMinor === 1 && !headers.has("Connection");
}

// Node reads this much of a body that nobody wanted, so that the connection can be used again.
const MOST_TO_SKIP = 65_536;

/**
 * Decides on the rest of a body that the application did not read: a short one is skipped by Node, if the connection is
 * kept; after a long one, or one of unknown length, it is closed.
 * @returns Whether the rest must be drained before the connection is closed.
 */
function settleUnreadBody(source: NodeRequestSource, reply: ServerResponse): boolean {
  const isShort = Number(source.header("content-length")) <= MOST_TO_SKIP;
  if (isShort && reply.shouldKeepAlive && !source.expectsContinue) {
    // Node skips a body that nobody touched; one that was read in part would block the connection.
    reply.once("finish", () => source.message.resume());
    return false;
  }
  reply.shouldKeepAlive = false;
  // A client that waits to be told to send the body sends none.
  return !source.expectsContinue;
}

function closeAfter(response: Response, reply: ServerResponse, onError: (error: unknown) => void): void {
  const close = (): void => {
    try {
      response.close()?.catch(onError);
    } catch (error) {
      onError(error);
    }
  };
  if (reply.closed || reply.destroyed) close();
  else reply.once("close", close);
}

function interim(status: number): Error {
  return new Error(
    `A response of status ${status} ends no request; answer with a status of 200 or above (RFC 9110, section 15.2).`,
  );
}

function lengthIn(response: Response): number | undefined {
  return response.headers.has("Content-Length") ? response.contentLength : undefined;
}
