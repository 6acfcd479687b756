/** The hash functions that a signature can be made with, under Python's names and under OpenSSL's. */
import * as crypto from "node:crypto";

/**
 * A hash function of the runtime, by name: `"sha1"`, `"sha256"`, `"sha512"`, `"sha3-256"`, …; Python's
 * spellings (`"sha3_256"`, `"blake2b"`) work too.
 */
export type DigestName = string;

/** A hash function that this runtime has. */
export type Digest = {
  /** The runtime's own name for it. */
  readonly name: string;
  /** The bytes that it takes in at a time (HMAC's "B"), 0 if we do not know them. */
  readonly blockSize: number;
};

/**
 * Finds a hash function.
 *
 * @throws TypeError if the runtime does not have it, or if it has no size of its own, as SHAKE.
 */
export function findDigest(name: DigestName): Digest {
  const spelling = typeof name === "string" ? name.toLowerCase() : "";
  const digest = { name: OPENSSL_NAMES.get(spelling) ?? spelling, blockSize: 0 };
  digest.blockSize = BLOCK_SIZES.get(digest.name) ?? 0;
  if (spelling.startsWith("shake") || !isAvailable(digest.name)) {
    const given = typeof name === "string" ? JSON.stringify(name) : `a ${typeof name}`;
    throw new TypeError(
      `the digest method ${given} cannot be used: expected the name of a hash function that this runtime has, such as "sha1", "sha256" or "sha512"`,
    );
  }
  return digest;
}

/** How many bytes a hash of this kind has. */
export function hashSize(digest: Digest): number {
  return digestOf(digest, []).byteLength;
}

/** The hash of the parts, one after the other. */
export function digestOf(digest: Digest, parts: readonly Uint8Array[]): Uint8Array {
  const hash = crypto.createHash(digest.name);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

function isAvailable(name: string): boolean {
  // OpenSSL would read a name up to a NUL.
  if (!/^[a-z0-9/-]+$/.test(name)) return false;
  try {
    crypto.createHash(name);
    return true;
  } catch {
    return false;
  }
}

const OPENSSL_NAMES: ReadonlyMap<string, string> = new Map([
  ["sha-1", "sha1"],
  ["sha-224", "sha224"],
  ["sha-256", "sha256"],
  ["sha-384", "sha384"],
  ["sha-512", "sha512"],
  ["sha512_224", "sha512-224"],
  ["sha512_256", "sha512-256"],
  ["sha3_224", "sha3-224"],
  ["sha3_256", "sha3-256"],
  ["sha3_384", "sha3-384"],
  ["sha3_512", "sha3-512"],
  ["blake2b", "blake2b512"],
  ["blake2s", "blake2s256"],
]);

// FIPS 180-4 section 1, FIPS 202 section 7, RFC 1321, RFC 7693, ISO/IEC 10118-3.
const BLOCK_SIZES: ReadonlyMap<string, number> = new Map([
  ["md5", 64],
  ["ripemd160", 64],
  ["sm3", 64],
  ["sha1", 64],
  ["sha224", 64],
  ["sha256", 64],
  ["sha384", 128],
  ["sha512", 128],
  ["sha512-224", 128],
  ["sha512-256", 128],
  ["sha3-224", 144],
  ["sha3-256", 136],
  ["sha3-384", 104],
  ["sha3-512", 72],
  ["blake2s256", 64],
  ["blake2b512", 128],
]);
