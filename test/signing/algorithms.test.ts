import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { BadSignature, HMACAlgorithm, NoneAlgorithm, Signer, SigningAlgorithm } from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("an algorithm", () => {
  test("may be HMAC with another digest than the key derivation's", () => {
    const signer = new Signer("k", { keyDerivation: "hmac", algorithm: new HMACAlgorithm("sha512") });
    expect(signer.getSignature("v")).toHaveLength(86);
    expect(signer.deriveKey()).toHaveLength(20);
    expect(signer.unsign(signer.sign("v"))).toBe("v");
  });

  test("may be nothing, and then everything is accepted", () => {
    const signer = new Signer("k", { algorithm: new NoneAlgorithm() });
    expect(signer.sign("v")).toBe("v.");
    expect(signer.unsign("w.")).toBe("w");
    expect(() => signer.unsign("w.AAAA")).toThrow(BadSignature);
  });

  test("may be one's own", () => {
    class Reverse extends SigningAlgorithm {
      override getSignature(key: Uint8Array, value: Uint8Array): Uint8Array {
        return Uint8Array.of(...value, key.length).reverse();
      }
    }
    const signer = new Signer("k", { keyDerivation: "none", algorithm: new Reverse() });
    expect(signer.sign("ab")).toBe("ab.AWJh");
    expect(signer.unsign("ab.AWJh")).toBe("ab");
    expect(() => signer.unsign("ac.AWJh")).toThrow(BadSignature);
  });

  test("may give a new signature each time, if it verifies by itself", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    class ECDSA extends SigningAlgorithm {
      override getSignature(key: Uint8Array, value: Uint8Array): Uint8Array {
        return sign("sha256", value, createPrivateKey(Buffer.from(key)));
      }
      override verifySignature(key: Uint8Array, value: Uint8Array, signature: Uint8Array): boolean {
        return verify("sha256", value, createPublicKey(Buffer.from(key)), signature);
      }
    }
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    const signer = new Signer(pem, {
      keyDerivation: "none",
      algorithm: new ECDSA(),
      canonicalSignatures: true,
    });
    expect(signer.sign("v")).not.toBe(signer.sign("v"));
    expect(signer.unsign(signer.sign("v"))).toBe("v");
    expect(signer.validate(`w${signer.sign("v").slice(1)}`)).toBe(false);
  });

  test("that extends HMAC is asked, not passed by", () => {
    class Truncated extends HMACAlgorithm {
      override getSignature(key: Uint8Array, value: Uint8Array): Uint8Array {
        return super.getSignature(key, value).slice(0, 6);
      }
    }
    const signer = new Signer("k", { algorithm: new Truncated("sha256") });
    expect(signer.getSignature("v")).toHaveLength(8);
    expect(signer.unsign(signer.sign("v"))).toBe("v");
  });

  test("has SHA-1 by default, or what a subclass says", () => {
    class Modern extends HMACAlgorithm {
      static override readonly defaultDigestMethod = "sha256";
    }
    expect(new HMACAlgorithm().digestMethod).toBe("sha1");
    expect(new Modern().digestMethod).toBe("sha256");
    expect(() => new HMACAlgorithm("sha0")).toThrow(TypeError);
  });
});
