/** `MultipartParser`: takes a multipart body apart as it comes (RFC 2046, section 5.1), as Werkzeug does. */
import { Buffer } from "node:buffer";
import { RequestEntityTooLarge } from "./errors.ts";
import type { Headers } from "./headers.ts";
import { parseOptionsHeader } from "./options-header.ts";
import { parsePartHeaders } from "./part-headers.ts";

/** What stands above the content of a part. */
export interface PartHead {
  /** The name of the field; `undefined` if there is none. */
  readonly name: string | undefined;
  /** The name of the file as the client wrote it, "" if none was chosen; `undefined` if it is no file. */
  readonly filename: string | undefined;
  readonly headers: Headers;
  /** How many bytes all of it has. */
  readonly size: number;
}

/** Is told what the parser finds. */
export interface PartReceiver {
  /** A part begins. */
  beginPart(head: PartHead): void;
  /** The next bytes of the part's content. They are not changed later; who keeps them long should copy them. */
  takeContent(bytes: Uint8Array): void;
  /** The part has ended. */
  endPart(): void;
}

/** How much a parser takes. */
export interface MultipartLimits {
  /** The most bytes that are held back to see what they are: headers, and what may be a boundary. */
  readonly maxHeld: number;
  /** The most parts. */
  readonly maxParts: number;
}

/** The body is no multipart form: the reason. */
export class MultipartError extends Error {
  override readonly name: string = "MultipartError";
}

/**
 * The longest boundary that is looked for. RFC 2046 allows 70 bytes; a search for a very long one that is
 * nearly found at every place would take long.
 */
export const LONGEST_BOUNDARY = 256;

type State = "preamble" | "headers" | "content" | "epilogue";

// A header takes many times the memory that its bytes do; a browser sends two with each part.
const FIELDS_PER_PART = 10;
const LEAST_FIELDS = 1000;
const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const FIRST_CAPACITY = 4096;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Takes a multipart body apart, in pieces of any size, in linear time: the result does not depend on how it
 * was cut. Lines may end in CRLF, LF or CR; what stands before the first boundary and after the last is skipped.
 *
 * @example
 * ```ts
 * const parser = new MultipartParser("frontier", receiver, { maxHeld: 500_000, maxParts: 1000 });
 * for await (const chunk of body) parser.push(chunk);
 * parser.finish();
 * ```
 */
export class MultipartParser {
  readonly #receiver: PartReceiver;
  readonly #limits: MultipartLimits;
  readonly #delimiter: Buffer;
  #state: State = "preamble";
  #parts = 0;
  #fields = 0;
  #preamble = 0;
  // What is held back is the start of this buffer, which grows by doubling: it is never written over.
  #held: Buffer = NOTHING;
  #heldLength = 0;
  // Up to where the bytes that are held back have been looked at, so that none is looked at often.
  #seen = 0;
  // The content of a part begins after a line break, which may also be the one before a boundary.
  #lineBreakIsDue = false;

  /**
   * @param boundary - The `boundary` parameter of the Content-Type.
   * @param receiver - Is told what is found.
   * @param limits - How much is taken.
   * @throws MultipartError if the boundary is none.
   */
  constructor(boundary: string, receiver: PartReceiver, limits: MultipartLimits) {
    this.#delimiter = Buffer.from(`--${checkBoundary(boundary)}`, "latin1");
    this.#receiver = receiver;
    this.#limits = limits;
  }

