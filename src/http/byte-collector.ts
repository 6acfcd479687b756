/** Collects the bytes of a body in one piece of memory, however small the pieces they come in. */

const FIRST_CAPACITY = 1024;
const NOTHING: Uint8Array = new Uint8Array(0);

/** Bytes that arrive in pieces, up to a limit. A list of pieces would cost a hundred times a one-byte piece. */
export class ByteCollector {
  readonly #limit: number;
  // The first piece is kept as it is: most bodies have no other.
  #bytes: Uint8Array = NOTHING;
  #isOwn = false;
  #length = 0;

  /** @param limit - The most bytes that are taken. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a piece; says whether there was room for it. Nobody may change the piece after that. */
  add(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.byteLength;
    if (length > this.#limit) return false;
    if (this.#length === 0) {
      this.#bytes = chunk;
      this.#isOwn = false;
    } else {
      if (!this.#isOwn || length > this.#bytes.byteLength) this.#grow(length);
      this.#bytes.set(chunk, this.#length);
    }
    this.#length = length;
    return true;
  }

  /** All that was taken. */
  bytes(): Uint8Array {
    return this.#isOwn ? this.#bytes.subarray(0, this.#length) : this.#bytes;
  }

  #grow(needed: number): void {
    const capacity = Math.max(
      needed,
      Math.min(this.#limit, Math.max(FIRST_CAPACITY, 2 * this.#bytes.byteLength)),
    );
    const grown = new Uint8Array(capacity);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#isOwn = true;
  }
}
