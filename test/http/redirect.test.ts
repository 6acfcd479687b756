import { redirect } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("redirect", () => {
  test("is a 302 with a Location and a page that links there", () => {
    const response = redirect("/login?next=<me>");
    expect(response.status).toBe(302);
    expect(response.location).toBe("/login?next=%3Cme%3E");
    expect(response.contentType).toBe("text/html; charset=utf-8");
    expect(response.text).toMatch(/^<!doctype html>\n<html lang=en>\n<title>Redirecting...<\/title>\n/);
    expect(response.text).toContain('<a href="/login?next=&lt;me&gt;">/login?next=&lt;me&gt;</a>');
    expect(response.text.endsWith("\n")).toBe(true);
  });

  test("links to where the Location leads, where a browser would read the text in another way", () => {
    const response = redirect("/\\other.example");
    expect(response.location).toBe("/%5Cother.example");
    expect(response.text).toContain('<a href="/%5Cother.example">/\\other.example</a>');
  });

  test("keeps a relative location relative, and encodes what has to be", () => {
    expect(redirect("next").location).toBe("next");
    expect(redirect("/ü 1/%20").location).toBe("/%C3%BC%201/%20");
    expect(redirect("http://exämple.com:80/☃").location).toBe("http://xn--exmple-cua.com:80/%E2%98%83");
  });

  test("takes any status code", () => {
    for (const code of [200, 301, 303, 307, 308]) expect(redirect("/", code).status).toBe(code);
    expect(() => redirect("/", Number.NaN)).toThrow(RangeError);
  });

  test("refuses what is no text", () => {
    expect(() => redirect(undefined as never)).toThrow("redirect() needs a URL as text, not undefined");
    expect(() => redirect(function index() {} as never)).toThrow("not the view index; urlFor() gives one.");
  });

  test("refuses what a browser would leave out", () => {
    for (const url of ["/a\r\nSet-Cookie: x=y", "/\n", "/\t/other.example"]) {
      expect(() => redirect(url)).toThrow(/a tab or a line break/);
    }
  });

  test("encodes other control characters in the path, and refuses them in the host", () => {
    expect(redirect("/a\u0001\u007fb").location).toBe("/a%01%7Fb");
    expect(() => redirect("//a\u0001b/")).toThrow(TypeError);
  });
});