  /**
   * Takes the next piece.
   * @throws MultipartError if the body makes no sense; RequestEntityTooLarge, a 413, beyond a limit.
   */
  push(chunk: Uint8Array): void {
    if (this.#state === "epilogue") return;
    if (this.#heldLength + chunk.byteLength > this.#limits.maxHeld) throw this.#tooMuchHeld();
    const bytes = this.#heldLength === 0 ? asBuffer(chunk) : this.#append(chunk);
    let position = 0;
    for (;;) {
      const next = this.#step(bytes, position);
      if (next === undefined) break;
      position = next;
    }
  }

  /** How many bytes are held back until it shows what they are. */
  get held(): number {
    return this.#heldLength;
  }

  /** Ends the body. @throws MultipartError if it stops before the last boundary. */
  finish(): void {
    if (this.#state !== "epilogue") throw new MultipartError("The body ends before its last boundary.");
  }

  /** Reads on from a place; where to go on, or nothing if more bytes are needed, with the rest held back. */
  #step(bytes: Buffer, position: number): number | undefined {
    switch (this.#state) {
      case "preamble":
        return this.#skipPreamble(bytes, position);
      case "headers":
        return this.#readHead(bytes, position);
      case "content":
        return this.#readContent(bytes, position);
      default:
        return undefined;
    }
  }

  #skipPreamble(bytes: Buffer, position: number): number | undefined {
    let from = position;
    for (;;) {
      const found = bytes.indexOf(this.#delimiter, from);
      if (found === -1) break;
      const end = this.#passDelimiter(bytes, found);
      if (end === undefined) return this.#hold(bytes, found, bytes.byteLength - 1);
      if (end >= 0) return end;
      from = found + 1;
    }
    const rest = Math.max(from, bytes.byteLength - this.#delimiter.byteLength + 1);
    this.#preamble += rest - position;
    if (this.#preamble > this.#limits.maxHeld) throw this.#tooMuchHeld();
    return this.#hold(bytes, rest, bytes.byteLength);
  }

  #readHead(bytes: Buffer, position: number): number | undefined {
    const start = Math.max(position, this.#takeSeen(position) - 3);
    const blank = findBlankLine(bytes, start);
    if (blank === undefined) return this.#hold(bytes, position, bytes.byteLength);
    this.#beginPart(bytes.subarray(position, blank));
    this.#state = "content";
    this.#lineBreakIsDue = true;
    return blank;
  }

  #beginPart(block: Uint8Array): void {
    const headers = parsePartHeaders(block);
    if (headers === undefined) throw new MultipartError("The headers of a part are no UTF-8.");
    const disposition = headers.get("content-disposition");
    if (disposition === undefined) throw new MultipartError("A part has no Content-Disposition header.");
    const { maxParts } = this.#limits;
    this.#parts++;
    if (this.#parts > maxParts) throw new RequestEntityTooLarge(`The form has more than ${maxParts} parts.`);
    this.#fields += headers.size;
    if (this.#fields > Math.max(LEAST_FIELDS, FIELDS_PER_PART * maxParts)) {
      throw new RequestEntityTooLarge("The parts of the form have too many headers.");
    }
    const [, parameters] = parseOptionsHeader(disposition);
    this.#receiver.beginPart({
      name: parameters.get("name"),
      filename: parameters.get("filename"),
      headers,
      size: block.byteLength,
    });
  }

  #readContent(bytes: Buffer, position: number): number | undefined {
    let start = position;
    if (this.#lineBreakIsDue) {
      const afterBreak = endOfLineBreak(bytes, position);
      if (afterBreak === undefined) return this.#hold(bytes, position, position);
      start = afterBreak;
    }
    let from = position;
    for (;;) {
      const found = bytes.indexOf(this.#delimiter, from);
      if (found === -1) return this.#emitMost(bytes, start, Math.max(from, position));
      const lineBreak = startOfLineBreak(bytes, found, position);
      if (lineBreak < found) {
        const end = this.#passDelimiter(bytes, found);
        if (end === undefined) return this.#holdCandidate(bytes, start, lineBreak);
        if (end >= 0) {
          this.#emit(bytes, start, lineBreak);
          this.#receiver.endPart();
          return end;
        }
      }
      // The next one can't begin before the next line break.
      from = nextLineBreak(bytes, found + this.#delimiter.byteLength);
    }
  }

  /** Hands out the content but for a tail that may turn out to be a boundary's start. */
  #emitMost(bytes: Buffer, start: number, from: number): undefined {
    const { byteLength } = bytes;
    const lowest = Math.max(from, byteLength - this.#delimiter.byteLength - 1);
    for (let index = byteLength - 1; index >= lowest; index--) {
      if (!isLineBreak(bytes[index])) continue;
      const tail = byteLength - index - 1;
      if (bytes.compare(this.#delimiter, 0, tail, index + 1, byteLength) !== 0) break;
      const first = bytes[index] === LF && index > from && bytes[index - 1] === CR ? index - 1 : index;
      return this.#holdCandidate(bytes, start, first, first);
    }
    return this.#holdCandidate(bytes, start, byteLength, byteLength);
  }

  /** Hands out the content before what may be a boundary, and holds that back. */
  #holdCandidate(bytes: Buffer, start: number, candidate: number, seen = bytes.byteLength - 1): undefined {
    if (candidate < start) return this.#hold(bytes, candidate, seen);
    this.#emit(bytes, start, candidate);
    this.#lineBreakIsDue = false;
    return this.#hold(bytes, candidate, seen);
  }

  #emit(bytes: Buffer, start: number, end: number): void {
    if (end > start) this.#receiver.takeContent(bytes.subarray(start, end));
  }

  /**
   * Goes past a delimiter that begins at a place, and its line: where that ends, -1 if it is none, `undefined` if more
   * bytes must come to tell. The next state begins there.
   */
  #passDelimiter(bytes: Buffer, start: number): number | undefined {
    const after = start + this.#delimiter.byteLength;
    if (after >= bytes.byteLength) return undefined;
    if (bytes[after] === DASH) {
      if (after + 1 >= bytes.byteLength) return undefined;
      if (bytes[after + 1] !== DASH) return -1;
      this.#state = "epilogue";
      return after + 2;
    }
    let index = Math.max(after, this.#takeSeen(after));
    while (isBlank(bytes[index])) index++;
    if (index >= bytes.byteLength) return undefined;
    if (!isLineBreak(bytes[index])) return -1;
    const end = endOfLineBreak(bytes, index);
    if (end !== undefined) this.#state = "headers";
    return end;
  }

  /** Where the bytes have been looked at already, once. */
  #takeSeen(least: number): number {
    const seen = Math.max(least, this.#seen);
    this.#seen = 0;
    return seen;
  }

  #append(chunk: Uint8Array): Buffer {
    const length = this.#heldLength + chunk.byteLength;
    if (length > this.#held.byteLength) {
      const grown = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#held.byteLength, FIRST_CAPACITY));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(chunk, this.#heldLength);
    this.#heldLength = length;
    return this.#held.subarray(0, length);
  }

  /** Keeps the bytes from a place on until more come; those before `seen` need not be looked at again. */
  #hold(bytes: Buffer, start: number, seen: number): undefined {
    this.#seen = seen - start;
    this.#heldLength = bytes.byteLength - start;
    // What is held and grows stays where it is; anything else goes to a place of its own.
    if (start === 0 && bytes.buffer === this.#held.buffer) return undefined;
    this.#held = NOTHING;
    if (this.#heldLength > 0) {
      const held = bytes.subarray(start);
      this.#heldLength = 0;
      this.#append(held);
    }
    return undefined;
  }

  #tooMuchHeld(): RequestEntityTooLarge {
    return new RequestEntityTooLarge(
      `The form has headers, or text where none belongs, of more than ${this.#limits.maxHeld} bytes.`,
    );
  }
}

function checkBoundary(boundary: string): string {
  if (boundary === "") throw new MultipartError("The Content-Type names no boundary.");
  if (boundary.length > LONGEST_BOUNDARY) {
    throw new MultipartError(`The boundary has more than ${LONGEST_BOUNDARY} characters.`);
  }
  if (/[^\p{ASCII}]/u.test(boundary)) throw new MultipartError("The boundary is not ASCII.");
  return boundary;
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

/** White space that may stand between a boundary and the end of its line. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0b || byte === 0x0c;
}

/** Where the line break at a place ends; `undefined` if the byte that tells has not come. */
function endOfLineBreak(bytes: Uint8Array, index: number): number | undefined {
  if (bytes[index] !== CR) return index < bytes.byteLength ? index + 1 : undefined;
  if (index + 1 >= bytes.byteLength) return undefined;
  return bytes[index + 1] === LF ? index + 2 : index + 1;
}

/** Where the line break right before a place starts, not before `least`; the place itself if there is none. */
function startOfLineBreak(bytes: Uint8Array, index: number, least: number): number {
  const last = index - 1;
  if (last < least || !isLineBreak(bytes[last])) return index;
  return bytes[last] === LF && last > least && bytes[last - 1] === CR ? last - 1 : last;
}

function nextLineBreak(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.byteLength && !isLineBreak(bytes[index])) index++;
  return index;
}

/** Where the blank line after the headers starts: the second of two line breaks of one kind. */
function findBlankLine(bytes: Uint8Array, from: number): number | undefined {
  for (
    let index = nextLineBreak(bytes, from);
    index < bytes.byteLength;
    index = nextLineBreak(bytes, index)
  ) {
    if (bytes[index] === bytes[index + 1]) return index + 1;
    if (
      bytes[index] === CR &&
      bytes[index + 1] === LF &&
      bytes[index + 2] === CR &&
      bytes[index + 3] === LF
    ) {
      return index + 2;
    }
    index++;
  }
  return undefined;
}
