import fc from "fast-check";
import {
  ContentSecurityPolicy,
  dumpAge,
  dumpCspHeader,
  parseAge,
  parseCacheControlHeader,
  parseCspHeader,
  ResponseCacheControl,
} from "flagon/http";
import { describe, expect, test } from "vitest";

describe("RequestCacheControl", () => {
  test("reads what a browser sends when it reloads", () => {
    const control = parseCacheControlHeader("no-cache, max-age=0");
    expect([control.noCache, control.maxAge, control.noStore, control.minFresh]).toEqual([
      true,
      0,
      false,
      undefined,
    ]);
  });

  test("takes any staleness or some", () => {
    expect(parseCacheControlHeader("max-stale").maxStale).toBe(true);
    expect(parseCacheControlHeader("max-stale=5").maxStale).toBe(5);
    expect(parseCacheControlHeader(undefined).maxStale).toBeUndefined();
  });

  test("gives nothing for what is no number", () => {
    expect(parseCacheControlHeader("max-age=soon").maxAge).toBeUndefined();
    expect(parseCacheControlHeader("max-age").maxAge).toBeUndefined();
  });

  test("never throws", () => {
    const header = fc.string({
      unit: fc.constantFrom("max-age", "max-stale", "=", ",", '"', "1", "x", " ", "*"),
    });
    fc.assert(
      fc.property(header, (value) => {
        const { maxAge, maxStale, minFresh, onlyIfCached, noTransform, staleIfError } =
          parseCacheControlHeader(value);
        expect(typeof onlyIfCached && typeof noTransform).toBe("boolean");
        for (const seconds of [maxAge, minFresh, staleIfError]) expect(seconds).not.toBeNaN();
        expect(maxStale).not.toBeNaN();
      }),
    );
  });
});

describe("ResponseCacheControl", () => {
  const write = (change: (control: ResponseCacheControl) => void, start?: string) => {
    let header = start;
    change(parseCacheControlHeader(start, ResponseCacheControl, (text) => (header = text)));
    return header;
  };

  test("writes each change, in the order in which they came", () => {
    const header = write((control) => {
      control.public = true;
      control.maxAge = 3600;
      control.immutable = true;
    });
    expect(header).toBe("public, max-age=3600, immutable");
  });

  test("removes what is set to false or undefined", () => {
    const header = write((control) => {
      control.noStore = false;
      control.maxAge = undefined;
    }, "no-store, max-age=5, private");
    expect(header).toBe("private");
  });

  test("names the fields that a directive is about", () => {
    expect(write((control) => (control.private = "Set-Cookie, X-Tea"))).toBe('private="Set-Cookie, X-Tea"');
    expect(parseCacheControlHeader('no-cache="X"', ResponseCacheControl).noCache).toBe("X");
    expect(parseCacheControlHeader("no-cache", ResponseCacheControl).noCache).toBe(true);
  });

  test("refuses seconds that are no whole number", () => {
    expect(() => write((control) => (control.maxAge = 1.5))).toThrow(/max-age must be a whole number/);
    expect(() => write((control) => (control.sMaxage = Number.NaN))).toThrow(TypeError);
  });
});

describe("ContentSecurityPolicy", () => {
  test("reads and writes directives", () => {
    const policy = parseCspHeader("default-src 'self'; img-src *");
    expect(policy.defaultSrc).toBe("'self'");
    policy.imgSrc = undefined;
    policy.scriptSrc = "'self' https://example.com";
    expect(dumpCspHeader(policy)).toBe("default-src 'self'; script-src 'self' https://example.com");
  });

  test("has directives that stand alone", () => {
    const policy = new ContentSecurityPolicy([["default-src", "'self'"]]);
    policy.set("upgrade-insecure-requests");
    expect(policy.toHeader()).toBe("default-src 'self'; upgrade-insecure-requests");
  });

  test.each(["'self'; script-src *", "'self', default-src *"])("refuses %j, which says more", (sources) => {
    const policy = new ContentSecurityPolicy();
    expect(() => (policy.defaultSrc = sources)).toThrow(/semicolon or a comma/);
  });
});

describe("parseAge and dumpAge", () => {
  test("read and write seconds", () => {
    expect(parseAge("5")).toBe(5);
    expect(dumpAge(5.9)).toBe("5");
    expect(dumpAge(undefined)).toBeUndefined();
  });

  test.each([undefined, "", "-1", "1.5", "soon", "9".repeat(30)])("%j is no age", (value) => {
    expect(parseAge(value)).toBeUndefined();
  });

  test("refuse what is no age", () => {
    expect(() => dumpAge(-1)).toThrow(RangeError);
    expect(() => dumpAge(Number.NaN)).toThrow(RangeError);
  });
});
