/** Password hashes as Werkzeug writes and reads them: `method$salt$hash`. */
import { pbkdf2, randomInt, scrypt } from "node:crypto";
import { type Digest, equalText, findDigest, hashSize } from "../signing/index.ts";

const SALT_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DEFAULT_SALT_LENGTH = 16;
const DEFAULT_METHOD = "scrypt";
const SCRYPT_PARAMETERS: readonly number[] = [32_768, 8, 1];
const SCRYPT_SIZE = 64;
const PBKDF2_DIGEST = "sha256";
const PBKDF2_ITERATIONS = 1_000_000;

// A stored hash that somebody smuggled in must not occupy the machine: eight times the work of the defaults,
// or ten, is the most. N·r·p bounds the time of scrypt, and 128·N·r, at most 256 MiB here, its memory.
const MOST_SCRYPT_WORK = 2_097_152;
const MOST_PBKDF2_ITERATIONS = 10_000_000;

const WHOLE_NUMBER = /^[ \t\n\r\f\v]*\+?([0-9]{1,10})[ \t\n\r\f\v]*$/;

/** How a password hash is made. */
export interface PasswordHashOptions {
  /**
   * `scrypt`, `scrypt:N:r:p`, `pbkdf2`, `pbkdf2:digest` or `pbkdf2:digest:iterations`. Left out, it is
   * `scrypt:32768:8:1`; the digest is sha256 and the iterations are 1,000,000 where they are left out.
   */
  readonly method?: string | undefined;
  /** How many characters the salt has; 16 if it is left out. */
  readonly saltLength?: number | undefined;
}

/**
 * Hashes a password for storing: a slow hash, with a random salt. Werkzeug's `generate_password_hash`; Werkzeug
 * checks what is made here, and the other way round. It takes about a tenth of a second of another thread.
 *
 * @param password - The password as the user typed it.
 * @returns `method$salt$hash`, of about 160 characters.
 * @throws TypeError for an unknown method; RangeError for parameters or a salt that are out of bounds.
 * @example
 * ```ts
 * const stored = await generatePasswordHash("correct horse");
 * await checkPasswordHash(stored, "correct horse");   // true
 * ```
 */
export async function generatePasswordHash(
  password: string,
  options: PasswordHashOptions = {},
): Promise<string> {
  const { method = DEFAULT_METHOD, saltLength = DEFAULT_SALT_LENGTH } = options;
  return hashPassword(password, generateSalt(saltLength), method);
}

/**
 * Whether the password is the one that the hash was made of. Werkzeug's `check_password_hash`, but that it
 * never throws: what is no hash, or names a method that is not known or takes too long, is `false`. Await it: the
 * promise itself counts as true, and would let everybody in.
 *
 * @param pwhash - What {@link generatePasswordHash} or Werkzeug made.
 * @param password - The password that is to be checked.
 */
export async function checkPasswordHash(pwhash: string, password: string): Promise<boolean> {
  if (typeof pwhash !== "string" || typeof password !== "string") return false;
  const first = pwhash.indexOf("$");
  const second = pwhash.indexOf("$", first + 1);
  if (first === -1 || second === -1) return false;
  try {
    const salt = pwhash.slice(first + 1, second);
    const expected = await hashPassword(password, salt, pwhash.slice(0, first));
    return equalText(expected.slice(expected.lastIndexOf("$") + 1), pwhash.slice(second + 1));
  } catch {
    return false;
  }
}

/** The hash with a salt of one's own, for checking, and for moving hashes between systems. */
export async function hashPassword(password: string, salt: string, method: string): Promise<string> {
  const [name = "", ...parameters] = method.split(":");
  if (name === "scrypt") return scryptHash(password, salt, parameters);
  if (name === "pbkdf2") return pbkdf2Hash(password, salt, parameters);
  throw new TypeError(
    `${JSON.stringify(method)} is no method for password hashes; give scrypt:N:r:p or pbkdf2:digest:iterations.`,
  );
}

async function scryptHash(password: string, salt: string, parameters: readonly string[]): Promise<string> {
  if (parameters.length !== 0 && parameters.length !== 3) throw wrongParameters("scrypt takes N:r:p");
  const [cost = 0, blockSize = 0, parallelization = 0] =
    parameters.length === 0 ? SCRYPT_PARAMETERS : parameters.map(wholeNumber);
  // Node would take 0 for its own defaults.
  if (cost < 2 || blockSize < 1 || parallelization < 1)
    throw wrongParameters("N is 2 or more, r and p 1 or more");
  const work = cost * blockSize * parallelization;
  if (work > MOST_SCRYPT_WORK) {
    throw new RangeError(`scrypt with N·r·p = ${work} takes too long; give at most ${MOST_SCRYPT_WORK}.`);
  }
  // The memory that Werkzeug allows: parameters that it refuses are refused here too.
  const options = { cost, blockSize, parallelization, maxmem: 132 * work };
  const hash = await new Promise<Uint8Array>((resolve, reject) => {
    scrypt(password, salt, SCRYPT_SIZE, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
  return `scrypt:${cost}:${blockSize}:${parallelization}$${salt}$${toHex(hash)}`;
}

async function pbkdf2Hash(password: string, salt: string, parameters: readonly string[]): Promise<string> {
  if (parameters.length > 2) throw wrongParameters("pbkdf2 takes digest:iterations");
  const [digestName = PBKDF2_DIGEST, given] = parameters;
  const digest: Digest = findDigest(digestName);
  const iterations = given === undefined ? PBKDF2_ITERATIONS : wholeNumber(given);
  if (iterations < 1 || iterations > MOST_PBKDF2_ITERATIONS) {
    throw new RangeError(
      `pbkdf2 with ${iterations} iterations is out of bounds; give 1 to ${MOST_PBKDF2_ITERATIONS}.`,
    );
  }
  const size = hashSize(digest);
  const hash = await new Promise<Uint8Array>((resolve, reject) => {
    pbkdf2(password, salt, iterations, size, digest.name, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
  return `pbkdf2:${digestName}:${iterations}$${salt}$${toHex(hash)}`;
}

function generateSalt(length: number): string {
  if (!Number.isInteger(length) || length < 1 || length > 1024) {
    throw new RangeError(`A salt of ${length} characters is out of bounds; give 1 to 1024.`);
  }
  let salt = "";
  while (salt.length < length) salt += SALT_CHARACTERS.charAt(randomInt(SALT_CHARACTERS.length));
  return salt;
}

/** As Python's `int()` reads them, with white space around and zeros before, but only ASCII digits. */
function wholeNumber(text: string): number {
  const digits = WHOLE_NUMBER.exec(text)?.[1];
  if (digits === undefined) throw wrongParameters("the parameters are whole numbers");
  return Number(digits);
}

function wrongParameters(rule: string): RangeError {
  return new RangeError(`The method of a password hash has wrong parameters: ${rule}.`);
}

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
