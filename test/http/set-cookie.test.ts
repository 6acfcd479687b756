import fc from "fast-check";
import { dumpCookie, Response } from "flagon/http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("dumpCookie", () => {
  test("writes name, value and path", () => {
    expect(dumpCookie("a", "b")).toBe("a=b; Path=/");
    expect(dumpCookie("a")).toBe("a=; Path=/");
  });

  test("writes all attributes in Werkzeug's order", () => {
    expect(
      dumpCookie("a", "b", {
        partitioned: true,
        sameSite: "lax",
        path: "/x",
        httpOnly: true,
        secure: true,
        maxAge: 60,
        expires: 0,
        domain: "example.org",
      }),
    ).toBe(
      "a=b; Domain=example.org; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60; Secure; HttpOnly; Path=/x; SameSite=Lax; Partitioned",
    );
  });

  test("sends Expires with Max-Age, for old browsers", () => {
    expect(dumpCookie("a", "b", { maxAge: 60 })).toBe(
      "a=b; Expires=Tue, 14 Nov 2023 22:14:20 GMT; Max-Age=60; Path=/",
    );
  });

  test("takes expires as a date, as seconds, and as text", () => {
    expect(dumpCookie("a", "b", { expires: new Date(1e12) })).toContain(
      "Expires=Sun, 09 Sep 2001 01:46:40 GMT",
    );
    expect(dumpCookie("a", "b", { expires: 1e9 })).toContain("Expires=Sun, 09 Sep 2001 01:46:40 GMT");
    expect(dumpCookie("a", "b", { expires: "whenever" })).toContain("Expires=whenever");
  });

  test("leaves Path out for null, and encodes what would end it", () => {
    expect(dumpCookie("a", "b", { path: null })).toBe("a=b");
    expect(dumpCookie("a", "b", { path: "/ü;x%20y" })).toBe("a=b; Path=/%C3%BC%3Bx%20y");
  });

  test("quotes a value that has to be", () => {
    expect(dumpCookie("a", 'é "\\,;\n', { path: null })).toBe('a="\\303\\251 \\"\\\\\\054\\073\\012"');
  });

  test("strips dots and port from a domain, and makes it ASCII", () => {
    expect(dumpCookie("a", "b", { domain: ".exämple.com:8000" })).toContain("Domain=xn--exmple-cua.com;");
    expect(dumpCookie("a", "b", { domain: "..example.com" })).toContain("Domain=example.com;");
  });

  test("makes a partitioned cookie secure", () => {
    expect(dumpCookie("a", "b", { partitioned: true })).toBe("a=b; Secure; Path=/; Partitioned");
  });

  test("refuses names that can't be one", () => {
    for (const name of ["a=b", "a;b", "a,b", "a\n", " a", "\u007f"]) {
      expect(() => dumpCookie(name, "x")).toThrow(/is no cookie name/);
    }
  });

  test("refuses attributes that would end the header or the attribute", () => {
    expect(() => dumpCookie("a", "b", { domain: "x;Secure" })).toThrow(
      /Cookie a: its domain holds .* U\+003B/,
    );
    expect(() => dumpCookie("a", "b", { domain: "x\ny" })).toThrow(TypeError);
    expect(() => dumpCookie("a", "b", { domain: "a..b" })).toThrow(TypeError);
    expect(() => dumpCookie("a", "b", { expires: "x\r\ny" })).toThrow(TypeError);
    expect(() => dumpCookie("a", "b", { expires: "x; HttpOnly" })).toThrow(TypeError);
    expect(() => dumpCookie("a", "b", { sameSite: "Later" as "Lax" })).toThrow(/"Strict", "Lax" or "None"/);
    expect(() => dumpCookie("a", "b", { sameSite: null as never })).toThrow('or "None", not null.');
    expect(() => dumpCookie("a", "b", { maxAge: Number.NaN })).toThrow(/seconds, not NaN/);
    expect(() => dumpCookie("a", "b", { maxAge: "60" as never })).toThrow('seconds, not "60"');
    expect(() => dumpCookie("a", "b", { expires: new Date(Number.NaN) })).toThrow(RangeError);
    expect(() => dumpCookie("a", "\ud800")).toThrow(/surrogate/);
    for (const value of [null, 5]) {
      expect(() => dumpCookie("a", value as never)).toThrow(`must be text, not ${value}`);
    }
  });

  test("refuses a cookie over the size it is given, naming sizes and remedy", () => {
    expect(() => dumpCookie("big", "x".repeat(5000), { maxSize: 4093 })).toThrow(
      /Cookie big is 5012 bytes .* 4093 is the most.*Keep less/,
    );
    expect(() => dumpCookie("big", "x".repeat(5000))).not.toThrow();
  });

  test("never yields anything but printable ASCII", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, text, text, (name, value, domain, path) => {
        let header: string;
        try {
          header = dumpCookie(name, value, { domain, path });
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(header).toMatch(/^[\x20-\x7e\x80-\xff]*$/);
        expect(header.split("; ").length).toBeLessThanOrEqual(
          3 + value.split("; ").length + name.split("; ").length,
        );
      }),
    );
  });
});

describe("Response.setCookie", () => {
  test("refuses Flask's names, which would leave the cookie open without a word", () => {
    for (const [given, meant] of [
      ["httponly", "httpOnly"],
      ["samesite", "sameSite"],
      ["max_age", "maxAge"],
    ] as const) {
      const options = { [given]: true } as object;
      expect(() => new Response().setCookie("a", "b", options)).toThrow(
        `setCookie() has no option "${given}"; did you mean ${meant}?`,
      );
    }
  });

  test("adds a header a cookie", () => {
    const response = new Response();
    response.setCookie("a", "1");
    response.setCookie("b", "2", { secure: true });
    expect(response.headers.getList("Set-Cookie")).toEqual(["a=1; Path=/", "b=2; Secure; Path=/"]);
  });

  test("deletes with a date in the past", () => {
    const response = new Response();
    response.deleteCookie("a", { path: "/x" });
    expect(response.headers.get("Set-Cookie")).toBe(
      "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/x",
    );
  });

  test("refuses a cookie without a name, where a response sets it", () => {
    expect(dumpCookie("", "a=b")).toBe("=a=b; Path=/");
    expect(() => new Response().setCookie("", "a=b")).toThrow(/needs a name/);
  });

  test("leaves out Expires beside Max-Age if told to", () => {
    expect(dumpCookie("a", "b", { maxAge: 60, syncExpires: false })).toBe("a=b; Max-Age=60; Path=/");
  });

  test("holds the name prefixes to their promises", () => {
    const response = new Response();
    expect(() => response.setCookie("__Secure-a", "1")).toThrow(
      /__Secure-a: the prefix __Secure- needs secure: true/,
    );
    expect(() => response.setCookie("__host-a", "1")).toThrow(/needs secure: true/);
    expect(() => response.setCookie("__Host-a", "1", { secure: true, path: "/x" })).toThrow(
      /needs path: "\/"/,
    );
    expect(() => response.setCookie("__Host-a", "1", { secure: true, domain: "x.org" })).toThrow(
      /needs no domain/,
    );
    response.setCookie("__Host-a", "1", { secure: true });
    response.setCookie("__Secure-a", "1", { partitioned: true, domain: "x.org", path: "/x" });
    response.setCookie("__other", "1");
    expect(response.headers.getList("Set-Cookie")).toHaveLength(3);
  });
});
