/** A signing algorithm joined with one derived key, ready to sign and verify many values. */
import { HMACAlgorithm, type SigningAlgorithm } from "./algorithms.ts";
import { base64Encode, decodeSigned } from "./base64.ts";
import { type TextOrBytes, toBuffer } from "./bytes.ts";
import { equalBytes, equalText } from "./compare.ts";
import { findDigest } from "./digests.ts";
import { createMac, type Mac } from "./hmac.ts";

/** Signs and verifies with a key that it keeps. */
export interface KeyedAlgorithm {
  /** The signature of a value as base64 text. */
  sign(value: TextOrBytes): string;
  /** Whether the base64 of a signature belongs to the value. */
  verify(value: TextOrBytes, signature: TextOrBytes): boolean;
}

/**
 * Joins an algorithm with a key.
 *
 * @param canonical Accepts only the base64 text that signing would give.
 */
export function joinKey(algorithm: SigningAlgorithm, key: Uint8Array, canonical: boolean): KeyedAlgorithm {
  // A subclass that changes how HMAC is used must be asked, so it goes the long way.
  const isHmac =
    algorithm instanceof HMACAlgorithm &&
    algorithm.getSignature === HMACAlgorithm.prototype.getSignature &&
    algorithm.verifySignature === HMACAlgorithm.prototype.verifySignature;
  return isHmac
    ? new KeyedHMAC(createMac(findDigest(algorithm.digestMethod), key), canonical)
    : new KeyedCustom(algorithm, key, canonical);
}

class KeyedHMAC implements KeyedAlgorithm {
  readonly #mac: Mac;
  readonly #canonical: boolean;

  constructor(mac: Mac, canonical: boolean) {
    this.#mac = mac;
    this.#canonical = canonical;
  }

  sign(value: TextOrBytes): string {
    return this.#mac.sign(value);
  }

  verify(value: TextOrBytes, signature: TextOrBytes): boolean {
    const expected = this.#mac.sign(value);
    const text = typeof signature === "string" ? signature : latin1(signature);
    if (equalText(text, expected)) return true;
    if (this.#canonical) return false;
    const given = decodeSigned(signature);
    const wanted = decodeSigned(expected);
    return given !== undefined && wanted !== undefined && equalBytes(given, wanted);
  }
}

class KeyedCustom implements KeyedAlgorithm {
  readonly #algorithm: SigningAlgorithm;
  readonly #key: Uint8Array;
  readonly #canonical: boolean;

  constructor(algorithm: SigningAlgorithm, key: Uint8Array, canonical: boolean) {
    this.#algorithm = algorithm;
    this.#key = key;
    this.#canonical = canonical;
  }

  sign(value: TextOrBytes): string {
    return base64Encode(this.#algorithm.getSignature(this.#key, toBuffer(value, "the value to sign")));
  }

  verify(value: TextOrBytes, signature: TextOrBytes): boolean {
    const bytes = decodeSigned(signature);
    if (bytes === undefined) return false;
    if (this.#canonical) {
      const text = typeof signature === "string" ? signature : latin1(signature);
      if (text !== base64Encode(bytes)) return false;
    }
    return this.#algorithm.verifySignature(this.#key, toBuffer(value, "the value to verify"), bytes);
  }
}

function latin1(bytes: Uint8Array): string {
  return toBuffer(bytes, "the signature").toString("latin1");
}
