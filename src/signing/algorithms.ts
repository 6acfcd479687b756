/** The ways to make a signature from a key and a value. */
import { equalBytes } from "./compare.ts";
import { type Digest, type DigestName, findDigest } from "./digests.ts";
import { hmac } from "./hmac.ts";

/**
 * How a signature is made; ItsDangerous' `SigningAlgorithm`. Extend it to sign in a way of your own, and
 * give the object to a signer as its `algorithm`.
 */
export abstract class SigningAlgorithm {
  /** The signature of the value under the key, as bytes. */
  abstract getSignature(key: Uint8Array, value: Uint8Array): Uint8Array;

  /** Whether the signature is that of the value; compares in constant time. */
  verifySignature(key: Uint8Array, value: Uint8Array, signature: Uint8Array): boolean {
    return equalBytes(signature, this.getSignature(key, value));
  }
}

/** Signs with HMAC (RFC 2104), the default; ItsDangerous' `HMACAlgorithm`. */
export class HMACAlgorithm extends SigningAlgorithm {
  /** The hash function that is used if the constructor is given none. */
  static readonly defaultDigestMethod: DigestName = "sha1";

  /** The name of the hash function. */
  readonly digestMethod: DigestName;
  readonly #digest: Digest;

  /**
   * @param digestMethod The name of a hash function.
   * @throws TypeError if the runtime does not have it.
   */
  constructor(digestMethod?: DigestName | undefined) {
    super();
    this.digestMethod = digestMethod ?? (this.constructor as typeof HMACAlgorithm).defaultDigestMethod;
    this.#digest = findDigest(this.digestMethod);
  }

  override getSignature(key: Uint8Array, value: Uint8Array): Uint8Array {
    return hmac(this.#digest, key, value);
  }
}

/** Signs with nothing: every value has the empty signature. It protects nothing; ItsDangerous' `NoneAlgorithm`. */
export class NoneAlgorithm extends SigningAlgorithm {
  override getSignature(_key: Uint8Array, _value: Uint8Array): Uint8Array {
    return new Uint8Array();
  }
}
