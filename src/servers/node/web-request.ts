/** The Web's `Request` for a request of `node:http`, for those who ask for it. */
import type { ServerResponse } from "node:http";
import { BadHost, type RequestSource } from "../../http/index.ts";

/**
 * The same request as the Web's own.
 *
 * @param source - The request.
 * @param reply - Its response; the request is aborted if that can't be sent to the end.
 * @param received - Its body, if that has been read already.
 * @throws BadHost, a 400, for a Host header that makes no URL of the Web's.
 */
export function toWebRequest(
  source: RequestSource,
  reply: ServerResponse,
  received: Uint8Array | undefined,
): globalThis.Request {
  const aborter = new AbortController();
  reply.once("close", () => {
    if (!reply.writableFinished) aborter.abort();
  });
  const target = source.target === "*" ? "/" : source.target;
  const url = `${source.scheme}://${source.host}${target}`;
  if (!URL.canParse(url)) throw new BadHost(`${JSON.stringify(source.host)} is no host of a URL on the Web.`);
  const headers = [...source.headerPairs()].map(([name, value]): [string, string] => [name, value]);
  const init = { method: source.method, headers, signal: aborter.signal };
  if (!source.hasBody || source.method === "GET" || source.method === "HEAD") {
    return new globalThis.Request(url, init);
  }
  const body = received === undefined ? source.openStream() : again(received);
  return new globalThis.Request(url, { ...init, body, duplex: "half" } as globalThis.RequestInit);
}

function again(received: Uint8Array): globalThis.ReadableStream<Uint8Array> {
  return new globalThis.ReadableStream({
    start(controller) {
      if (received.byteLength > 0) controller.enqueue(received);
      controller.close();
    },
  });
}
