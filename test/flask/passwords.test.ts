/** Password hashes of Werkzeug and of `flagon/http`: each side checks what the other made. */
import { execFileSync } from "node:child_process";
import { checkPasswordHash, generatePasswordHash } from "flagon/http";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

// Werkzeug knows scrypt from 2.3 on; before, its own use of hashlib.scrypt stands in.
const SCRIPT = `
import hashlib, hmac, json, sys
from werkzeug.security import check_password_hash, generate_password_hash

def scrypt(password, salt, n, r, p):
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=n, r=r, p=p, maxmem=132 * n * r * p).hex()

def generate(method, password):
    if not method.startswith("scrypt:"):
        return generate_password_hash(password, method, salt_length=12)
    n, r, p = map(int, method.split(":")[1:])
    return "$".join([method, "somesalt", scrypt(password, "somesalt", n, r, p)])

def check(pwhash, password):
    method, salt, digest = pwhash.split("$", 2)
    if not method.startswith("scrypt:"):
        return check_password_hash(pwhash, password)
    return hmac.compare_digest(digest, scrypt(password, salt, *map(int, method.split(":")[1:])))

order = json.load(sys.stdin)
print(json.dumps({
    "made": [generate(method, password) for method, password in order["make"]],
    "checked": [check(pwhash, password) for pwhash, password in order["check"]],
}))
`;

type Answer = { readonly made: readonly string[]; readonly checked: readonly boolean[] };

const METHODS = [
  "pbkdf2:sha256:1000",
  "pbkdf2:sha512:3",
  "pbkdf2:sha1:1",
  "scrypt:16384:8:1",
  "scrypt:128:8:2",
];
const PASSWORDS = ["correct horse", "Zoë ☃ 日本語", "", "a$b:c", "\0", "x".repeat(300)];
const PAIRS = METHODS.flatMap((method) => PASSWORDS.map((password) => [method, password] as const));

describeWith(flaskPython, "a password hash", (python) => {
  const ask = (order: object): Answer =>
    JSON.parse(
      execFileSync(python, ["-c", SCRIPT], { input: JSON.stringify(order), encoding: "utf8" }),
    ) as Answer;

  test("that Werkzeug made is checked here", async () => {
    const { made } = ask({ make: PAIRS, check: [] });

    for (const [index, [, password]] of PAIRS.entries()) {
      const hash = made[index] ?? "";
      expect([hash, await checkPasswordHash(hash, password)]).toEqual([hash, true]);
      expect(await checkPasswordHash(hash, `${password}!`)).toBe(false);
    }
  });

  test("that was made here is checked by Werkzeug", async () => {
    const hashes = await Promise.all(
      PAIRS.map(([method, password]) => generatePasswordHash(password, { method })),
    );

    const right = PAIRS.map(([, password], index) => [hashes[index], password]);
    const wrong = PAIRS.map(([, password], index) => [hashes[index], `${password}!`]);

    expect(new Set(ask({ make: [], check: right }).checked)).toEqual(new Set([true]));
    expect(new Set(ask({ make: [], check: wrong }).checked)).toEqual(new Set([false]));
  });
});
