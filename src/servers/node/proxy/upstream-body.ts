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
  /** Leaves the memory of the present read as it is, for good. */
  keepMemory(): void;
}

/** Where the pieces of a body go as they come, without waiting to be asked for. */
export interface PieceSink {
  /**
   * Takes the pieces of one read.
   * @returns Whether it is done with them. Else they must stay as they are, and no others come, before it calls `resume`.
   */
  write(pieces: readonly Uint8Array[]): boolean;
  /** Takes the last pieces. @returns Whether it is done with them. Else they must stay as they are. */
  end(pieces: readonly Uint8Array[]): boolean;
  /** The rest will never come. */
  fail(error: Error): void;
}

const MOST_WAITING_BYTES = 65_536;
const END: IteratorResult<Uint8Array, undefined> = { done: true, value: undefined };

/** A body that comes in pieces. It is read once: by a loop, or by a sink. */
export class UpstreamBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array>, TrailedBody {
  readonly #source: PieceSource;
  // The pieces of the present read, which lie in memory that the next one is read into; and those that are kept.
  #coming: Uint8Array[] = [];
  #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  #isEnded = false;
  #error: Error | undefined;
  #trailers: readonly (readonly [string, string])[] = [];
  #sink: PieceSink | undefined;
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

  /** Adds a piece, which stays as it is until `flush` has returned, or for as long as it is paused then. */
  push(piece: Uint8Array): void {
    this.#coming.push(piece);
  }

  /** Hands on what was added, or makes it its own. */
  flush(): void {
    const pieces = this.#coming;
    if (pieces.length === 0) return;
    this.#coming = [];
    if (this.#sink !== undefined) {
      if (!this.#sink.write(pieces)) this.#pause();
      return;
    }
    for (const piece of pieces) this.#keep(Buffer.from(piece));
    if (this.#waitingBytes >= MOST_WAITING_BYTES) this.#pause();
  }

  /** Says that all of it has come. */
  end(trailers: readonly (readonly [string, string])[]): void {
    this.#isEnded = true;
    this.#trailers = trailers;
    const sink = this.#sink;
    if (sink !== undefined) {
      const pieces = this.#coming;
      this.#coming = [];
      if (!sink.end(pieces)) this.#source.keepMemory();
      return;
    }
    this.flush();
    this.#reader?.resolve(END);
    this.#reader = undefined;
  }

  /** Says that the rest will never come. */
  fail(error: Error): void {
    if (this.#isEnded || this.#error !== undefined) return;
    this.#error = error;
    this.#reader?.reject(error);
    this.#reader = undefined;
    this.#sink?.fail(error);
  }

  /** Gives all of it to a sink as it comes, in place of a loop. */
  flowTo(sink: PieceSink): void {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#sink = sink;
    if (this.#isEnded) {
      sink.end(pieces);
      return;
    }
    const isDone = pieces.length === 0 || sink.write(pieces);
    if (this.#error !== undefined) sink.fail(this.#error);
    else if (isDone) this.resume();
    else this.#pause();
  }

  /** Goes on; for the sink, when it is done with what it was given. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#source.resume();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      this.#waitingBytes -= piece.byteLength;
      if (this.#waitingBytes < MOST_WAITING_BYTES) this.resume();
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
    this.#coming = [];
    this.#sink = undefined;
    if (!this.#isEnded) this.#source.abort();
    this.end([]);
    return Promise.resolve(END);
  }

  #keep(piece: Uint8Array): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader !== undefined) reader.resolve({ done: false, value: piece });
    else {
      this.#pieces.push(piece);
      this.#waitingBytes += piece.byteLength;
    }
  }

  #pause(): void {
    // Once all has come the source may be another body's, which would wait for ever.
    if (this.#isPaused || this.#isEnded) return;
    this.#isPaused = true;
    this.#source.pause();
  }
}
