/** URL-safe base64 without padding (RFC 4648 section 5), read as leniently as Python reads it. */
import { Buffer } from "node:buffer";
import { type TextOrBytes, toBuffer, toBytes } from "./bytes.ts";
import { BadData } from "./errors.ts";

/**
 * Encodes as URL-safe base64 without padding; ItsDangerous' `base64_encode`.
 *
 * @param value Bytes, or text whose UTF-8 is encoded.
 * @throws TypeError if a text is not well-formed.
 */
export function base64Encode(value: TextOrBytes): string {
  return toBuffer(value, "the value to encode").toString("base64url");
}

/**
 * Decodes base64 of either alphabet; ItsDangerous' `base64_decode`, which skips characters that are not of
 * the alphabet and stops at a complete padding. So several texts may stand for the same bytes.
 *
 * @throws BadData if the characters that count do not end on a byte.
 */
export function base64Decode(value: TextOrBytes): Uint8Array {
  const bytes =
    typeof value === "string"
      ? (decodeStrict(value) ?? decodeLatin1(value.replaceAll(NOT_ASCII, "")))
      : decodeLatin1(toBuffer(value, "the value to decode").toString("latin1"));
  if (bytes === undefined) throw new BadData("not base64: the number of its digits does not end on a byte");
  return toBytes(bytes);
}

/**
 * Decodes what is signed, as {@link base64Decode} decodes its UTF-8 bytes: a character beyond ASCII is
 * skipped, but its bytes count where Python works out the padding.
 *
 * @returns `undefined` if the characters that count do not end on a byte; the bytes may share a pool.
 */
export function decodeSigned(value: TextOrBytes): Buffer | undefined {
  if (typeof value !== "string")
    return decodeLatin1(toBuffer(value, "the value to decode").toString("latin1"));
  return decodeStrict(value) ?? decodeLatin1(Buffer.from(value, "utf8").toString("latin1"));
}

/** The value of a base64 digit in either alphabet, or -1. */
export function digitValue(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 71;
  if (code >= 0x41 && code <= 0x5a) return code - 65;
  if (code >= 0x30 && code <= 0x39) return code + 4;
  if (code === 0x2d || code === 0x2b) return 62;
  if (code === 0x5f || code === 0x2f) return 63;
  return -1;
}

const NOT_ASCII = /[^\0-\x7f]/g;
const EQUALS = 0x3d;

/** Decodes a text that has base64 digits only and a possible number of them; else gives `undefined`. */
function decodeStrict(text: string): Buffer | undefined {
  // Buffer leaves out what is no digit and stops at "=", so the length tells whether every character counted.
  const digits = text.length;
  if (digits % 4 === 1) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : undefined;
}

/** CPython's `binascii.a2b_base64`, after the padding that ItsDangerous adds; one character is one byte. */
function decodeLatin1(text: string): Buffer | undefined {
  const bytes = Buffer.alloc(Math.ceil((text.length * 3) / 4));
  const end = text.length + ((4 - (text.length % 4)) % 4);
  let length = 0;
  let bits = 0;
  let digits = 0;
  let pads = 0;
  for (let i = 0; i < end; i++) {
    const code = i < text.length ? text.charCodeAt(i) : EQUALS;
    if (code === EQUALS) {
      if (digits >= 2 && digits + ++pads >= 4) return bytes.subarray(0, length);
      continue;
    }
    const value = digitValue(code);
    if (value < 0) continue;
    pads = 0;
    bits = ((bits << 6) | value) & 0xffff;
    digits = (digits + 1) % 4;
    // Of the four digits of a group, the second ends the first byte, and each later one another.
    if (digits !== 1) bytes[length++] = bits >> (((4 - digits) % 4) * 2);
  }
  return digits === 0 ? bytes.subarray(0, length) : undefined;
}
