import { BadSignature, Signer, TimestampSigner, URLSafeTimedSerializer } from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("a list of secret keys", () => {
  const keys = ["oldest", "older", "newest"] as const;

  test("signs with the newest, which is the last", () => {
    expect(new Signer(keys).sign("v")).toBe(new Signer("newest").sign("v"));
    expect(new TextDecoder().decode(new Signer(keys).secretKey)).toBe("newest");
    expect(new TextDecoder().decode(new Signer(keys).deriveKey())).toBe(
      new TextDecoder().decode(new Signer("newest").deriveKey()),
    );
  });

  test.each(keys)("accepts what %s has signed", (key) => {
    expect(new Signer(keys).unsign(new Signer(key).sign("v"))).toBe("v");
    expect(new TimestampSigner(keys).unsign(new TimestampSigner(key).sign("v"))).toBe("v");
    expect(new URLSafeTimedSerializer(keys).loads(new URLSafeTimedSerializer(key).dumps(1))).toBe(1);
  });

  test("does not accept a key that was taken out", () => {
    const token = new URLSafeTimedSerializer("oldest").dumps(1);
    expect(() => new URLSafeTimedSerializer(keys.slice(1)).loads(token)).toThrow(BadSignature);
  });

  test("asks for each derived key once", () => {
    const asked: string[] = [];
    class Counting extends Signer {
      override deriveKey(secretKey?: string | Uint8Array): Uint8Array {
        asked.push(new TextDecoder().decode(secretKey as Uint8Array));
        return super.deriveKey(secretKey);
      }
    }
    const signer = new Counting(keys);
    for (let i = 0; i < 3; i++) signer.unsign(new Signer("oldest").sign("v"));
    expect(asked).toEqual(["newest", "older", "oldest"]);
  });
});
