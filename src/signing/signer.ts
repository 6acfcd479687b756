/** Signs values: the value, a separator, and a signature that only the holder of the key can make. */

import { Buffer } from "node:buffer";
import { checkOptionNames } from "../python/index.ts";
import { HMACAlgorithm, type SigningAlgorithm } from "./algorithms.ts";
import { digitValue } from "./base64.ts";
import { decodeUtf8, type TextOrBytes, toBuffer, toBytes } from "./bytes.ts";
import { type Digest, type DigestName, digestOf, findDigest } from "./digests.ts";
import { BadSignature } from "./errors.ts";
import { hmac } from "./hmac.ts";
import { joinKey, type KeyedAlgorithm } from "./keyed-algorithm.ts";

/**
 * How the key that signs is made from the secret key and the salt:
 * - `"django-concat"`: hash(salt + `"signer"` + secret), the default;
 * - `"concat"`: hash(salt + secret);
 * - `"hmac"`: HMAC of the salt under the secret, which Flask's sessions use;
 * - `"none"`: the secret as it is, so every salt has the same key.
 */
export type KeyDerivation = "concat" | "django-concat" | "hmac" | "none";

/** One secret key, or several from the oldest to the newest. A text stands for its UTF-8. */
export type SecretKey = TextOrBytes | readonly TextOrBytes[];

/** The choices of a {@link Signer} beside its salt. */
export type SignerOptions = {
  /** What stands between value and signature; default `"."`. */
  readonly sep?: TextOrBytes | undefined;
  /** Default: the class's `defaultKeyDerivation`. */
  readonly keyDerivation?: KeyDerivation | undefined;
  /** The hash function of the key derivation and of the default algorithm; default: the class's `defaultDigestMethod`. */
  readonly digestMethod?: DigestName | undefined;
  /** How signatures are made; default: HMAC with the digest method. */
  readonly algorithm?: SigningAlgorithm | undefined;
  /**
   * Accepts a signature only in the one spelling that signing gives. Python's base64 decoder, and so
   * ItsDangerous, takes several spellings of the same signature, which is the default here too.
   */
  readonly canonicalSignatures?: boolean | undefined;
};

const OPTIONS: Readonly<Record<keyof SignerOptions | "salt", true>> = {
  salt: true,
  sep: true,
  keyDerivation: true,
  digestMethod: true,
  algorithm: true,
  canonicalSignatures: true,
};

/** The class of a signer, as a serializer takes it. */
export type SignerClass<S extends Signer = Signer> = new (
  secretKey: SecretKey,
  options?: SignerOptions & { readonly salt?: TextOrBytes | null | undefined },
) => S;

/**
 * Signs text or bytes, and gives them back only if the signature is right; ItsDangerous' `Signer`. What
 * comes in as text comes out as text; bytes come out as bytes.
 *
 * @example
 * ```ts
 * const signer = new Signer("secret-key", { salt: "activation" });
 * const signed = signer.sign("user 42"); // "user 42.…"
 * signer.unsign(signed); // "user 42", or a BadSignature
 * ```
 */
export class Signer {
  /** The hash function if the options name none. */
  static readonly defaultDigestMethod: DigestName = "sha1";
  /** The key derivation if the options name none. */
  static readonly defaultKeyDerivation: KeyDerivation = "django-concat";

  /** Sets the keys of one purpose apart from those of another. */
  readonly salt: Uint8Array;
  /** What stands between value and signature. */
  readonly sep: string;
  /** How the key that signs is derived. */
  readonly keyDerivation: KeyDerivation;
  /** The name of the hash function. */
  readonly digestMethod: DigestName;
  /** How signatures are made. */
  readonly algorithm: SigningAlgorithm;

  readonly #secretKeys: readonly Uint8Array[];
  readonly #digest: Digest;
  readonly #sepBytes: Buffer;
  readonly #canonical: boolean;
  /** One for each secret key, made when it is first needed. */
  readonly #keyed: (KeyedAlgorithm | undefined)[];

