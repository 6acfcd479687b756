import fc from "fast-check";
import { dumpCookie, parseCookie } from "flagon/http";
import { describe, expect, test } from "vitest";

const parse = (header: string): [string, string[]][] => [...parseCookie(header).lists()];

describe("parseCookie", () => {
  test("reads names and values, trimmed", () => {
    expect(parse(" a = 1 ;b=2;  c=3 ")).toEqual([
      ["a", ["1"]],
      ["b", ["2"]],
      ["c", ["3"]],
    ]);
  });

  test("reads no header as no cookies", () => {
    expect(parseCookie(undefined).size).toBe(0);
    expect(parseCookie("").size).toBe(0);
  });

  test("skips empty names and keeps empty values", () => {
    expect(parse("=x; ;a; b=;;")).toEqual([
      ["a", [""]],
      ["b", [""]],
    ]);
  });

  test("keeps every value of a name, in order", () => {
    expect(parse("s=1; t=2; s=3")).toEqual([
      ["s", ["1", "3"]],
      ["t", ["2"]],
    ]);
  });

  test("undoes quotes and their escapes", () => {
    expect(parse('a="x y"; b="\\303\\251"; c="\\"\\\\\\z"')).toEqual([
      ["a", ["x y"]],
      ["b", ["é"]],
      ["c", ['"\\z']],
    ]);
  });

  test("keeps a semicolon inside quotes", () => {
    expect(parse('a="x;y" ; b=1')).toEqual([
      ["a", ["x;y"]],
      ["b", ["1"]],
    ]);
  });

  test("does not end a quoted value at an escaped quote", () => {
    expect(parse('a="x\\";y"; b=1')).toEqual([
      ["a", ['x";y']],
      ["b", ["1"]],
    ]);
  });

  test("takes an unterminated quote as it is", () => {
    expect(parse('a="x; b=1')).toEqual([
      ["a", ['"x']],
      ["b", ["1"]],
    ]);
  });

  test("leaves commas, equals signs and percent signs in values", () => {
    expect(parse("a=1,2; b=x=y; c=%20")).toEqual([
      ["a", ["1,2"]],
      ["b", ["x=y"]],
      ["c", ["%20"]],
    ]);
  });

  test("replaces escaped bytes that are no UTF-8", () => {
    expect(parseCookie('a="\\377"').get("a")).toBe("\ufffd");
  });

  test("lets a name go over a line break, and no value", () => {
    expect([...parseCookie("a=b\nc=d; e=f")]).toEqual([
      ["b\nc", "d"],
      ["e", "f"],
    ]);
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (header) => void parse(header)));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=;"\\ 0377') }), (header) => void parse(header)),
    );
  });

  test("reads what dumpCookie writes", () => {
    const value = fc.string({ unit: "binary" }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(value, (text) => {
        const header = dumpCookie("name", text, { path: null });
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(parse(header)).toEqual([["name", [text]]]);
      }),
    );
  });

  test("takes no longer than the header is long", () => {
    for (const piece of ['a="x;', 'a="\\;', 'a="', "=", ";", '"\\']) parseCookie(piece.repeat(100_000));
  });
});
