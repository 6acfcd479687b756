/** The Web's `Request` for a request of `node:http`, for those who ask for it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { RequestSource } from "../../http/index.ts";

/** A request that a client may hold back the body of, until it is asked for it. */
export interface InvitingSource extends RequestSource {
  /** Tells a client that waits for it that the body may come. */
  invite(): void;
}

/**
 * The same request as the Web's own.
 *
 * @param source - The request.
 * @param message - The same, as Node has it.
 * @param reply - Its response; the request is aborted if that can't be sent to the end.
 * @param received - Its body, if that has been read already.
 */
export function toWebRequest(
  source: InvitingSource,
  message: IncomingMessage,
  reply: ServerResponse,
  received: Promise<Uint8Array> | undefined,
): globalThis.Request {
  const aborter = new AbortController();
  reply.once("close", () => {
    if (!reply.writableFinished) aborter.abort();
  });
  const target = source.target === "*" ? "/" : source.target;
  const url = `${source.scheme}://${source.host}${target}`;
  const headers = [...source.headerPairs()].map(([name, value]): [string, string] => [name, value]);
  const init = { method: source.method, headers, signal: aborter.signal };
  if (!source.hasBody || source.method === "GET" || source.method === "HEAD") {
    return new globalThis.Request(url, init);
  }
  const body = received === undefined ? incoming(source, message) : again(received);
  return new globalThis.Request(url, { ...init, body, duplex: "half" } as globalThis.RequestInit);
}

function incoming(source: InvitingSource, message: IncomingMessage): globalThis.ReadableStream<Uint8Array> {
  const stream = Readable.toWeb(message) as globalThis.ReadableStream<Uint8Array>;
  source.invite();
  return stream;
}

function again(received: Promise<Uint8Array>): globalThis.ReadableStream<Uint8Array> {
  return new globalThis.ReadableStream({
    async start(controller) {
      controller.enqueue(await received);
      controller.close();
    },
  });
}