  /**
   * @param secretKey The secret key, or a list with the newest last: that one signs, each is accepted.
   * @param options `salt` is a name for what is signed, default `"itsdangerous.Signer"`.
   * @throws TypeError if there is no key, or an option cannot be used.
   */
  constructor(
    secretKey: SecretKey,
    options: SignerOptions & { readonly salt?: TextOrBytes | null | undefined } = {},
  ) {
    checkOptionNames(options, OPTIONS, `new ${new.target.name}()`);
    const defaults = this.constructor as typeof Signer;
    this.#secretKeys = keyList(secretKey);
    this.#keyed = this.#secretKeys.map(() => undefined);
    this.salt = toBytes(toBuffer(options.salt ?? "itsdangerous.Signer", "the salt"));
    this.sep = checkSeparator(options.sep ?? ".");
    this.#sepBytes = Buffer.from(this.sep, "utf8");
    this.keyDerivation = checkKeyDerivation(options.keyDerivation ?? defaults.defaultKeyDerivation);
    this.digestMethod = options.digestMethod ?? defaults.defaultDigestMethod;
    this.#digest = findDigest(this.digestMethod);
    this.algorithm = options.algorithm ?? new HMACAlgorithm(this.digestMethod);
    this.#canonical = options.canonicalSignatures ?? false;
  }

  /** The secret keys, the oldest first. */
  get secretKeys(): readonly Uint8Array[] {
    return this.#secretKeys;
  }

