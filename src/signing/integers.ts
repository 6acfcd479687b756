/** Whole numbers as the shortest big-endian bytes, the form in which a signature's time is written. */
import { Buffer } from "node:buffer";
import { decodeSigned, digitValue } from "./base64.ts";
import { toBytes } from "./bytes.ts";

/**
 * Writes a whole number from 0 to 2^64-1 as big-endian bytes without leading zeros; ItsDangerous'
 * `int_to_bytes`. Zero is no bytes at all.
 *
 * @throws RangeError if the number is negative, not whole or too large.
 */
export function intToBytes(value: number | bigint): Uint8Array {
  if (
    typeof value === "number" ? !Number.isSafeInteger(value) || value < 0 : value < 0n || value >= 1n << 64n
  ) {
    throw new RangeError(
      `${value} cannot be written: expected a whole number from 0 to 2^53-1, or a bigint below 2^64`,
    );
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const start = bytes.findIndex((byte) => byte !== 0);
  return toBytes(bytes.subarray(start < 0 ? 8 : start));
}

/**
 * Reads up to eight big-endian bytes as a whole number; ItsDangerous' `bytes_to_int`.
 *
 * @returns A bigint if the number is beyond 2^53-1.
 * @throws RangeError if there are more than eight bytes.
 */
export function bytesToInt(bytes: Uint8Array): number | bigint {
  if (bytes.length > 8)
    throw new RangeError(`${bytes.length} bytes are too many for a number: expected at most 8`);
  const padded = Buffer.alloc(8);
  padded.set(bytes, 8 - bytes.length);
  const value = padded.readBigUInt64BE();
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/**
 * Reads the base64 text of a number, `undefined` if it is none. A number beyond 2^53 is rounded, which does
 * not matter to a time: such a second is far beyond any date.
 */
export function decodeInt(text: string | Uint8Array): number | undefined {
  if (typeof text === "string") {
    const value = decodeShortInt(text);
    if (value >= 0) return value;
  }
  const bytes = decodeSigned(text);
  return bytes === undefined || bytes.length > 8 ? undefined : Number(bytesToInt(bytes));
}

/** The usual case, up to six bytes without a detour through a Buffer; -1 if the text is not of this kind. */
function decodeShortInt(text: string): number {
  const last = text.length - 1;
  if (last > 7 || last % 4 === 0) return -1;
  let value = 0;
  for (let i = 0; i < last; i++) {
    const digit = digitValue(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 64 + digit;
  }
  const digit = last < 0 ? 0 : digitValue(text.charCodeAt(last));
  if (digit < 0) return -1;
  // The digits end on a byte, save for these bits of the last one.
  const unused = ((last + 1) * 6) % 8;
  return value * (64 >> unused) + (digit >> unused);
}
