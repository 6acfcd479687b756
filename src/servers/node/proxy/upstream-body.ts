/** `UpstreamBody`: the body of an upstream's response, no more of which is read than the client takes. */
import type { TrailedBody } from "../../../http/index.ts";

/** Where the pieces of a body come from. */
export interface PieceSource {
  /** Reads no further for now. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /** Reads no more, ever. */
  abort(): void;
}

const MOST_WAITING_BYTES = 65_536;
const END: IteratorResult<Uint8Array, undefined> = { done: true, value: undefined };

/** A body that comes in pieces. It is read once. */
export class UpstreamBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array>, TrailedBody {
  readonly #source: PieceSource;
  #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  #isEnded = false;
  #error: Error | undefined;
  #trailers: readonly (readonly [string, string])[] = [];
  #reader:
    | { resolve(result: IteratorResult<Uint8Array, undefined>): void; reject(error: Error): void }
    | undefined;

  /** @param source - Where the pieces come from. */
  constructor(source: PieceSource) {
    this.#source = source;
  }

  /** Whether its source was told to read no further for now. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether all of it has come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The header fields that came after it, once it has been read. */
  get trailers(): readonly (readonly [string, string])[] {
    return this.#trailers;
  }

  /** Whether it has to be sent in chunks, since fields came after it. */
  get hasTrailers(): boolean {
    return this.#trailers.length > 0;
  }

  /** All that has come so far, which nobody gets a second time. */
  takeAll(): Uint8Array {
    const [first, ...others] = this.#pieces;
    this.#pieces = [];
    if (first === undefined) return new Uint8Array(0);
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  /** Adds a piece. */
  push(piece: Uint8Array): void {
    if (this.#reader !== undefined) {
      const { resolve } = this.#reader;
      this.#reader = undefined;
      resolve({ done: false, value: piece });
      return;
    }
    this.#pieces.push(piece);
    this.#waitingBytes += piece.byteLength;
    if (this.#waitingBytes < MOST_WAITING_BYTES || this.#isPaused) return;
    this.#isPaused = true;
    this.#source.pause();
  }

  /** Says that all of it has come. */
  end(trailers: readonly (readonly [string, string])[]): void {
    this.#isEnded = true;
    this.#trailers = trailers;
    this.#reader?.resolve(END);
    this.#reader = undefined;
  }

  /** Says that the rest will never come. */
  fail(error: Error): void {
    if (this.#isEnded || this.#error !== undefined) return;
    this.#error = error;
    this.#reader?.reject(error);
    this.#reader = undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      this.#waitingBytes -= piece.byteLength;
      if (this.#isPaused && this.#waitingBytes < MOST_WAITING_BYTES) {
        this.#isPaused = false;
        this.#source.resume();
      }
      return Promise.resolve({ done: false, value: piece });
    }
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#isEnded) return Promise.resolve(END);
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#pieces = [];
    if (!this.#isEnded) this.#source.abort();
    this.end([]);
    return Promise.resolve(END);
  }
}
