/** Tells, for a fraction of deflate's cost, that deflate cannot make a short payload shorter. */

/**
 * A lower bound for the bits that deflate (RFC 1951) needs. It holds for any encoder that writes a payload
 * of this size as one block and gives codes to used symbols only, as zlib and its descendants do: they end
 * a block when their 16,384 symbols are full, and take the shortest of the three kinds of block.
 *
 * A byte can be part of a match only if three bytes that it belongs to stood earlier in the payload; we ask
 * a table of hashes, whose collisions only make more bytes seem coverable, so the bound stays below the
 * truth. Let the bytes that are coverable lie in k stretches, let N be the number of the others plus one for
 * the end of the block, and G the sum of c·log2(N/c) over the counts c of those N symbols.
 *
 * - *Stored*: longer than the payload.
 * - *Fixed codes*: 3 bits of header, 7 for the end, at least 8 for each byte that is not coverable, and 12
 *   for each stretch: a match takes 7 + 5 bits, the three or more literals in its place 24.
 * - *Dynamic codes*: 17 bits of header, then h lengths of 3 bits for the code of the code lengths. These
 *   come in the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15 (RFC 1951, 3.2.7), so with h of them
 *   no code is shorter than {@link SHORTEST_CODES} says. By Gibbs' inequality no prefix code writes the N
 *   symbols in fewer than G bits, nor in fewer than N times its shortest code. A stretch takes 2 bits or
 *   more: a match is two codes. The code lengths take half a bit for each used symbol (a repeat, code 16, is
 *   a code and two bits for six symbols at most), and for each gap what {@link gapBits} says.
 */
export class DeflateBound {
  readonly #counts = new Uint16Array(256);
  readonly #seenAt = new Float64Array(1024);
  /** Entries of the table below this belong to earlier payloads. */
  #epoch = 1;
  /** What the last scan found. */
  #literals = 0;
  #stretches = 0;
  #lowest = 0;
  #highest = 0;

  /**
   * Whether the zlib format (RFC 1950) certainly takes `length - 1` bytes or more.
   *
   * @param bytes Holds the payload in its first `length` bytes.
   */
  cannotShorten(bytes: Uint8Array, length: number): boolean {
    if (length > MAX_LENGTH) return false;
    // The format adds two bytes of header and four of checksum, and two bytes must be saved.
    const affordable = 8 * (length - 8);
    if (affordable < SMALLEST_BLOCK) return true;
    this.#scan(bytes, length);
    const fixed = 3 + 7 + 8 * this.#literals + 12 * this.#stretches;
    return fixed > affordable && this.#dynamicBits() > affordable;
  }

  /** Counts the bytes that no match can cover, and the stretches of those that one might. */
  #scan(bytes: Uint8Array, length: number): void {
    const counts = this.#counts;
    const seenAt = this.#seenAt;
    const epoch = this.#epoch;
    this.#epoch += length;
    counts.fill(0);
    let coveredUntil = 0;
    let literals = 0;
    let stretches = 0;
    let lowest = 255;
    let highest = 0;
    let next = bytes[0] ?? 0;
    let afterNext = bytes[1] ?? 0;
    for (let i = 0; i < length; i++) {
      const byte = next;
      next = afterNext;
      afterNext = bytes[i + 2] ?? 0;
      if (i + 2 < length) {
        const hash = ((byte << 6) ^ (next << 3) ^ afterNext) & 1023;
        if ((seenAt[hash] ?? 0) >= epoch) {
          if (i > coveredUntil || coveredUntil === 0) stretches++;
          coveredUntil = i + 3;
        } else {
          seenAt[hash] = epoch;
        }
      }
      if (i < coveredUntil) continue;
      literals++;
      counts[byte] = (counts[byte] ?? 0) + 1;
      if (byte < lowest) lowest = byte;
      if (byte > highest) highest = byte;
    }
    this.#literals = literals;
    this.#stretches = stretches;
    this.#lowest = lowest;
    this.#highest = highest;
  }

  #dynamicBits(): number {
    const symbols = this.#literals + 1;
    let information = timesLog2(symbols);
    let used = 1;
    let gap = 0;
    let gaps = gapBits(this.#lowest) + gapBits(255 - this.#highest);
    for (let byte = this.#lowest; byte <= this.#highest; byte++) {
      const count = this.#counts[byte] ?? 0;
      if (count === 0) {
        gap++;
        continue;
      }
      if (gap > 0) gaps += gapBits(gap);
      gap = 0;
      used++;
      information -= timesLog2(count);
    }
    let codes = Number.POSITIVE_INFINITY;
    for (const [lengths, shortest] of SHORTEST_CODES) {
      codes = Math.min(codes, 3 * lengths + Math.max(information, shortest * symbols));
    }
    return Math.floor(17 + codes + used / 2 + gaps + 2 * this.#stretches - ROUNDING);
  }
}

/** Longer payloads than this are not looked at: deflate often pays there. */
const MAX_LENGTH = 512;

/** A block with one literal and one match, in fixed codes. */
const SMALLEST_BLOCK = 3 + 8 + 12 + 7;

/** With this many lengths of the code of the code lengths, this is the shortest code there can be. */
const SHORTEST_CODES: readonly (readonly [lengths: number, shortest: number])[] = [
  [5, 8],
  [6, 7],
  [8, 6],
  [10, 5],
  [12, 4],
  [14, 3],
  [16, 2],
  [18, 1],
];

/** More than the error of the few additions of floating point that the bound takes. */
const ROUNDING = 1e-6;

/**
 * The bits of the code lengths for a gap of unused symbols, at least: a zero is 1 bit or more, a repeat by
 * code 17 is a code and 3 bits for ten of them, by code 16 a code and 2 bits for six after another, by code
 * 18 a code and 7 bits for more. So a gap of four or more cannot take less than 4 bits, nor one of 17 or
 * more less than 8.
 */
function gapBits(length: number): number {
  return length >= 17 ? 8 : Math.min(length, 4);
}

function timesLog2(count: number): number {
  return count * (LOG2[count] ?? Math.log2(count));
}

const LOG2: Float64Array = Float64Array.from({ length: MAX_LENGTH + 2 }, (_, n) =>
  n === 0 ? 0 : Math.log2(n),
);
