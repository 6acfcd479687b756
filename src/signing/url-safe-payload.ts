/** The payload of a URL-safe token: base64 of what was written, compressed where that makes it shorter. */
import type { Buffer } from "node:buffer";
import { deflateSync, inflateSync } from "node:zlib";
import { decodeSigned } from "./base64.ts";
import { type TextOrBytes, toBuffer } from "./bytes.ts";
import { DeflateBound } from "./deflate-bound.ts";
import { BadPayload } from "./errors.ts";

/** Inflating stops at this many bytes unless the options say otherwise: 1 MiB. */
export const DEFAULT_MAX_INFLATED_SIZE: number = 1024 * 1024;

/** Turns what a payload serializer wrote into the text that is signed, and back. */
export class URLSafePayload {
  readonly #maxInflatedSize: number;
  readonly #bound = new DeflateBound();

  /**
   * @param maxInflatedSize The greatest size of a payload that came compressed, in bytes.
   * @throws TypeError if it is not a whole number above zero.
   */
  constructor(maxInflatedSize: number = DEFAULT_MAX_INFLATED_SIZE) {
    if (!Number.isSafeInteger(maxInflatedSize) || maxInflatedSize < 1) {
      throw new TypeError(`maxInflatedSize is ${maxInflatedSize}: expected a number of bytes, 1 or more`);
    }
    this.#maxInflatedSize = maxInflatedSize;
  }

  /** Base64 of the bytes or of their zlib form (RFC 1950), which is marked by a leading dot. */
  encode(written: TextOrBytes): string {
    const plain = toBuffer(written, "the payload");
    if (!this.#bound.cannotShorten(plain)) {
      const compressed = deflateSync(plain);
      if (compressed.length < plain.length - 1) return `.${compressed.toString("base64url")}`;
    }
    return plain.toString("base64url");
  }

  /**
   * The bytes that were written.
   *
   * @throws BadPayload if the payload is not base64, not zlib, or inflates beyond the limit.
   */
  decode(payload: TextOrBytes): Uint8Array {
    const text = typeof payload === "string" ? payload : toBuffer(payload, "the payload").toString("latin1");
    const isCompressed = text.startsWith(".");
    const digits = typeof payload === "string" ? text : payload;
    const bytes = decodeSigned(isCompressed ? digits.slice(1) : digits);
    if (bytes === undefined) throw new BadPayload("the payload is not base64");
    return isCompressed ? this.#inflate(bytes) : bytes;
  }

  #inflate(compressed: Buffer): Uint8Array {
    let bytes: Uint8Array;
    try {
      bytes = inflateSync(compressed, { maxOutputLength: this.#maxInflatedSize });
    } catch (cause) {
      throw new BadPayload(
        `the payload is not zlib, or larger than ${this.#maxInflatedSize} bytes (maxInflatedSize)`,
        { cause },
      );
    }
    if (bytes.length <= this.#maxInflatedSize) return bytes;
    throw new BadPayload(
      `the payload inflates to more than ${this.#maxInflatedSize} bytes (maxInflatedSize)`,
    );
  }
}
