/** Writes a streamed body as fast as the client reads it, and stops when the client goes away. */
import type { ServerResponse } from "node:http";
import {
  type ChunkReader,
  checkChunk,
  readChunks,
  type StreamedBody,
  type TrailedBody,
} from "../../http/index.ts";
import { addTrailers, wrongLength } from "./body-end.ts";
import { pour } from "./pour.ts";
import { UpstreamBody } from "./proxy/upstream-body.ts";

/**
 * Writes the pieces of a body; the headers have been written.
 *
 * @param body - The body. Its source is told if the client goes away before the end.
 * @param reply - Where it is written.
 * @param length - How many bytes the headers promise, if they do.
 * @throws What the body throws; Error if it has another length than the headers promise.
 */
export async function sendStream(
  body: StreamedBody,
  reply: ServerResponse,
  length: number | undefined,
): Promise<void> {
  const chunks = readChunks(body);
  let isDone = false;
  const stop = (): void => {
    if (!isDone) cancel(chunks);
  };
  if (reply.destroyed || reply.closed) {
    stop();
    return;
  }
  reply.once("close", stop);
  try {
    if (body instanceof UpstreamBody && reply.socket !== null) {
      await pour(body, reply, reply.socket, length);
      isDone = true;
      return;
    }
    await pump(chunks, reply, length);
    isDone = true;
    if (hasTrailers(body)) addTrailers(reply, body);
    reply.end();
  } catch (error) {
    stop();
    isDone = true;
    if (!reply.destroyed) throw error;
  }
}

function hasTrailers(body: object): body is TrailedBody {
  return "trailers" in body && Array.isArray(body.trailers);
}

async function pump(chunks: ChunkReader, reply: ServerResponse, length: number | undefined): Promise<void> {
  let sent = 0;
  let next = chunks.next();
  // The first piece may be long in coming; the client need not wait for it to see the headers.
  if (next instanceof Promise) reply.flushHeaders();
  for (;;) {
    const { done, value } = await next;
    if (done || reply.destroyed) break;
    checkChunk(value);
    sent += Buffer.byteLength(value);
    if (length !== undefined && sent > length) throw wrongLength(length, `at least ${sent}`);
    if (!reply.write(value)) await drained(reply);
    next = chunks.next();
  }
  if (length !== undefined && sent < length && !reply.destroyed) throw wrongLength(length, String(sent));
}

/** Settles when the client has read what was written, or has gone. */
function drained(reply: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      reply.off("drain", settle).off("close", settle);
      resolve();
    };
    reply.on("drain", settle).on("close", settle);
    if (reply.destroyed) settle();
  });
}

function cancel(chunks: ChunkReader): void {
  // What a source does when it is told to stop is its own affair.
  Promise.resolve()
    .then(() => chunks.cancel())
    .catch(() => undefined);
}
