import fc from "fast-check";
import { checkPasswordHash, generatePasswordHash } from "flagon/http";
import { describe, expect, test } from "vitest";

const CHEAP = { method: "pbkdf2:sha256:2" };

describe("a password hash", () => {
  test("is scrypt with Werkzeug's parameters and a salt of 16 characters by default", async () => {
    const hash = await generatePasswordHash("correct horse");

    expect(hash).toMatch(/^scrypt:32768:8:1\$[A-Za-z0-9]{16}\$[0-9a-f]{128}$/);
    expect(await checkPasswordHash(hash, "correct horse")).toBe(true);
    expect(await checkPasswordHash(hash, "correct horsE")).toBe(false);
  });

  test("has another salt each time, of the length that is asked for", async () => {
    const hashes = await Promise.all(
      Array.from({ length: 20 }, () => generatePasswordHash("x", { ...CHEAP, saltLength: 9 })),
    );
    const salts = hashes.map((hash) => hash.split("$")[1] ?? "");

    expect(new Set(salts).size).toBe(20);
    expect(salts.every((salt) => salt.length === 9)).toBe(true);
  });

  test("names the parameters that were left out", async () => {
    expect(await generatePasswordHash("x", { method: "pbkdf2" })).toMatch(/^pbkdf2:sha256:1000000\$/);
    expect(await generatePasswordHash("x", { method: "pbkdf2:sha512" })).toMatch(
      /^pbkdf2:sha512:1000000\$\w{16}\$[0-9a-f]{128}$/,
    );
  });

  test("that Werkzeug made is checked", async () => {
    // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" and "salt", one iteration, its first 32 bytes.
    const hash = "pbkdf2:sha256:1$salt$55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc";

    expect(await checkPasswordHash(hash, "passwd")).toBe(true);
    expect(await checkPasswordHash(hash, "Passwd")).toBe(false);
  });

  test("holds for any password", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("pbkdf2:sha1:3", "pbkdf2:SHA256:1", "pbkdf2:md5:1", "scrypt:128:8:2"),
        async (password, method) => {
          const hash = await generatePasswordHash(password, { method });

          expect(await checkPasswordHash(hash, password)).toBe(true);
          expect(await checkPasswordHash(hash, `${password}x`)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ["an unknown method", { method: "md5" }, TypeError],
    ["an unknown digest", { method: "pbkdf2:sha0:5" }, TypeError],
    ["iterations that are no number", { method: "pbkdf2:sha256:many" }, RangeError],
    ["no iterations", { method: "pbkdf2:sha256:0" }, RangeError],
    ["a parameter too many", { method: "scrypt:16:1:1:1" }, RangeError],
    ["a cost of 0", { method: "scrypt:0:8:1" }, RangeError],
    ["a block size of 0", { method: "scrypt:16384:0:1" }, RangeError],
    ["a parallelization of 0", { method: "scrypt:16384:8:0" }, RangeError],
    ["a parameter too few", { method: "scrypt:16" }, RangeError],
    ["no salt", { ...CHEAP, saltLength: 0 }, RangeError],
  ])("is refused with %s", async (_, options, error) => {
    await expect(generatePasswordHash("x", options)).rejects.toThrow(error);
  });
});

describe("checking a stored hash", () => {
  test.each([
    "",
    "plain text",
    "$",
    "$$",
    "md5$salt$abc",
    "argon2id$salt$hash",
    "pbkdf2:sha256:1$salt",
    "pbkdf2:nonsense:1$salt$00",
    "pbkdf2:sha256:1$salt$é",
    "scrypt:3:8:1$salt$00",
    "scrypt:-16:8:1$salt$00",
    " scrypt$salt$00",
    "pbkdf2:__proto__:1$salt$00",
  ])("says false, and throws nothing, for %j", async (hash) => {
    expect(await checkPasswordHash(hash, "x")).toBe(false);
  });

  test("says false for what is no text", async () => {
    expect(await checkPasswordHash(undefined as unknown as string, "x")).toBe(false);
    expect(await checkPasswordHash(await generatePasswordHash("1", CHEAP), 1 as unknown as string)).toBe(
      false,
    );
  });

  test.each([
    "pbkdf2:sha256:999999999$salt$00",
    "pbkdf2:sha256:99999999999999999999$salt$00",
    "scrypt:1073741824:8:1$salt$00",
    "scrypt:32768:8:1000000$salt$00",
    "scrypt:2:1073741823:1$salt$00",
  ])("does not work for hours because it is told to: %s", async (hash) => {
    const start = performance.now();

    expect(await checkPasswordHash(hash, "x")).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("is never true for another text of the hash", async () => {
    const hash = await generatePasswordHash("secret", CHEAP);
    await fc.assert(
      fc.asyncProperty(fc.nat(hash.length - 1), fc.string({ maxLength: 2 }), async (index, text) => {
        const changed = hash.slice(0, index) + text + hash.slice(index + 1);
        fc.pre(changed !== hash && !/^pbkdf2:sha256:\s*\+?0*2\s*\$/i.test(changed.slice(0, 20)));
        expect(await checkPasswordHash(changed, "secret")).toBe(false);
      }),
      { numRuns: 100 },
    );
    expect(await checkPasswordHash(`${hash}0`, "secret")).toBe(false);
    expect(await checkPasswordHash(hash.toUpperCase(), "secret")).toBe(false);
  });
});
