/** Where the secret key comes from, and what is wrong with it. */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { SecretKey } from "../../sessions/index.ts";

/** A secret key, or a function that gives it; it is called when the key is first needed, once an application. */
export type SecretKeySource = SecretKey | (() => SecretKey | undefined);

/** Shorter keys can be guessed, in bytes. */
const SHORTEST_SAFE_KEY = 16;

/** Resolves the keys of an application, and remembers the answer for as long as the sources stay the same. */
export class SecretKeyring {
  readonly #warn: (message: string) => void;
  #source: SecretKeySource | undefined;
  #fallbacks: readonly SecretKey[] = [];
  #keys: readonly SecretKey[] = [];
  #warned = false;

  /** @param warn Takes the warning about a short key, once. */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The keys, oldest first: the fallbacks, then the key that signs. An empty key is a missing one. */
  keys(source: SecretKeySource | undefined, fallbacks: readonly SecretKey[]): readonly SecretKey[] {
    if (source === this.#source && sameKeys(fallbacks, this.#fallbacks)) return this.#keys;
    const key = typeof source === "function" ? source() : source;
    const keys = isMissing(key)
      ? []
      : [...fallbacks.filter((fallback) => !isMissing(fallback)), key].map(checkKey);
    // Kept only now: a key of the wrong type is an error each time, not a missing key the second time.
    this.#source = source;
    this.#fallbacks = [...fallbacks];
    this.#keys = keys;
    this.#warnAboutLengths();
    return this.#keys;
  }

  #warnAboutLengths(): void {
    // A former key opens the door as well as the present one.
    const length = Math.min(...this.#keys.map(lengthOf));
    if (length >= SHORTEST_SAFE_KEY || this.#warned) return;
    this.#warned = true;
    this.#warn(
      `A secret key has only ${length} bytes; whoever guesses it can forge sessions. Use at least ` +
        `${SHORTEST_SAFE_KEY} random bytes, such as the output of \`openssl rand -hex 32\`.`,
    );
  }
}

function lengthOf(key: SecretKey): number {
  return typeof key === "string" ? Buffer.byteLength(key) : key.length;
}

function isMissing(key: SecretKey | undefined | null): key is undefined | null {
  return key === undefined || key === null || key.length === 0;
}

function checkKey(key: SecretKey): SecretKey {
  if (typeof key === "string" || key instanceof Uint8Array) return key;
  throw new TypeError(`secretKey must be text or bytes, not a value of type ${typeof key}.`);
}

function sameKeys(a: readonly SecretKey[], b: readonly SecretKey[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/**
 * A `secretKey` for trying things out: a random one, made when it is first needed and gone with the process.
 * It says so once on the terminal. With `NODE_ENV=production` it refuses.
 *
 * @throws Error in production.
 * @example
 * ```ts
 * const app = new Flagon({ secretKey: process.env.SECRET_KEY || developmentKey });
 * ```
 */
export function developmentKey(): SecretKey {
  if (globalThis.process?.env?.NODE_ENV === "production") {
    throw new Error(
      "No secret key is set, and NODE_ENV is production: a key that changes with each start would log everyone " +
        "out. Set SECRET_KEY to a random value, such as the output of `openssl rand -hex 32`.",
    );
  }
  console.warn("No SECRET_KEY is set: a random key is used, and logins end when this process ends.");
  return randomBytes(32);
}
