import fc from "fast-check";
import {
  BadData,
  BadSignature,
  Serializer,
  TimedSerializer,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { describe, expect, test } from "vitest";

const CLASSES = [Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer] as const;
const DERIVATIONS = ["concat", "django-concat", "hmac", "none"] as const;
const value = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });

describe.each(CLASSES)("%o", (Class) => {
  test("loads what it dumps, for any value, key derivation and digest", () => {
    fc.assert(
      fc.property(
        value,
        fc.constantFrom(...DERIVATIONS),
        fc.constantFrom("sha1", "sha256", "sha512", "md5"),
        (given, keyDerivation, digestMethod) => {
          const serializer = new Class("swordfish", { signerOptions: { keyDerivation, digestMethod } });
          const token = serializer.dumps(given);
          expect(JSON.stringify(serializer.loads(token))).toBe(JSON.stringify(given));
          expect(serializer.loads(new TextEncoder().encode(token))).toEqual(serializer.loads(token));
        },
      ),
    );
  });

  test("never loads a token that was changed to say something else", () => {
    const serializer = new Class("swordfish");
    const token = serializer.dumps({ user: 1, admin: false });
    const signature = token.lastIndexOf(".");
    fc.assert(
      fc.property(
        fc.nat(token.length),
        fc.nat(3),
        fc.string({ unit: "binary", maxLength: 3 }),
        (at, removed, put) => {
          const changed = token.slice(0, at) + put + token.slice(at + removed);
          // Only the signature has more than one spelling.
          fc.pre(changed.slice(0, signature + 1) !== token.slice(0, signature + 1));
          expect(() => serializer.loads(changed)).toThrow(BadSignature);
          expect(serializer.loadsUnsafe(changed)[0]).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("loads nothing but the same value, however the signature is spelled", () => {
    const serializer = new Class("swordfish");
    const given = { user: 1, admin: false };
    const token = serializer.dumps(given);
    const cut = token.lastIndexOf(".") + 1;
    fc.assert(
      fc.property(fc.nat(27), fc.nat(3), fc.string({ unit: "binary", maxLength: 3 }), (at, removed, put) => {
        const spelled = token.slice(0, cut + at) + put + token.slice(cut + at + removed);
        const [valid, loaded] = serializer.loadsUnsafe(spelled);
        if (valid) expect(loaded).toEqual(given);
      }),
      { numRuns: 1000 },
    );
  });

  test("answers any text or bytes with a BadData", () => {
    const serializer = new Class("swordfish");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom(..."aA0.-_=é\ud800") }),
          fc.uint8Array(),
        ),
        (token) => {
          expect(() => serializer.loads(token)).toThrow(BadData);
          expect(serializer.loadsUnsafe(token)[0]).toBe(false);
        },
      ),
    );
  });
});

describe("hostile input", () => {
  test.each([".", "=", "A", "é", "\ud800"])("of a million %j is refused without a quadratic wait", (unit) => {
    const serializer = new URLSafeTimedSerializer(["a", "b"], {
      fallbackSigners: [{ digestMethod: "sha256" }],
    });
    const text = unit.repeat(1_000_000);
    for (const token of [text, `${text}.AAAA.AAAA`, `AAAA.${text}.AAAA`, `AAAA.AAAA.${text}`]) {
      expect(serializer.loadsUnsafe(token)[0]).toBe(false);
    }
  });

  test("cannot reach a prototype through a key", () => {
    const serializer = new URLSafeSerializer("swordfish");
    const given = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toString":2}') as object;
    const loaded = serializer.loads(serializer.dumps(given)) as Record<string, unknown>;
    expect(Object.keys(loaded)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype);
    expect(loaded.admin).toBeUndefined();
  });
});
