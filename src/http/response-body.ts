/** The bodies that a response can have, and how the pieces of a streamed one are read. */
import { Buffer } from "node:buffer";
import { Markup } from "../markup/index.ts";

/** A piece of a streamed body; text is sent as UTF-8. */
export type BodyChunk = string | Uint8Array;

/** A body that comes piece by piece, so that its length is not known when the headers are sent. */
export type StreamedBody =
  | globalThis.ReadableStream<BodyChunk>
  | AsyncIterable<BodyChunk>
  | Iterable<BodyChunk>;

/** What a response can be made of. An array of pieces is put together; other iterables are streamed. */
export type ResponseBody = string | Uint8Array | Markup | StreamedBody | null;

/** A body as a server sends it: whole, in pieces, or none. */
export type SendableBody = string | Uint8Array | StreamedBody | null;

/** A streamed body that header fields may follow (RFC 9110, section 6.5). Servers send them where they can. */
export interface TrailedBody {
  /** The fields, name and value, once the body has been read to its end. */
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/** Reads the pieces of a streamed body, whatever it is made of. */
export interface ChunkReader {
  /** The next piece. */
  next(): IteratorResult<BodyChunk, unknown> | Promise<IteratorResult<BodyChunk, unknown>>;
  /** Tells the source that no more pieces are wanted. */
  cancel(): unknown;
}

/** A body as it can be sent; throws a TypeError that says what it was given if that is no body. */
export function toSendable(body: ResponseBody | undefined): SendableBody {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body === null || body === undefined) return null;
  if (body instanceof Markup) return body.toString();
  if (Array.isArray(body)) return joinChunks(body);
  if (typeof body === "object" && (isReadableStream(body) || isAsyncIterable(body) || isIterable(body))) {
    return body;
  }
  throw new TypeError(
    `A response body must be a string, bytes, Markup, a ReadableStream, an iterable of strings or bytes, or null, not ${describe(body)}.`,
  );
}

/** A reader for the pieces of a streamed body. */
export function readChunks(body: StreamedBody): ChunkReader {
  if (isReadableStream(body)) {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => reader.cancel() };
  }
  const iterator = isAsyncIterable(body) ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
  return { next: () => iterator.next(), cancel: () => iterator.return?.() };
}

/** Whether the body comes in pieces. */
export function isStream(body: SendableBody): body is StreamedBody {
  return !(body === null || typeof body === "string" || body instanceof Uint8Array);
}

/** Tells a streamed body that nobody will read it. What goes wrong in its clean-up is of no use to anyone. */
export function cancelChunks(body: StreamedBody): void {
  try {
    Promise.resolve(readChunks(body).cancel()).catch(() => undefined);
  } catch {
    // A generator may throw at once.
  }
}

// A generator that waits for something itself cannot be stopped before that is there.
const PATIENCE_MILLISECONDS = 1000;

/**
 * Tells a source that no more pieces are wanted, and gives it a moment to clean up. What goes wrong there is of no use to
 * anyone.
 */
export async function endChunks(chunks: Pick<ChunkReader, "cancel">): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ending = Promise.resolve()
    .then(() => chunks.cancel())
    .catch(() => undefined);
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MILLISECONDS);
  });
  await Promise.race([ending, patience]);
  clearTimeout(timer);
}

/** Throws a TypeError unless the piece of a streamed body is text or bytes. */
export function checkChunk(chunk: unknown): asserts chunk is BodyChunk {
  if (typeof chunk === "string" || chunk instanceof Uint8Array) return;
  throw new TypeError(`A streamed response must yield strings or bytes, not ${describe(chunk)}.`);
}

/** How many bytes a text or bytes have when they are sent. */
export function byteLength(body: BodyChunk): number {
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}

function joinChunks(chunks: readonly unknown[]): BodyChunk {
  for (const chunk of chunks) checkChunk(chunk);
  if (chunks.every((chunk) => typeof chunk === "string")) return chunks.join("");
  return new Uint8Array(
    Buffer.concat(chunks.map((chunk) => (chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk))))),
  );
}

function describe(value: unknown): string {
  if (typeof value !== "object") return typeof value;
  return value === null ? "null" : `an object of class ${value.constructor?.name ?? "null"}`;
}

function isReadableStream(body: object): body is globalThis.ReadableStream<BodyChunk> {
  return body instanceof globalThis.ReadableStream;
}

function isAsyncIterable(body: object): body is AsyncIterable<BodyChunk> {
  return Symbol.asyncIterator in body;
}

function isIterable(body: object): body is Iterable<BodyChunk> {
  return Symbol.iterator in body;
}
