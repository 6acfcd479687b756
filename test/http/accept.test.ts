import fc from "fast-check";
import { Accept, CharsetAccept, LanguageAccept, MIMEAccept, parseAcceptHeader } from "flagon/http";
import { describe, expect, test } from "vitest";

const mime = (header: string | undefined) => parseAcceptHeader(header, MIMEAccept);
const languages = (header: string | undefined) => parseAcceptHeader(header, LanguageAccept);

describe("parseAcceptHeader", () => {
  test("puts the best liked first", () => {
    const accept = parseAcceptHeader("gzip;q=0.5, br, deflate;q=0.8");
    expect([...accept.values()]).toEqual(["br", "deflate", "gzip"]);
    expect(accept.best).toBe("br");
  });

  test("puts a star last, however much it is liked", () => {
    expect([...parseAcceptHeader("*, gzip;q=0.1").values()]).toEqual(["gzip", "*"]);
  });

  test.each(["x;q=2", "x;q=-1", "x;q=abc", "x;q=1e0", "x;q=0."])("leaves out %j", (header) => {
    expect([...parseAcceptHeader(header)]).toEqual([]);
  });

  test("knows whether there was a header", () => {
    expect(parseAcceptHeader(undefined).provided).toBe(false);
    expect(parseAcceptHeader("gzip").provided).toBe(true);
    expect(parseAcceptHeader(undefined).bestMatch(["gzip"])).toBeUndefined();
    expect(parseAcceptHeader(undefined).bestMatch(["gzip"], "identity")).toBe("identity");
  });

  test("writes the header again", () => {
    expect(parseAcceptHeader("gzip;q=0.5, br, x;q=0").toHeader()).toBe("br,gzip;q=0.5,x;q=0.0");
  });

  test("never throws on what a client sends", () => {
    const header = fc.string({
      unit: fc.constantFrom("a", "/", "*", ";", "q=", "0.5", ",", '"', " ", "=", "-"),
    });
    fc.assert(
      fc.property(header, (value) => {
        for (const cls of [MIMEAccept, LanguageAccept, CharsetAccept, Accept]) {
          const accept = parseAcceptHeader(value, cls);
          accept.bestMatch(["text/html", "application/json"]);
          accept.quality("text/html");
          accept.toHeader();
        }
      }),
    );
  });
});

describe("Accept", () => {
  test("answers what is liked how much", () => {
    const accept = parseAcceptHeader("gzip;q=0.5, br;q=0, *;q=0.1");
    expect([accept.quality("GZIP"), accept.quality("br"), accept.quality("zstd")]).toEqual([0.5, 0, 0.1]);
    expect([accept.find("gzip"), accept.has("zstd")]).toEqual([0, true]);
  });

  test("never takes what is excluded, even if a star would let it in", () => {
    expect(parseAcceptHeader("br;q=0, *").bestMatch(["br", "gzip"])).toBe("gzip");
    expect(mime("application/json;q=0, */*").bestMatch(["application/json", "text/html"])).toBe("text/html");
  });

  test("takes nothing rather than what is excluded", () => {
    expect(parseAcceptHeader("br;q=0").bestMatch(["br"])).toBeUndefined();
  });

  test("takes the first of what is liked as much", () => {
    expect(parseAcceptHeader("a, b").bestMatch(["b", "a"])).toBe("b");
  });
});

describe("MIMEAccept", () => {
  test("takes the more specific type of two that are liked as much", () => {
    expect(mime("text/*, text/html").bestMatch(["text/plain", "text/html"])).toBe("text/html");
  });

  test("compares parameters in any order", () => {
    const accept = mime("text/html;level=1;charset=utf-8");
    expect(accept.has("text/html; charset=UTF-8; level=1")).toBe(true);
    expect(accept.has("text/html")).toBe(false);
  });

  test("knows what a browser takes", () => {
    const accept = mime("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    expect([accept.acceptHtml, accept.acceptXhtml, accept.acceptJson]).toEqual([true, true, true]);
    expect(accept.bestMatch(["application/json", "text/html"])).toBe("text/html");
  });

  test("takes nonsense from a client for nothing, and from a program for a mistake", () => {
    expect(mime("text, */html").has("text/html")).toBe(false);
    expect(() => mime("text/html").quality("html")).toThrow(/no MIME type/);
    expect(() => mime("text/html").quality("*/html")).toThrow(/no MIME type/);
  });
});

describe("LanguageAccept", () => {
  test("takes what was named, dash or underscore", () => {
    expect(languages("de-at, en").bestMatch(["de_AT", "en"])).toBe("de_AT");
  });

  test("falls back to the language of a country, and to a country of the language", () => {
    expect(languages("de-AT").bestMatch(["de", "en"])).toBe("de");
    expect(languages("de").bestMatch(["en", "de-AT"])).toBe("de-AT");
    expect(languages("en-GB").bestMatch(["en-US"])).toBeUndefined();
  });
});

describe("CharsetAccept", () => {
  test("knows the other names of a charset", () => {
    const accept = parseAcceptHeader("utf8, latin1;q=0.5", CharsetAccept);
    expect(accept.bestMatch(["ISO-8859-1", "UTF-8"])).toBe("UTF-8");
    expect(accept.quality("iso-8859-1")).toBe(0.5);
    expect(accept.has("unheard-of")).toBe(false);
  });
});
