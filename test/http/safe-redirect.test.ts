import fc from "fast-check";
import { isSafeRedirect } from "flagon/http";
import { describe, expect, test } from "vitest";
import { trickyUrl } from "./tricky-url.ts";

const SITE = { scheme: "https", host: "shop.example" };

describe("a redirect is safe", () => {
  test.each([
    "/",
    "/profile",
    "/a/b?next=//evil.example#top",
    "/?q=http://evil.example",
    "/caf%C3%A9/ü",
    "/a:b@c",
  ])("to a path of the site: %s", (url) => {
    expect(isSafeRedirect(url)).toBe(true);
  });

  test.each([
    "https://shop.example",
    "https://shop.example/",
    "HTTPS://Shop.Example/cart?x#y",
    "https://shop.example?x=//y",
    "https://shop.example#x",
  ])("to a whole URL of the site, if the site is known: %s", (url) => {
    expect(isSafeRedirect(url, SITE)).toBe(true);
    expect(isSafeRedirect(url)).toBe(false);
  });
});

describe("a redirect is refused", () => {
  test.each([
    undefined,
    "",
    "profile",
    "?x",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ /evil.example",
    " //evil.example",
    "\u0000//evil.example",
    "/path\r\nSet-Cookie: a=b",
    "/..//evil.example",
    "/.//evil.example",
    "/a//b",
    "\u00a0//evil.example",
    "\ufeff/x",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https://evil.example",
    "https://shop.example.evil.example/",
    "https://shop.example@evil.example/",
    "https://shop.example:443@evil.example/",
    "https://shop.example:8443/",
    "https://user@shop.example/",
    "https://shop.example\\@evil.example",
    "https://shop.example\\.evil.example",
    "https://shop.example//evil.example",
    "http://shop.example/",
    "https:/shop.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//shop.example",
    "data:text/html,x",
    "blob:https://shop.example/x",
  ])("to %j", (url) => {
    expect(isSafeRedirect(url, SITE)).toBe(false);
  });

  test("to anything that is no text", () => {
    expect(isSafeRedirect(["/"] as unknown as string)).toBe(false);
    expect(isSafeRedirect(null as unknown as string)).toBe(false);
  });
});

describe("whatever is found safe", () => {
  test("leads to the same origin for every WHATWG URL parser", () => {
    fc.assert(
      fc.property(trickyUrl, fc.constantFrom("/", "/a/b", "/login?next=x"), (tricky, page) => {
        for (const url of [tricky, `/${tricky}`, `https://shop.example${tricky}`]) {
          if (!isSafeRedirect(url, SITE)) continue;
          const target = new URL(url, `https://shop.example${page}`);
          expect([url, target.origin, target.username]).toEqual([url, "https://shop.example", ""]);
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
