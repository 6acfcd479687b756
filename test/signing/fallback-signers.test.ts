import {
  BadSignature,
  Serializer,
  SignatureExpired,
  TimestampSigner,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("fallback signers", () => {
  const modern = { signerOptions: { digestMethod: "sha512", keyDerivation: "hmac" } } as const;

  test("accept what was signed with other options", () => {
    const token = new Serializer("k", { signerOptions: { digestMethod: "sha256" } }).dumps(1);
    expect(() => new Serializer("k", modern).loads(token)).toThrow(BadSignature);
    expect(
      new Serializer("k", { ...modern, fallbackSigners: [{}, { digestMethod: "sha256" }] }).loads(token),
    ).toBe(1);
  });

  test("never sign", () => {
    const serializer = new Serializer("k", { ...modern, fallbackSigners: [{}] });
    expect(serializer.dumps(1)).toBe(new Serializer("k", modern).dumps(1));
  });

  test("try each of the secret keys", () => {
    const token = new Serializer("old").dumps(1);
    expect(new Serializer(["old", "new"], { ...modern, fallbackSigners: [{}] }).loads(token)).toBe(1);
    expect(() => new Serializer(["new"], { ...modern, fallbackSigners: [{}] }).loads(token)).toThrow(
      BadSignature,
    );
  });

  test("may be a class with the serializer's options, or a class with its own", () => {
    class Other extends TimestampSigner {
      override deriveKey(secretKey?: string | Uint8Array): Uint8Array {
        return super.deriveKey(secretKey).reverse();
      }
    }
    const withModern = new URLSafeTimedSerializer("k", { ...modern, signer: Other }).dumps(1);
    const plain = new URLSafeTimedSerializer("k", { signer: Other }).dumps(2);
    const reader = new URLSafeTimedSerializer("k", { ...modern, fallbackSigners: [Other, [Other, {}]] });
    expect(reader.loads(withModern)).toBe(1);
    expect(reader.loads(plain)).toBe(2);
  });

  test("are not asked about a token that has expired", () => {
    let asked = 0;
    class Counting extends TimestampSigner {
      override verifySignature(value: string | Uint8Array, signature: string | Uint8Array): boolean {
        asked++;
        return super.verifySignature(value, signature);
      }
    }
    const reader = new URLSafeTimedSerializer("k", { fallbackSigners: [Counting] });
    expect(() => reader.loads(new URLSafeTimedSerializer("k").dumps(1), { maxAge: -1 })).toThrow(
      SignatureExpired,
    );
    expect(asked).toBe(0);
    expect(() => reader.loads("a.b.c", { maxAge: -1 })).toThrow(BadSignature);
    expect(asked).toBe(1);
  });

  test("use the salt of the call", () => {
    const token = new Serializer("k").dumps(1, "special");
    const reader = new Serializer("k", { ...modern, fallbackSigners: [{}] });
    expect(reader.loads(token, { salt: "special" })).toBe(1);
    expect(() => reader.loads(token)).toThrow(BadSignature);
  });
});
