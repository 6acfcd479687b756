import { BadSignature, Signer } from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("Signer", () => {
  test.each([
    ["concat", "ferry 7.n5ynPq2euflqkQQ3Yf4jW2xoLTk"],
    ["django-concat", "ferry 7.rFqBJZvjOOX3OAfH_LKMHBvmxXg"],
    ["hmac", "ferry 7.QTyWWzK0ER-9PyIqXwOK-dhkxwE"],
    ["none", "ferry 7.w8ttnYhJTKN8IMcBWJGKhaffY4A"],
  ] as const)("signs with the key derivation %s as ItsDangerous does", (keyDerivation, signed) => {
    const signer = new Signer("swordfish", { salt: "harbour", keyDerivation });
    expect(signer.sign("ferry 7")).toBe(signed);
    expect(signer.unsign(signed)).toBe("ferry 7");
  });

  test.each([
    ["md5", "ferry 7.irznyM43jexUkbCQ7QBvfg"],
    ["sha256", "ferry 7.ehnV67M9meypq4oJ_5Jd6cBE-VQUvzqk-agISXfgFFk"],
    ["SHA-256", "ferry 7.ehnV67M9meypq4oJ_5Jd6cBE-VQUvzqk-agISXfgFFk"],
    ["sha384", "ferry 7.hBCOISlgeWyrUx8ZE-kPgNi0SQnTMFkDc3fL5ZjcMrCle6fYzeLtRKboxO1Ad9o7"],
    ["sha3_256", "ferry 7.zLBYE25D8opEcW-UYS9Aw3gGNr8sYju2z8mzdBK_eR8"],
  ])("signs with the digest %s as ItsDangerous does", (digestMethod, signed) => {
    expect(new Signer("swordfish", { salt: "harbour", digestMethod }).sign("ferry 7")).toBe(signed);
  });

  test("has ItsDangerous' salt, separator, derivation and digest by default", () => {
    const signer = new Signer("swordfish");
    expect(signer.sign("grüße ☃")).toBe("grüße ☃.B8I8AjUgbwVjFTae_iMvsb7ZVW4");
    expect(signer.sep).toBe(".");
    expect(signer.keyDerivation).toBe("django-concat");
    expect(signer.digestMethod).toBe("sha1");
    expect(new Signer("swordfish", { salt: null }).sign("x")).toBe(signer.sign("x"));
  });

  test("parts value and signature at any separator", () => {
    const signer = new Signer("swordfish", { sep: "é" });
    expect(signer.sign("x")).toBe("xémPFa0DjYgZquppEQA8MXZOWu4OE");
    expect(signer.unsign("xémPFa0DjYgZquppEQA8MXZOWu4OE")).toBe("x");
  });

  test("gives bytes back as bytes, with the signature that their text has", () => {
    const signer = new Signer("swordfish");
    const bytes = new TextEncoder().encode("grüße ☃");
    const signed = signer.sign(bytes);
    expect(signed).toEqual(new TextEncoder().encode(signer.sign("grüße ☃")));
    expect(signer.unsign(signed)).toEqual(bytes);
    expect(signer.unsign(signed).constructor).toBe(Uint8Array);
  });

  test("signs bytes that are no text", () => {
    const signer = new Signer("swordfish");
    const bytes = Uint8Array.of(0xff, 0x00, 0x2e, 0x80);
    expect(signer.unsign(signer.sign(bytes))).toEqual(bytes);
  });

  test("splits at the last separator only", () => {
    const signer = new Signer("swordfish");
    expect(signer.unsign(signer.sign("a.b.c"))).toBe("a.b.c");
    expect(signer.unsign(signer.sign(""))).toBe("");
  });

  test("gives the signature alone and verifies it", () => {
    const signer = new Signer("swordfish");
    const signature = signer.getSignature("v");
    expect(signer.sign("v")).toBe(`v.${signature}`);
    expect(signer.verifySignature("v", signature)).toBe(true);
    expect(signer.verifySignature("w", signature)).toBe(false);
    expect(signer.verifySignature("v", "not base64")).toBe(false);
  });

  test("validates without throwing", () => {
    const signer = new Signer("swordfish");
    expect(signer.validate(signer.sign("v"))).toBe(true);
    expect(signer.validate("v")).toBe(false);
    expect(signer.validate(`w${signer.sign("v").slice(1)}`)).toBe(false);
  });

  test("says what a wrong signature was to cover", () => {
    const signed = `${new Signer("another").sign("a.b")}`;
    const error = caught(() => new Signer("swordfish").unsign(signed));
    expect(error).toBeInstanceOf(BadSignature);
    expect(error.payload).toBe("a.b");
  });

  test("has no payload to show if there is no separator", () => {
    expect(caught(() => new Signer("swordfish").unsign("no separator")).payload).toBeUndefined();
  });

  test("never puts a key or a signature into a message", () => {
    const signer = new Signer("swordfish");
    const error = caught(() => signer.unsign(`w${signer.sign("v").slice(1)}`));
    expect(error.message).not.toContain("swordfish");
    expect(error.message).not.toContain(signer.getSignature("w"));
  });
});

describe("text that has no UTF-8", () => {
  const half = "\ud83d";

  test("is not signed", () => {
    expect(() => new Signer("swordfish").sign(half)).toThrow(TypeError);
    expect(() => new Signer("swordfish").sign(half.repeat(2000))).toThrow(TypeError);
  });

  test("is not taken for the replacement character that others write for it", () => {
    const signer = new Signer("swordfish");
    const forged = signer.sign("\ufffd").replace("\ufffd", half);
    expect(() => signer.unsign(forged)).toThrow(BadSignature);
    expect(signer.validate(forged)).toBe(false);
  });

  test("is no key and no salt", () => {
    expect(() => new Signer(half)).toThrow(TypeError);
    expect(() => new Signer("swordfish", { salt: half })).toThrow(TypeError);
  });
});

function caught(action: () => unknown): BadSignature {
  try {
    action();
  } catch (error) {
    if (error instanceof BadSignature) return error;
    throw error;
  }
  throw new Error("expected a BadSignature, nothing was thrown");
}
