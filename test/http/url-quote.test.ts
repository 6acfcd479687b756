import fc from "fast-check";
import { iriToUri, quote, quotePath, quoteQuery, unquote, uriToIri } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("quote", () => {
  test("encodes all but letters, digits and what is safe", () => {
    expect(quote("a b/ü?~")).toBe("a%20b/%C3%BC%3F~");
    expect(quote("a/b", "")).toBe("a%2Fb");
    expect(quotePath("/a?b;c@d%20")).toBe("/a%3Fb;c@d%20");
    expect(quoteQuery("a?b=c d")).toBe("a?b=c%20d");
  });
});

describe("unquote", () => {
  test("decodes UTF-8, and leaves what is none", () => {
    expect(unquote("%C3%BC%20%e2%98%83")).toBe("ü ☃");
    expect(unquote("%FF%c3%28%zz%4")).toBe("%FF%C3(%zz%4");
    expect(unquote("%C3ü")).toBe("%C3ü");
  });

  test("leaves overlong forms and surrogates encoded", () => {
    expect(unquote("%C0%AF%E0%80%AF%ED%A0%80%F4%90%80%80")).toBe("%C0%AF%E0%80%AF%ED%A0%80%F4%90%80%80");
  });

  test("undoes quote", () => {
    const text = fc.string({ unit: "binary" }).filter((value) => value.isWellFormed());
    fc.assert(fc.property(text, (value) => void expect(unquote(quote(value))).toBe(value)));
  });

  test("agrees with decodeURIComponent wherever that does not throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."%0123489ACEFabü") }), (text) => {
        let expected: string;
        try {
          expected = decodeURIComponent(text);
        } catch {
          unquote(text);
          return;
        }
        expect(unquote(text)).toBe(expected);
      }),
    );
  });
});

describe("iriToUri and uriToIri", () => {
  test("translate a URL there and back", () => {
    const iri = "http://user:pass@exämple.com:8080/ü/☃?q=é#ß";
    const uri = "http://user:pass@xn--exmple-cua.com:8080/%C3%BC/%E2%98%83?q=%C3%A9#%C3%9F";
    expect(iriToUri(iri)).toBe(uri);
    expect(uriToIri(uri)).toBe(iri);
  });

  test("leave plain and relative URLs alone", () => {
    for (const url of [
      "/",
      "/a/b",
      "a",
      "",
      "?q=1",
      "#x",
      "../x",
      "//host/x",
      "mailto:a@b",
      "http://h/?a=%26#f",
    ]) {
      expect(iriToUri(url)).toBe(url);
      expect(uriToIri(url)).toBe(url);
    }
  });

  test("keep encoded what would mean something else decoded", () => {
    expect(uriToIri("/a%2Fb%3Fc%23d%25e%20f?x=%26%3D%2B%23")).toBe("/a%2Fb%3Fc%23d%25e%20f?x=%26%3D%2B%23");
  });

  test("show a Punycode host only if it is the one it encodes", () => {
    expect(uriToIri("http://xn--n3h.net/")).toBe("http://☃.net/");
    for (const host of ["xn--a.com", "xn--.com", "xn--99999999.com", "xn--example-.com"]) {
      expect(uriToIri(`http://${host}/`)).toBe(`http://${host}/`);
    }
  });

  test("refuse hosts and ports that are none", () => {
    for (const url of [
      "http://a..b/",
      "http://h:port/",
      "http://h:99999/",
      "http://[::1/",
      "http://[:%25:1]/",
      "http://ü ü/",
    ]) {
      expect(() => iriToUri(url), url).toThrow(TypeError);
    }
  });

  test("give printable ASCII, or refuse", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let uri: string;
        try {
          uri = iriToUri(`/${text}`);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(uri).toMatch(/^[\x21-\x7e]*$/);
      }),
    );
  });
});
