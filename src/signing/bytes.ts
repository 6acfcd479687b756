/** Text and bytes: the two forms in which data is signed, and how one becomes the other. */
import { Buffer } from "node:buffer";

/** What can be signed. Text is signed as its UTF-8 and comes back as text, bytes come back as bytes. */
export type TextOrBytes = string | Uint8Array;

/**
 * The bytes of a text or of bytes, without a copy where none is needed.
 *
 * @param what Names the value in the error.
 * @throws TypeError if it is neither, or a text with a lone surrogate, which has no UTF-8.
 */
export function toBuffer(value: TextOrBytes, what: string): Buffer {
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw illFormed(what);
    return Buffer.from(value, "utf8");
  }
  if (value instanceof Uint8Array) return viewAsBuffer(value);
  throw new TypeError(`${what} is ${describe(value)}: expected text or bytes (a string or a Uint8Array)`);
}

/** The error for a text that has no UTF-8. */
export function illFormed(what: string): TypeError {
  return new TypeError(
    `${what} holds half of a surrogate pair, which has no UTF-8: expected well-formed text`,
  );
}

/** A copy in memory of its own, so that no caller sees the pool that small Buffers share. */
export function toBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer);
}

/**
 * The text of UTF-8 bytes.
 *
 * @throws TypeError if the bytes are not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = viewAsBuffer(bytes).toString("utf8");
  // Decoding leniently and looking for the replacement takes half the time of a strict decoder; where there
  // is one, the strict decoder tells whether it was in the bytes. Python keeps a byte order mark, so do we.
  return text.includes("\ufffd")
    ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
    : text;
}

function viewAsBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Names the type of a value in an error message, never its content. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  return typeof value === "object"
    ? `an object of type ${value.constructor?.name ?? "unknown"}`
    : `a ${typeof value}`;
}