  /** The newest secret key, which signs. */
  get secretKey(): Uint8Array {
    return newest(this.#secretKeys);
  }

  /**
   * The key that signs, made from a secret key and the salt. It is asked once for each secret key and then
   * remembered, since it costs more than a signature.
   *
   * @param secretKey Default: the newest.
   */
  deriveKey(secretKey: TextOrBytes = this.secretKey): Uint8Array {
    const secret = toBuffer(secretKey, "the secret key");
    switch (this.keyDerivation) {
      case "concat":
        return digestOf(this.#digest, [this.salt, secret]);
      case "django-concat":
        return digestOf(this.#digest, [this.salt, SIGNER, secret]);
      case "hmac":
        return hmac(this.#digest, secret, this.salt);
      case "none":
        return toBytes(secret);
    }
  }

  /** The signature of a value as URL-safe base64 without padding. */
  getSignature(value: TextOrBytes): string {
    return this.#keyedBy(this.#secretKeys.length - 1).sign(value);
  }

  /**
   * Signs a value.
   *
   * @returns The value, the separator, and the signature.
   * @throws TypeError if the value is a text with a lone surrogate.
   */
  sign(value: string): string;
  sign(value: Uint8Array): Uint8Array;
  sign(value: TextOrBytes): TextOrBytes;
  sign(value: TextOrBytes): TextOrBytes {
    return this.join(value, this.getSignature(value));
  }

  /** Whether the signature, in base64, is that of the value under one of the secret keys, newest first. */
  verifySignature(value: TextOrBytes, signature: TextOrBytes): boolean {
    for (let i = this.#secretKeys.length - 1; i >= 0; i--) {
      if (this.#keyedBy(i).verify(value, signature)) return true;
    }
    return false;
  }

  /**
   * Gives back the value that was signed.
   *
   * @throws BadSignature if there is no separator, or the signature is not that of the value.
   */
  unsign(signedValue: string): string;
  unsign(signedValue: Uint8Array): Uint8Array;
  unsign(signedValue: TextOrBytes): TextOrBytes;
  unsign(signedValue: TextOrBytes): TextOrBytes {
    const checked = this.check(signedValue);
    if (checked.fault !== undefined) throw new BadSignature(checked.fault, { payload: checked.value });
    return checked.value;
  }

  /** Whether the value is signed, and rightly. */
  validate(signedValue: TextOrBytes): boolean {
    try {
      this.unsign(signedValue);
      return true;
    } catch (error) {
      if (error instanceof BadSignature) return false;
      throw error;
    }
  }

  /** Splits a signed value and verifies its signature, without an error's cost where one is at hand. */
  protected check(signedValue: TextOrBytes): Checked {
    if (
      typeof signedValue === "string" ? !signedValue.isWellFormed() : !(signedValue instanceof Uint8Array)
    ) {
      return { value: undefined, fault: "the signed value is not well-formed text, nor bytes" };
    }
    const parts = this.split(signedValue);
    if (parts === undefined)
      return { value: undefined, fault: `there is no ${JSON.stringify(this.sep)} in the value` };
    return this.verifySignature(parts.head, parts.tail)
      ? { value: parts.head, fault: undefined }
      : { value: parts.head, fault: "the signature does not match" };
  }

  /** Parts a value at its last separator, `undefined` if it has none. */
  protected split(
    value: TextOrBytes,
  ): { readonly head: TextOrBytes; readonly tail: TextOrBytes } | undefined {
    if (typeof value === "string") {
      const at = value.lastIndexOf(this.sep);
      return at < 0 ? undefined : { head: value.slice(0, at), tail: value.slice(at + this.sep.length) };
    }
    const bytes = toBuffer(value, "the signed value");
    const at = bytes.lastIndexOf(this.#sepBytes);
    if (at < 0) return undefined;
    return {
      head: toBytes(bytes.subarray(0, at)),
      tail: toBytes(bytes.subarray(at + this.#sepBytes.length)),
    };
  }

  /** Puts the separator and a text of base64 behind a value. */
  protected join(value: TextOrBytes, text: string): TextOrBytes {
    if (typeof value === "string") return value + this.sep + text;
    return toBytes(Buffer.concat([value, this.#sepBytes, Buffer.from(text, "latin1")]));
  }

  #keyedBy(index: number): KeyedAlgorithm {
    const known = this.#keyed[index];
    if (known !== undefined) return known;
    const key = this.deriveKey(this.#secretKeys[index]);
    const keyed = joinKey(this.algorithm, key, this.#canonical);
    this.#keyed[index] = keyed;
    return keyed;
  }
}

/** A value whose signature was looked at: `fault` says what is wrong with it, if anything is. */
export type Checked =
  | { readonly value: TextOrBytes; readonly fault: undefined }
  | { readonly value: TextOrBytes | undefined; readonly fault: string };

/**
 * The bytes of one secret key or of a list of them.
 *
 * @throws TypeError if there is none, or one is neither text nor bytes.
 */
export function keyList(secretKey: SecretKey): readonly Uint8Array[] {
  const keys = typeof secretKey === "string" || secretKey instanceof Uint8Array ? [secretKey] : secretKey;
  if (!Array.isArray(keys)) {
    throw new TypeError(
      `the secret key is ${keys === null ? "null" : typeof keys}: expected text, bytes or a list of them; is its setting missing?`,
    );
  }
  if (keys.length === 0) throw new TypeError("the list of secret keys is empty: expected at least one key");
  return Object.freeze(keys.map((key: TextOrBytes) => toBytes(toBuffer(key, "a secret key"))));
}

/** The last of the keys. */
export function newest(keys: readonly Uint8Array[]): Uint8Array {
  const key = keys.at(-1);
  if (key === undefined) throw new TypeError("the list of secret keys is empty: expected at least one key");
  return key;
}

const SIGNER = Buffer.from("signer");
const KEY_DERIVATIONS: readonly KeyDerivation[] = ["concat", "django-concat", "hmac", "none"];

function checkKeyDerivation(name: KeyDerivation): KeyDerivation {
  if (KEY_DERIVATIONS.includes(name)) return name;
  throw new TypeError(
    `the key derivation ${JSON.stringify(name)} is unknown: expected one of ${KEY_DERIVATIONS.join(", ")}`,
  );
}

function checkSeparator(sep: TextOrBytes): string {
  const text = typeof sep === "string" ? sep : decodeUtf8(toBuffer(sep, "the separator"));
  for (const character of text) {
    if (!isSignatureCharacter(character)) return text.isWellFormed() ? text : invalidSeparator(text);
  }
  return invalidSeparator(text);
}

/** A signature never ends what looks like a separator, if at least one character of it is foreign to base64. */
function isSignatureCharacter(character: string): boolean {
  return (
    character === "=" || (digitValue(character.charCodeAt(0)) >= 0 && character !== "+" && character !== "/")
  );
}

function invalidSeparator(sep: string): never {
  throw new TypeError(
    `the separator ${JSON.stringify(sep)} may be part of a signature: expected a character other than letters, digits, "-", "_" and "="`,
  );
}
