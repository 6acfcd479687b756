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

  test("keeps a relative location relative, and encodes what has to be", () => {
    expect(redirect("next").location).toBe("next");
    expect(redirect("/ü 1/%20").location).toBe("/%C3%BC%201/%20");
    expect(redirect("http://exämple.com:80/☃").location).toBe("http://xn--exmple-cua.com:80/%E2%98%83");
  });

  test("takes the codes of redirects and no others", () => {
    for (const code of [301, 302, 303, 305, 307, 308]) expect(redirect("/", code).status).toBe(code);
    for (const code of [200, 300, 304, 306, 404])
      expect(() => redirect("/", code)).toThrow(/no code for a redirect/);
  });

  test("refuses control characters, wherever they stand", () => {
    for (const url of ["/a\r\nSet-Cookie: x=y", "/\n", "\u0000/", "/\u007f", "/?q=\t"]) {
      expect(() => redirect(url)).toThrow(/control character U\+00/);
    }
  });
});
