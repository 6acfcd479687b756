/** `FileBody`: an open file, or a part of it, as the body of a response. */
import type { OpenFile } from "./file-source.ts";
import type { SeekableBody } from "./partial-body.ts";

// A piece is read only when the one before is on its way: this much of a file is in memory for each client.
const PIECE = 262_144;

/** Reads a file piece by piece as the client takes it, and closes it at the end, or when the client has gone. */
export class FileBody implements SeekableBody, AsyncIterableIterator<Uint8Array> {
  readonly #file: OpenFile;
  readonly #stop: number;
  #position: number;
  #isClosed = false;

  /**
   * @param file - The file, which is closed from here.
   * @param start - Where the part begins, in bytes.
   * @param stop - The byte after its last one.
   */
  constructor(file: OpenFile, start = 0, stop: number = file.size) {
    this.#file = file;
    this.#position = start;
    this.#stop = stop;
  }

  /** How many bytes are still to be read. */
  get remaining(): number {
    return this.#stop - this.#position;
  }

  slice(start: number, stop: number): FileBody {
    return new FileBody(this.#file, start, stop);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#isClosed || this.remaining <= 0) return this.return();
    const piece = await this.#file.read(this.#position, Math.min(PIECE, this.remaining));
    if (piece.byteLength === 0) {
      const missing = this.remaining;
      await this.return();
      throw new Error(`The file became shorter while it was sent; ${missing} bytes are missing.`);
    }
    this.#position += piece.byteLength;
    return { done: false, value: piece };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      await this.#file.close();
    }
    return { done: true, value: undefined };
  }
}
