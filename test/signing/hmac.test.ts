import { createHmac, getHashes } from "node:crypto";
import fc from "fast-check";
import { Signer } from "flagon/signing";
import { describe, expect, test } from "vitest";

const DIGESTS = [
  "md5",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
  "sha512-256",
  "sha3-256",
  "sha3-512",
  "blake2b512",
];

describe("a signature", () => {
  test("is the HMAC of RFC 2104, for any key, digest and value", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(...DIGESTS.filter((name) => getHashes().includes(name))),
        fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 300 })),
        (key, digestMethod, value) => {
          const signer = new Signer(key, { keyDerivation: "none", digestMethod });
          expect(signer.getSignature(value)).toBe(
            createHmac(digestMethod, key).update(value).digest("base64url"),
          );
        },
      ),
    );
  });

  test("does not depend on what was signed before, longer or shorter", () => {
    const signer = new Signer("swordfish", { keyDerivation: "none" });
    const wanted = (value: string) => createHmac("sha1", "swordfish").update(value).digest("base64url");
    const values = [
      "a",
      "b".repeat(5000),
      "c",
      "é".repeat(341),
      "é".repeat(342),
      "d".repeat(1024),
      "d".repeat(341),
      "",
      "a",
    ];
    expect(values.map((value) => signer.getSignature(value))).toEqual(values.map(wanted));
  });

  test("is right for a digest whose block size is not known", () => {
    const signer = new Signer("swordfish", { keyDerivation: "none", digestMethod: "RSA-SHA256" });
    expect(signer.getSignature("v")).toBe(createHmac("sha256", "swordfish").update("v").digest("base64url"));
    expect(() => signer.getSignature("\ud800")).toThrow(TypeError);
  });
});
