import fc from "fast-check";
import { BadHost, getCurrentUrl, getHost, hostIsTrusted, SecurityError } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("getHost", () => {
  test("leaves out the scheme's own port", () => {
    expect(getHost("http", "tea.example:80")).toBe("tea.example");
    expect(getHost("https", "tea.example:443")).toBe("tea.example");
    expect(getHost("https", "tea.example:80")).toBe("tea.example:80");
    expect(getHost("wss", "[::1]:443")).toBe("[::1]");
  });

  test("takes the server's name where there is no header", () => {
    expect(getHost("http", undefined, ["tea.example", 8000])).toBe("tea.example:8000");
    expect(getHost("http", undefined, ["::1", 80])).toBe("[::1]");
  });

  test.each([
    "",
    "a_b",
    "a b",
    "a/b",
    "a@b",
    "a:b",
    "a:",
    "[::1",
    "[:]",
    "[1.2.3.4]",
    "é.example",
    "a:99999",
  ])("%j is no host", (host) => {
    expect(() => getHost("http", host)).toThrow(BadHost);
    expect(hostIsTrusted(host)).toBe(false);
  });

  test("refuses a host that is not trusted", () => {
    expect(getHost("http", "Tea.example", undefined, [".example"])).toBe("Tea.example");
    expect(() => getHost("http", "tea.test", undefined, [".example"])).toThrow(SecurityError);
    expect(() => getHost("http", "a/b", undefined, [".example"])).toThrow(SecurityError);
  });
});

describe("hostIsTrusted", () => {
  test("compares without regard to case and ports", () => {
    expect(hostIsTrusted("TEA.example:8000", ["tea.EXAMPLE:9000"])).toBe(true);
  });

  test("takes subdomains only where a dot says so", () => {
    expect(hostIsTrusted("a.b.example", [".example"])).toBe(true);
    expect(hostIsTrusted("example", [".example"])).toBe(true);
    expect(hostIsTrusted("a.example", ["example"])).toBe(false);
    expect(hostIsTrusted("notexample", [".example"])).toBe(false);
  });

  test("knows IPv6, and hosts of other letters by their ASCII", () => {
    expect(hostIsTrusted("[2001:db8::A]:80", ["[2001:DB8::a]"])).toBe(true);
    expect(hostIsTrusted("xn--exmple-cua.com", ["exämple.com"])).toBe(true);
  });

  test("takes one name for a list of one, and trusts any host without a list", () => {
    expect(hostIsTrusted("tea.example", "tea.example")).toBe(true);
    expect(hostIsTrusted("t", "tea.example")).toBe(false);
    expect(hostIsTrusted("tea.example", [])).toBe(true);
  });

  test("trusts nobody by an empty entry", () => {
    for (const entry of ["", ".", ":80"]) expect(hostIsTrusted("tea.", [entry])).toBe(false);
  });

  test("never throws for what a client sends", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", ".", ":", "[", "]", "-", "9", "%", "x") }),
        (host) => {
          expect(typeof hostIsTrusted(host, ["tea.example", ".example"])).toBe("boolean");
        },
      ),
    );
  });
});

describe("getCurrentUrl", () => {
  const site = { scheme: "https", host: "tea.example" };

  test("goes as far as its parts", () => {
    expect(getCurrentUrl(site)).toBe("https://tea.example/");
    expect(getCurrentUrl({ ...site, rootPath: "/shop/" })).toBe("https://tea.example/shop/");
    expect(getCurrentUrl({ ...site, rootPath: "/shop", path: "/a b/é" })).toBe(
      "https://tea.example/shop/a%20b/é",
    );
    expect(getCurrentUrl({ ...site, rootPath: "", path: "/", queryString: "q=%C3%A9&r=%26" })).toBe(
      "https://tea.example/?q=é&r=%26",
    );
  });

  test("keeps what the path holds in the path", () => {
    expect(getCurrentUrl({ ...site, rootPath: "", path: "//a?b#c" })).toBe("https://tea.example/a%3Fb%23c");
  });
});
