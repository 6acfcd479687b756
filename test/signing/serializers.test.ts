import {
  BadPayload,
  BadSignature,
  compactJSON,
  pythonJSON,
  Serializer,
  SignatureExpired,
  Signer,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const NOW = 1_750_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each([
  [Serializer, '{"ferry": 7, "stops": ["Aa", "\\u00d6"], "late": null}.q-svIoSffs_kz_xbRHb0vcdeHdc'],
  [
    TimedSerializer,
    '{"ferry": 7, "stops": ["Aa", "\\u00d6"], "late": null}.aE7hgA.D0EwVfq_7C7XDCabpngQEG35vf0',
  ],
  [
    URLSafeSerializer,
    "eyJmZXJyeSI6Nywic3RvcHMiOlsiQWEiLCLDliJdLCJsYXRlIjpudWxsfQ.VE19BtyGY64NZoR2pNs6mPuIFvs",
  ],
  [
    URLSafeTimedSerializer,
    "eyJmZXJyeSI6Nywic3RvcHMiOlsiQWEiLCLDliJdLCJsYXRlIjpudWxsfQ.aE7hgA.zGXsdApt53GyaMB3IhukKO1KewQ",
  ],
] as const)("%o", (Class, token) => {
  const value = { ferry: 7, stops: ["Aa", "Ö"], late: null };
  const make = () => new Class("swordfish", { salt: "harbour" });

  test("writes ItsDangerous' token", () => {
    expect(make().dumps(value)).toBe(token);
  });

  test("reads it, as text and as bytes", () => {
    expect(make().loads(token)).toEqual(value);
    expect(make().loads(new TextEncoder().encode(token))).toEqual(value);
  });

  test("refuses it under another salt or key", () => {
    expect(() => make().loads(token, { salt: "port" })).toThrow(BadSignature);
    expect(() => new Class("another", { salt: "harbour" }).loads(token)).toThrow(BadSignature);
  });

  test("takes a salt for one token", () => {
    const serializer = make();
    const other = serializer.dumps(value, "port");
    expect(other).toBe(new Class("swordfish", { salt: "port" }).dumps(value));
    expect(serializer.loads(other, { salt: new TextEncoder().encode("port") })).toEqual(value);
    expect(() => serializer.loads(other)).toThrow(BadSignature);
  });

  test("looks at what a wrong token claims", () => {
    const forged = token.slice(0, -2);
    expect(make().loadsUnsafe(token)).toEqual([true, value]);
    expect(make().loadsUnsafe(forged)).toEqual([false, value]);
    expect(make().loadsUnsafe("!")).toEqual([false, undefined]);
    expect(make().loadsUnsafe(`x${forged}`)).toEqual([false, undefined]);
  });

  test("throws for what JSON cannot hold", () => {
    expect(() => make().dumps({ a: [() => 1] })).toThrow(/a\[0\]/);
    expect(() => make().dumps(undefined)).toThrow(TypeError);
  });
});

describe("a salt", () => {
  test("is ItsDangerous' by default, or its signer's for null", () => {
    expect(new Serializer("swordfish").dumps(1)).toBe(
      new Serializer("swordfish", { salt: "itsdangerous" }).dumps(1),
    );
    expect(new Serializer("swordfish", { salt: null }).dumps(1)).toBe("1.hmbe7ozSCsHFp2LIE-aEQ-9b1ls");
  });

  test("may be a new one for every token", () => {
    const serializer = new Serializer("swordfish");
    const tokens = Array.from({ length: 200 }, (_, i) => serializer.dumps(i, `salt ${i}`));
    expect(tokens.map((token, i) => serializer.loads(token, { salt: `salt ${i}` }))).toEqual(
      tokens.map((_, i) => i),
    );
  });

  test("of text and of bytes is told apart only by its bytes", () => {
    const serializer = new Serializer("swordfish");
    expect(serializer.dumps(1, Uint8Array.of(0x74, 0x3a))).toBe(serializer.dumps(1, "t:"));
    expect(serializer.dumps(1, "")).not.toBe(serializer.dumps(1));
  });
});

describe("a timed token", () => {
  const serializer = new URLSafeTimedSerializer("swordfish");

  test("gives its date if asked", () => {
    expect(serializer.loads(serializer.dumps([1]), { returnTimestamp: true })).toEqual([
      [1],
      new Date(NOW * 1000),
    ]);
  });

  test("expires, and can still be looked at", () => {
    const token = serializer.dumps("v");
    vi.setSystemTime((NOW + 11) * 1000);
    expect(serializer.loads(token, { maxAge: 11 })).toBe("v");
    expect(() => serializer.loads(token, { maxAge: 10 })).toThrow(SignatureExpired);
    expect(serializer.loadsUnsafe(token, { maxAge: 10 })).toEqual([false, "v"]);
  });
});

describe("a payload that cannot be read", () => {
  const signed = (payload: string | Uint8Array) =>
    new Signer("swordfish", { salt: "itsdangerous" }).sign(payload);

  test.each(["", "{", "[1,]", "01", "\ufeff1", '"\u0001"'])("is a BadPayload with its cause: %j", (json) => {
    const error = caught(() => new Serializer("swordfish").loads(signed(json)));
    expect(error.cause).toBeInstanceOf(SyntaxError);
    expect(error.originalError).toBe(error.cause);
  });

  test("is so if it is not UTF-8", () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22);
    expect(caught(() => new Serializer("swordfish").loads(signed(bytes))).cause).toBeInstanceOf(TypeError);
    expect(caught(() => new URLSafeSerializer("swordfish").loads(signed("Iv8i")))).toBeInstanceOf(BadPayload);
  });

  test.each(["A", ".eJw", ".AAAA", "eyJhIjoxfQ.x"])("is so in a URL-safe token: %j", (payload) => {
    expect(caught(() => new URLSafeSerializer("swordfish").loads(signed(payload)))).toBeInstanceOf(
      BadPayload,
    );
  });

  test("is thrown by loadsUnsafe too, since its signature is right", () => {
    expect(() => new Serializer("swordfish").loadsUnsafe(signed("{"))).toThrow(BadPayload);
  });
});

