import fc from "fast-check";
import { ETags, generateEtag, parseEtags, quoteEtag, unquoteEtag } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("quoteEtag and unquoteEtag", () => {
  test("put quotes on and take them off", () => {
    expect(quoteEtag("v1")).toBe('"v1"');
    expect(quoteEtag("v1", { weak: true })).toBe('W/"v1"');
    expect(unquoteEtag('"v1"')).toEqual(["v1", false]);
    expect(unquoteEtag('w/"v1"')).toEqual(["v1", true]);
  });

  test("take a tag without quotes as it is", () => {
    expect(unquoteEtag("v1")).toEqual(["v1", false]);
  });

  test("know when there is none", () => {
    expect(unquoteEtag(undefined)).toEqual([undefined, undefined]);
    expect(unquoteEtag("")).toEqual([undefined, undefined]);
  });

  test("refuse a quotation mark, which would end the tag", () => {
    expect(() => quoteEtag('a"b')).toThrow(/quotation mark/);
  });
});

describe("generateEtag", () => {
  test("is the SHA-1 of the bytes", () => {
    expect(generateEtag("tea")).toBe(generateEtag(new TextEncoder().encode("tea")));
    expect(generateEtag("tea")).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe("parseEtags", () => {
  test("tells strong tags from weak ones", () => {
    const tags = parseEtags('"a", W/"b", c');
    expect([...tags]).toEqual(["a", "c"]);
    expect(tags.isWeak("b")).toBe(true);
    expect(tags.isStrong("b")).toBe(false);
  });

  test("compares strongly or weakly", () => {
    const tags = parseEtags('"a", W/"b"');
    expect([tags.contains("a"), tags.contains("b")]).toEqual([true, false]);
    expect([tags.containsWeak("a"), tags.containsWeak("b")]).toEqual([true, true]);
    expect([tags.containsRaw('"b"'), tags.containsRaw('W/"b"'), tags.containsRaw("")]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("takes a star for any tag", () => {
    const tags = parseEtags("*");
    expect([tags.starTag, tags.contains("x"), tags.toHeader()]).toEqual([true, true, "*"]);
    expect(parseEtags('"*"').starTag).toBe(false);
  });

  test("keeps commas and quotation marks inside a tag", () => {
    expect([...parseEtags('"a,b", "c"d"')]).toEqual(["a,b", 'c"d']);
  });

  test("takes an empty tag in quotes for a tag", () => {
    expect(parseEtags('""').contains("")).toBe(true);
    expect(parseEtags('""').isEmpty).toBe(false);
  });

  test("is empty without a header", () => {
    expect(parseEtags(undefined).isEmpty).toBe(true);
    expect(parseEtags("").isEmpty).toBe(true);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "W/", "a", ",", " ", "*", "\\") }), (header) => {
        parseEtags(header).toHeader();
      }),
    );
  });

  test("reads back what an ETags writes", () => {
    const tag = fc.stringMatching(/^[!#-~]+$/).filter((text) => !/[,*]/.test(text));
    fc.assert(
      fc.property(fc.array(tag), fc.array(tag), (strong, weak) => {
        const again = parseEtags(new ETags(strong, weak).toHeader());
        expect(again.asSet()).toEqual(new Set(strong));
        expect(again.asSet({ includeWeak: true })).toEqual(new Set([...strong, ...weak]));
      }),
    );
  });
});
