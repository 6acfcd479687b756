import { Signer, URLSafeTimedSerializer } from "flagon/signing";
import { describe, expect, test } from "vitest";

/** Other spellings of the same signature: spare bits of the last digit, padding, foreign characters. */
function spellings(signature: string): string[] {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = digits[digits.indexOf(signature.slice(-1)) ^ 1] ?? "";
  return [
    signature.slice(0, -1) + last,
    `${signature}=`,
    `${signature}==`,
    `${signature}!é`,
    ` ${signature}\n`,
  ];
}

describe("other spellings of a signature", () => {
  const signature = new Signer("swordfish").getSignature("v");

  test.each(spellings(signature))("are accepted by default, as in ItsDangerous: %j", (spelling) => {
    expect(new Signer("swordfish").unsign(`v.${spelling}`)).toBe("v");
  });

  test.each(spellings(signature))("are refused if signatures shall be canonical: %j", (spelling) => {
    const signer = new Signer("swordfish", { canonicalSignatures: true });
    expect(signer.unsign(`v.${signature}`)).toBe("v");
    expect(signer.validate(`v.${spelling}`)).toBe(false);
    expect(signer.validate(new TextEncoder().encode(`v.${spelling}`))).toBe(false);
  });

  test("are refused through a serializer, fallback signers included", () => {
    const signerOptions = { canonicalSignatures: true };
    const serializer = new URLSafeTimedSerializer("k", { signerOptions, fallbackSigners: [signerOptions] });
    const token = serializer.dumps([1]);
    const [payload, time, own] = token.split(".");
    expect(serializer.loads(token)).toEqual([1]);
    for (const spelling of spellings(`${own}`)) {
      expect(serializer.loadsUnsafe(`${payload}.${time}.${spelling}`)[0]).toBe(false);
    }
  });
});
