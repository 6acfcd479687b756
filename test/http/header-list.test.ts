import fc from "fast-check";
import {
  dumpHeader,
  dumpOptionsHeader,
  HeaderSet,
  parseDictHeader,
  parseListHeader,
  parseOptionsHeader,
  parseSetHeader,
  quoteHeaderValue,
  unquoteHeaderValue,
} from "flagon/http";
import { describe, expect, test } from "vitest";

describe("quoteHeaderValue and unquoteHeaderValue", () => {
  test("leave a token alone", () => {
    expect(quoteHeaderValue("tea")).toBe("tea");
    expect(quoteHeaderValue(5)).toBe("5");
    expect(unquoteHeaderValue("tea")).toBe("tea");
  });

  test("quote what is none, or all if told to", () => {
    expect(quoteHeaderValue("")).toBe('""');
    expect(quoteHeaderValue('a "b" \\')).toBe('"a \\"b\\" \\\\"');
    expect(quoteHeaderValue("tea", { allowToken: false })).toBe('"tea"');
  });

  test("give any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // A line break can't come through a header.
        fc.pre(!/[\n\r\u2028\u2029]/.test(text) && text.isWellFormed());
        expect(unquoteHeaderValue(quoteHeaderValue(text))).toBe(text);
      }),
    );
  });
});

describe("parseListHeader", () => {
  test("takes the items without their quotes", () => {
    expect(parseListHeader('a, "b, c" , ,d')).toEqual(["a", "b, c", "d"]);
  });

  test("keeps the quotes inside an item", () => {
    expect(parseListHeader('a="b, c", d')).toEqual(['a="b, c"', "d"]);
  });

  test("finds nothing where a quotation mark is missing", () => {
    expect(parseListHeader('a, "b, c')).toEqual([]);
    expect(parseListHeader('"a\\"')).toEqual([]);
  });

  test("is empty without a header", () => {
    expect(parseListHeader(undefined)).toEqual([]);
  });

  test("reads back what dumpHeader writes", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ -~]+$/)), (items) => {
        expect(parseListHeader(dumpHeader(items))).toEqual(items);
      }),
    );
  });
});

describe("parseDictHeader", () => {
  test("takes keys with and without values", () => {
    expect([...parseDictHeader('a=1, b, c="x, y", d=')]).toEqual([
      ["a", "1"],
      ["b", undefined],
      ["c", "x, y"],
      ["d", ""],
    ]);
  });

  test("passes over what has no key, and lets the last of two count", () => {
    expect([...parseDictHeader("=x, a=1, a=2")]).toEqual([["a", "2"]]);
  });

  test("decodes the value of a key with a star", () => {
    expect([...parseDictHeader("name*=UTF-8''caf%C3%A9")]).toEqual([["name", "café"]]);
  });

  test("knows keys of the names of Object's own members", () => {
    expect(parseDictHeader("a=1").get("constructor")).toBeUndefined();
    expect(parseDictHeader("__proto__=1").get("__proto__")).toBe("1");
  });
});

describe("dumpHeader and dumpOptionsHeader", () => {
  test("write keys with values, in quotes where they must be", () => {
    expect(
      dumpHeader(
        new Map([
          ["a", "x y"],
          ["b", undefined],
          ["c*", "UTF-8''x"],
        ] as const),
      ),
    ).toBe(`a="x y", b, c*=UTF-8''x`);
  });

  test("write a value with parameters", () => {
    expect(dumpOptionsHeader("attachment", { filename: 'a"b.txt', size: 5, none: undefined })).toBe(
      'attachment; filename="a\\"b.txt"; size=5',
    );
    expect(dumpOptionsHeader(undefined, { a: "b" })).toBe("a=b");
  });

  test("write what parseOptionsHeader reads", () => {
    const text = fc.stringMatching(/^[ -~]*$/).filter((value) => !/%22|\\/.test(value));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect([...parseOptionsHeader(dumpOptionsHeader("x", { a, b }))[1]]).toEqual([
          ["a", a],
          ["b", b],
        ]);
      }),
    );
  });
});

describe("HeaderSet", () => {
  test("compares names in any case and keeps how they were spelt", () => {
    const set = parseSetHeader("Accept, cookie");
    set.add("COOKIE");
    set.add("X-Tea");
    expect([...set]).toEqual(["Accept", "cookie", "X-Tea"]);
    expect([set.has("ACCEPT"), set.find("x-tea"), set.size]).toEqual([true, 2, 3]);
    expect(set.asSet()).toEqual(new Set(["accept", "cookie", "x-tea"]));
  });

  test("puts in quotes what is no token", () => {
    expect(new HeaderSet(["a b", "c"]).toHeader()).toBe('"a b", c');
  });

  test("tells of each change, and only of changes", () => {
    const told: string[] = [];
    const set = new HeaderSet(["a"], (changed) => told.push(changed.toHeader()));
    set.add("A");
    set.update(["b", "c"]);
    set.delete("missing");
    set.delete("B");
    set.clear();
    expect(told).toEqual(["a, b", "a, b, c", "a, c", ""]);
  });
});
