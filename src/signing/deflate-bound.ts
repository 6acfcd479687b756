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
 * - *Dynamic codes*: 17 bits of header, the codes with what they write ({@link codeBits}), the description
 *   of the codes ({@link CodeLengths}), and 2 bits or more for a stretch, since a match is two codes.
 */
export class DeflateBound {
  readonly #counts = new Uint16Array(256);
  readonly #seenAt = new Float64Array(1024);
  /** Entries of the table below this belong to earlier payloads. */
  #epoch = 1;
  /** What the last scan found. */
  #literals = 0;
  #stretches = 0;
  #distinct = 0;
  #lowest = 0;
  #highest = 0;

  /**
   * Whether the zlib format (RFC 1950) certainly takes `bytes.length - 1` bytes or more.
   */
  cannotShorten(bytes: Uint8Array): boolean {
    if (bytes.length > MAX_LENGTH) return false;
    // The format adds two bytes of header and four of checksum, and two bytes must be saved.
    const affordable = 8 * (bytes.length - 8);
    if (affordable < SMALLEST_BLOCK) return true;
    this.#scan(bytes);
    if (3 + 7 + 8 * this.#literals + 12 * this.#stretches <= affordable) return false;
    return this.#quickDynamicBits() > affordable || this.#dynamicBits() > affordable;
  }

  /** Counts the bytes that no match can cover, and the stretches of those that one might. */
  #scan(bytes: Uint8Array): void {
    const counts = this.#counts;
    const seenAt = this.#seenAt;
    const epoch = this.#epoch++;
    const length = bytes.length;
    counts.fill(0);
    let coveredUntil = 0;
    let literals = 0;
    let stretches = 0;
    let distinct = 0;
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
        if (seenAt[hash] === epoch) {
          if (i > coveredUntil || coveredUntil === 0) stretches++;
          coveredUntil = i + 3;
        } else {
          seenAt[hash] = epoch;
        }
      }
      if (i < coveredUntil) continue;
      const count = counts[byte] ?? 0;
      counts[byte] = count + 1;
      literals++;
      if (count > 0) continue;
      // The first of its kind is never covered, so all that are used are counted.
      distinct++;
      if (byte < lowest) lowest = byte;
      if (byte > highest) highest = byte;
    }
    this.#literals = literals;
    this.#stretches = stretches;
    this.#distinct = distinct;
    this.#lowest = lowest;
    this.#highest = highest;
  }

  /**
   * A weaker bound from the number of distinct bytes alone, enough for the shortest payloads: one symbol of
   * each kind has G = d·log2(d), and half a bit describes its code.
   */
  #quickDynamicBits(): number {
    const used = this.#distinct + 1;
    return 17 + codeBits(timesLog2(used), this.#literals + 1) + used / 2 - ROUNDING;
  }

  #dynamicBits(): number {
    const symbols = this.#literals + 1;
    const lengths = new CodeLengths();
    let information = timesLog2(symbols);
    let gap = this.#lowest;
    let run = 0;
    for (let byte = this.#lowest; byte <= this.#highest; byte++) {
      const count = this.#counts[byte] ?? 0;
      if (count === 0) {
        if (run > 0) lengths.addUsed(run);
        run = 0;
        gap++;
        continue;
      }
      if (gap > 0) lengths.addUnused(gap);
      gap = 0;
      run++;
      information -= timesLog2(count);
    }
    lengths.addUsed(run);
    if (this.#highest < 255) {
      lengths.addUnused(255 - this.#highest);
      lengths.addUsed(1);
    }
    return 17 + codeBits(information, symbols) + lengths.bits() + 2 * this.#stretches - ROUNDING;
  }
}

/**
 * The bits, at least, of h ≥ 5 lengths of 3 bits for the code of the code lengths and of N symbols that carry
 * G bits of information. The lengths come in the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15 (RFC
 * 1951, 3.2.7), so a code of 4 bits cannot be had for h < 12. By Gibbs' inequality no prefix code writes the
 * symbols in fewer than G bits, nor in fewer than N times its shortest code.
 */
function codeBits(information: number, symbols: number): number {
  return Math.min(
    3 * 5 + Math.max(information, 8 * symbols),
    3 * 6 + Math.max(information, 7 * symbols),
    3 * 8 + Math.max(information, 6 * symbols),
    3 * 10 + Math.max(information, 5 * symbols),
    3 * 12 + Math.max(information, 4 * symbols),
    3 * 14 + Math.max(information, 3 * symbols),
    3 * 16 + Math.max(information, 2 * symbols),
    3 * 18 + Math.max(information, symbols),
  );
}

/**
 * The bits, at least, that describe the code: a length for each of the 257 symbols or more, in tokens that
 * have a prefix code of their own and so take 1 bit or more. Token 16 repeats the length before it 3 to 6
 * times and has two more bits, 17 is 3 to 10 zeros and has three, 18 is 11 to 138 zeros and has seven.
 */
class CodeLengths {
  #bits = 0;
  #usedTokens = 0;
  #gaps = 0;
  #hasShortGap = false;

  /** Used symbols side by side: the first has a token of its own, six more have token 16 or one each. */
  addUsed(count: number): void {
    this.#bits += count <= 4 ? count : Math.max(4, count / 2);
    this.#usedTokens += count <= 3 ? count : 2;
  }

  /** Unused symbols side by side; 17 or more take token 18, two tokens 17, or 17 and 16 with a third. */
  addUnused(count: number): void {
    this.#bits += count >= 17 ? 8 : Math.min(count, 4);
    this.#gaps++;
    if (count < 3) this.#hasShortGap = true;
  }

  bits(): number {
    // A gap of one or two symbols takes the token 0. If there is none but that and one length, each of the
    // 257 symbols takes a bit. Else there are three kinds of token, and at most one of them has a code of 1
    // bit: either those of the gaps or those of the used symbols take a bit more than was counted.
    const dearer = this.#hasShortGap ? Math.min(this.#gaps, this.#usedTokens) : 0;
    return Math.min(257, this.#bits + dearer);
  }
}

/** Longer payloads than this are not looked at: deflate often pays there. */
const MAX_LENGTH = 512;

/** A block with one literal and one match, in fixed codes. */
const SMALLEST_BLOCK = 3 + 8 + 12 + 7;

/** More than the error of the few additions of floating point that the bound takes. */
const ROUNDING = 1e-6;

function timesLog2(count: number): number {
  return LOG2_MULTIPLES[count] ?? count * Math.log2(count);
}

const LOG2_MULTIPLES: Float64Array = Float64Array.from({ length: MAX_LENGTH + 2 }, (_, n) =>
  n === 0 ? 0 : n * Math.log2(n),
);
