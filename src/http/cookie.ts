/** `parseCookie`: the cookies of a Cookie header, read as leniently as Werkzeug reads them. */
import { stripSpaceBetween } from "../python/index.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";

/**
 * The cookies of a Cookie header. Werkzeug's `parse_cookie`: names and values are trimmed, a cookie without a
 * name is skipped, one without a value is empty, quotes and their escapes are undone. A name that comes
 * twice keeps both values, in order. Linear in the length of the header; it never throws.
 *
 * @param header - The text of the header, or `undefined` if there is none.
 */
export function parseCookie(header: string | undefined): ImmutableMultiDict {
  return new ImmutableMultiDict(header ? cookiePairs(header) : undefined);
}

function cookiePairs(header: string): [string, string][] {
  const pairs: [string, string][] = [];
  const lineBreaks = placesOf("\n", header);
  let passed = 0;
  let index = 0;
  while (index < header.length) {
    const nameEnd = endOfName(header, index);
    const name = stripSpaceBetween(header, index, nameEnd);
    if (header.charCodeAt(nameEnd) !== EQUALS) {
      if (name !== "") pairs.push([name, ""]);
      index = nameEnd + 1;
      continue;
    }
    const valueStart = skipSpace(header, nameEnd + 1);
    const end = endOfValue(header, valueStart);
    while ((lineBreaks[passed] ?? end) < valueStart) passed++;
    const lineBreak = lineBreaks[passed] ?? end;
    if (lineBreak < end) {
      // No header has one. Werkzeug lets a name go over it, and no value.
      index = header.lastIndexOf("=", lineBreak) + 1;
      continue;
    }
    if (name !== "") pairs.push([name, unquoteValue(stripSpaceBetween(header, valueStart, end))]);
    index = end + 1;
  }
  return pairs;
}

/**
 * Where a character stands, in order. A list, for V8 moves a lone `indexOf` into the loop that uses it, which then
 * searches the whole header for each cookie.
 */
function placesOf(character: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let index = text.indexOf(character); index !== -1; index = text.indexOf(character, index + 1)) {
    places.push(index);
  }
  return places;
}

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function endOfName(header: string, start: number): number {
  let index = start;
  while (index < header.length) {
    const code = header.charCodeAt(index);
    if (code === EQUALS || code === SEMICOLON) break;
    index++;
  }
  return index;
}

/** The semicolon that ends the value: the next one, or the one after a quoted string that ends before it. */
function endOfValue(header: string, start: number): number {
  if (header.charCodeAt(start) === QUOTE) {
    const end = endOfQuoted(header, start);
    if (end !== -1) return end;
  }
  const semicolon = header.indexOf(";", start);
  return semicolon === -1 ? header.length : semicolon;
}

function endOfQuoted(header: string, start: number): number {
  // The next value that starts with a quote ends this search, so all searches together are linear.
  for (let index = start + 1; index < header.length; index++) {
    const code = header.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) {
      const end = skipSpace(header, index + 1);
      return end === header.length || header.charCodeAt(end) === SEMICOLON ? end : -1;
    }
  }
  return -1;
}

function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && isASCIISpace(text.charCodeAt(index))) index++;
  return index;
}

function isASCIISpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function unquoteValue(value: string): string {
  const last = value.length - 1;
  if (last < 1 || value.charCodeAt(0) !== QUOTE || value.charCodeAt(last) !== QUOTE) return value;
  const inner = value.slice(1, last);
  return inner.includes("\\") ? undoEscapes(inner) : inner;
}

/** Undoes `\ooo` and `\x` on the bytes, since a character outside ASCII is escaped byte by byte. */
function undoEscapes(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte !== BACKSLASH || index + 1 === bytes.length) {
      bytes[length++] = byte;
      continue;
    }
    const octal = octalAt(bytes, index + 1);
    bytes[length++] = octal === -1 ? (bytes[index + 1] ?? 0) : octal;
    index += octal === -1 ? 1 : 3;
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, length));
}

function octalAt(bytes: Uint8Array, index: number): number {
  const [a, b, c] = [digitAt(bytes, index), digitAt(bytes, index + 1), digitAt(bytes, index + 2)];
  return a < 0 || a > 3 || b < 0 || c < 0 ? -1 : a * 64 + b * 8 + c;
}

function digitAt(bytes: Uint8Array, index: number): number {
  const digit = (bytes[index] ?? 0) - 0x30;
  return digit >= 0 && digit <= 7 ? digit : -1;
}
