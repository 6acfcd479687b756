/** Collects the bytes of a body in one piece of memory, however small the pieces they come in. */

const FIRST_CAPACITY = 1024;

/** Bytes that arrive in pieces, up to a limit. A list of pieces would cost a hundred times a one-byte piece. */
export class ByteCollector {
  readonly #limit: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** @param limit - The most bytes that are taken. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a piece; says whether there was room for it. */
  add(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.byteLength;
    if (length > this.#limit) return false;
    if (length > this.#bytes.byteLength) this.#grow(length);
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
    return true;
  }

  /** All that was taken. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const capacity = Math.max(
      needed,
      Math.min(this.#limit, Math.max(FIRST_CAPACITY, 2 * this.#bytes.byteLength)),
    );
    const grown = new Uint8Array(capacity);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