describe("a payload serializer", () => {
  test("may be the other JSON", () => {
    expect(
      new URLSafeSerializer("k", { serializer: pythonJSON }).loads(new URLSafeSerializer("k").dumps("é")),
    ).toBe("é");
    expect(new Serializer("k", { serializer: compactJSON }).dumps(["é", 1])).toMatch(/^\["é",1\]\./);
  });

  test("is given the serializer's options", () => {
    const token = new Serializer("k", { serializerOptions: { sortKeys: true } }).dumps({ b: 1, a: 2 });
    expect(token).toMatch(/^\{"a": 2, "b": 1\}\./);
  });

  test("that writes bytes makes tokens of bytes", () => {
    const serializer = new Serializer("k", {
      serializer: {
        dumps: (value) => Uint8Array.of(Number(value) || 0, 0xff),
        loads: (bytes: Uint8Array) => bytes[0],
      },
    });
    const token = serializer.dumps(7);
    expect(token).toBeInstanceOf(Uint8Array);
    expect(token.slice(0, 2)).toEqual(Uint8Array.of(7, 0xff));
    expect(serializer.isTextSerializer).toBe(false);
    expect(serializer.loads(token)).toBe(7);
  });
});

describe("a signer class", () => {
  test("of one's own signs", () => {
    class Shouting extends TimestampSigner {
      static override readonly defaultKeyDerivation = "hmac";
      static override readonly defaultDigestMethod = "sha256";
    }
    const shouting = new URLSafeTimedSerializer("k", { signer: Shouting });
    const plain = new URLSafeTimedSerializer("k", {
      signerOptions: { keyDerivation: "hmac", digestMethod: "sha256" },
    });
    expect(plain.loads(shouting.dumps(1))).toBe(1);
  });

  test("may come from an overridden makeSigner that uses its own fields", () => {
    class Tenant extends URLSafeSerializer {
      readonly tenant = "north";
      override makeSigner(): Signer {
        return new Signer(this.secretKeys, { salt: this.tenant });
      }
    }
    expect(new Tenant("k").dumps(1)).toBe(new URLSafeSerializer("k", { salt: "north" }).dumps(1));
    expect(new Tenant("k").loads(new URLSafeSerializer("k", { salt: "north" }).dumps(1))).toBe(1);
  });
});

function caught(action: () => unknown): BadPayload {
  try {
    action();
  } catch (error) {
    if (error instanceof BadPayload) return error;
    throw error;
  }
  throw new Error("expected a BadPayload, nothing was thrown");
}
