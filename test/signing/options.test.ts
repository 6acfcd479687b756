import { Serializer, Signer, TimedSerializer, URLSafeSerializer } from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("what cannot be used is refused when a signer is made", () => {
  test.each(["", "-", "_", "=", "a", "Z9", "abc"])("the separator %j", (sep) => {
    expect(() => new Signer("swordfish", { sep })).toThrow(/separator/);
  });

  test.each(["~", "..", "a.", "+", "é"])("but not the separator %j", (sep) => {
    const signer = new Signer("swordfish", { sep });
    expect(signer.unsign(signer.sign("value"))).toBe("value");
  });

  test("an unknown key derivation", () => {
    expect(() => new Signer("swordfish", { keyDerivation: "scrypt" as "hmac" })).toThrow(
      /"scrypt".*concat, django-concat, hmac, none/,
    );
  });

  test.each(["sha0", "", "shake128", "sha1\0"])("the digest %j", (digestMethod) => {
    expect(() => new Signer("swordfish", { digestMethod })).toThrow(/digest method/);
  });

  test("no secret key", () => {
    const unset = {} as { key: string };
    expect(() => new Signer(unset.key)).toThrow(/undefined/);
    expect(() => new Signer([])).toThrow(/empty/);
    expect(() => new Signer([unset.key])).toThrow(/undefined/);
    expect(() => new Serializer(unset.key)).toThrow(TypeError);
    expect(() => new Serializer([])).toThrow(TypeError);
  });

  test("an option of a serializer's signer", () => {
    expect(() => new Serializer("swordfish", { signerOptions: { sep: "-" } })).toThrow(/separator/);
    expect(() => new Serializer("swordfish", { fallbackSigners: [{ digestMethod: "sha0" }] })).toThrow(
      /sha0/,
    );
  });

  test("a limit for inflating that is none", () => {
    expect(() => new URLSafeSerializer("swordfish", { maxInflatedSize: 0 })).toThrow(/maxInflatedSize/);
    expect(() => new URLSafeSerializer("swordfish", { maxInflatedSize: Number.NaN })).toThrow(TypeError);
  });

  test("a signer without a time for a serializer with one", () => {
    expect(() => new TimedSerializer("swordfish", { signer: Signer })).toThrow(/TimestampSigner/);
    expect(() => new TimedSerializer("swordfish", { fallbackSigners: [[Signer, {}]] })).toThrow(TypeError);
  });
});

describe("a secret key", () => {
  test("may be empty, as in ItsDangerous", () => {
    const signer = new Signer("");
    expect(signer.unsign(signer.sign("v"))).toBe("v");
  });

  test("may be bytes, the same as their text", () => {
    expect(new Signer(new TextEncoder().encode("swordfish")).sign("v")).toBe(
      new Signer("swordfish").sign("v"),
    );
  });

  test("is copied, so that bytes changed later do not change it", () => {
    const key = new TextEncoder().encode("swordfish");
    const signer = new Signer(key);
    key.fill(0);
    expect(signer.sign("v")).toBe(new Signer("swordfish").sign("v"));
  });

  test("is not printed with its signer or serializer", async () => {
    const { inspect } = await import("node:util");
    const printed = inspect([new Signer("swordfish"), new Serializer("swordfish")], {
      depth: 9,
      showHidden: true,
    });
    expect(printed).not.toContain("swordfish");
    expect(printed).not.toContain("73 77 6f 72 64");
    expect(printed).not.toContain("115, 119, 111, 114, 100");
  });
});
