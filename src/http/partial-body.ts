/** A part of a body: what is sent with 206. */
import {
  type ChunkReader,
  checkChunk,
  readChunks,
  type SendableBody,
  type StreamedBody,
} from "./response-body.ts";

/** A streamed body that can begin anywhere, such as a file. */
export interface SeekableBody extends AsyncIterable<Uint8Array> {
  /** The bytes from `start` up to, but not with, `stop`; the whole must not be read any more. */
  slice(start: number, stop: number): StreamedBody;
}

/** The bytes of a body from `start` up to, but not with, `stop`. */
export function sliceBody(body: SendableBody, start: number, stop: number): SendableBody {
  if (body === null) return null;
  if (typeof body === "string") return new TextEncoder().encode(body).subarray(start, stop);
  if (body instanceof Uint8Array) return body.subarray(start, stop);
  return isSeekable(body) ? body.slice(start, stop) : new PartOfStream(body, start, stop);
}

function isSeekable(body: StreamedBody): body is SeekableBody {
  return "slice" in body && typeof body.slice === "function";
}

/** A part of a stream. No generator: one that was never begun does not tell its source that it ends. */
class PartOfStream implements AsyncIterableIterator<Uint8Array> {
  readonly #chunks: ChunkReader;
  readonly #start: number;
  readonly #stop: number;
  #position = 0;

  constructor(body: StreamedBody, start: number, stop: number) {
    this.#chunks = readChunks(body);
    this.#start = start;
    this.#stop = stop;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (this.#position < this.#stop) {
      const { done, value } = await this.#chunks.next();
      if (done) return { done, value: undefined };
      checkChunk(value);
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      const first = Math.max(this.#start - this.#position, 0);
      const piece = bytes.subarray(first, this.#stop - this.#position);
      this.#position += bytes.byteLength;
      if (piece.byteLength > 0) return { done: false, value: piece };
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#position = this.#stop;
    await this.#chunks.cancel();
    return { done: true, value: undefined };
  }
}
