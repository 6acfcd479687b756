import { BadSignature, BadTimeSignature, SignatureExpired, Signer, TimestampSigner } from "flagon/signing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const NOW = 1_750_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("TimestampSigner", () => {
  const signer = new TimestampSigner("swordfish", { salt: "harbour" });
  const signed = "ferry 7.aE7hgA.jVB8TG0l4UU-33kuWlCBdLbpHCI";

  test("puts the time between value and signature as ItsDangerous does", () => {
    expect(signer.sign("ferry 7")).toBe(signed);
  });

  test("follows the clock", () => {
    vi.setSystemTime((NOW + 1) * 1000);
    expect(signer.sign("ferry 7")).not.toBe(signed);
    vi.setSystemTime(NOW * 1000 + 999);
    expect(signer.sign("ferry 7")).toBe(signed);
  });

  test("gives the value, and the date if asked", () => {
    expect(signer.unsign(signed)).toBe("ferry 7");
    expect(signer.unsign(signed, { returnTimestamp: true })).toEqual(["ferry 7", new Date(NOW * 1000)]);
    const bytes = new TextEncoder().encode(signed);
    expect(signer.unsign(bytes, { returnTimestamp: true })).toEqual([
      new TextEncoder().encode("ferry 7"),
      new Date(NOW * 1000),
    ]);
  });

  test("accepts an age up to maxAge, in seconds", () => {
    vi.setSystemTime((NOW + 60) * 1000);
    expect(signer.unsign(signed, { maxAge: 60 })).toBe("ferry 7");
    expect(signer.validate(signed, { maxAge: 60 })).toBe(true);
    vi.setSystemTime((NOW + 61) * 1000);
    expect(() => signer.unsign(signed, { maxAge: 60 })).toThrow(SignatureExpired);
    expect(signer.validate(signed, { maxAge: 60 })).toBe(false);
    expect(signer.unsign(signed)).toBe("ferry 7");
  });

  test("says what has expired, and when it was signed", () => {
    vi.setSystemTime((NOW + 61) * 1000);
    const error = caught(() => signer.unsign(signed, { maxAge: 60 }));
    expect(error).toBeInstanceOf(SignatureExpired);
    expect(error).toMatchObject({ payload: "ferry 7", dateSigned: new Date(NOW * 1000) });
  });

  test("refuses a value from the future, if the age matters", () => {
    vi.setSystemTime((NOW - 1) * 1000);
    expect(() => signer.unsign(signed, { maxAge: 60 })).toThrow(SignatureExpired);
    expect(signer.unsign(signed)).toBe("ferry 7");
  });

  test.each([
    Number.NaN,
    "60" as unknown as number,
    null as unknown as number,
  ])("takes no maxAge of %j", (maxAge) => {
    expect(() => signer.unsign(signed, { maxAge })).toThrow(TypeError);
  });

  test("takes its time from getTimestamp, which can be overridden", () => {
    class Later extends TimestampSigner {
      override getTimestamp(): number {
        return NOW + 3600;
      }
    }
    const later = new Later("swordfish", { salt: "harbour" });
    expect(() => later.unsign(signed, { maxAge: 3599 })).toThrow(SignatureExpired);
    const [, date] = later.unsign(later.sign("v"), { returnTimestamp: true });
    expect(date).toEqual(new Date((NOW + 3600) * 1000));
  });

  test("cannot sign before 1970", () => {
    vi.setSystemTime(-1000);
    expect(() => new TimestampSigner("swordfish").sign("v")).toThrow(RangeError);
  });

  test("signs in 1970 too, when the time is no byte at all", () => {
    vi.setSystemTime(0);
    const empty = signer.sign("v");
    expect(empty.startsWith("v..")).toBe(true);
    expect(signer.unsign(empty, { returnTimestamp: true })).toEqual(["v", new Date(0)]);
  });
});

describe("a timed value that is not right", () => {
  const options = { salt: "harbour" };
  const signer = new TimestampSigner("swordfish", options);
  const untimed = new Signer("swordfish", options);

  test("with a wrong signature shows its claim of value and date", () => {
    const error = caught(() => signer.unsign("ferry 8.aE7hgA.jVB8TG0l4UU-33kuWlCBdLbpHCI"));
    expect(error).toBeInstanceOf(BadTimeSignature);
    expect(error).not.toBeInstanceOf(SignatureExpired);
    expect(error).toMatchObject({ payload: "ferry 8", dateSigned: new Date(NOW * 1000) });
  });

  test("with a wrong signature and no time is a plain BadSignature", () => {
    const error = caught(() => signer.unsign("ferry.jVB8TG0l4UU-33kuWlCBdLbpHCI"));
    expect(error).not.toBeInstanceOf(BadTimeSignature);
    expect(error.payload).toBe("ferry");
    expect(caught(() => signer.unsign("nothing")).payload).toBeUndefined();
  });

  test("without a time is a BadTimeSignature", () => {
    const error = caught(() => signer.unsign(untimed.sign("ferry")));
    expect(error).toBeInstanceOf(BadTimeSignature);
    expect(error).toMatchObject({ payload: "ferry", dateSigned: undefined });
  });

  test.each(["A", "A!", "AAAAAAAAAAAAAAAA", "12345"])("with the time %j is a BadTimeSignature", (time) => {
    const error = caught(() => signer.unsign(untimed.sign(`ferry.${time}`)));
    expect(error.message).toContain("malformed");
    expect(error.payload).toBe("ferry");
  });

  test("with a time after the year 9999 is a RangeError if the signature is right", () => {
    const signed = untimed.sign("ferry.Ov_0QYA");
    expect(signer.unsign(signed)).toBe("ferry");
    expect(() => signer.unsign(signed, { returnTimestamp: true })).toThrow(RangeError);
    expect(() => signer.unsign(signed, { maxAge: 60 })).toThrow(RangeError);
  });

  test("with a time after the year 9999 and a wrong signature is a BadTimeSignature", () => {
    const error = caught(() => signer.unsign("ferry.Ov_0QYA.AAAA"));
    expect(error).toMatchObject({ name: "BadTimeSignature", payload: "ferry", dateSigned: undefined });
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
