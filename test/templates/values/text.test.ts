import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { Tuple } from "../../../src/python/index.ts";
import { Dict } from "../../../src/templates/values/dict.ts";
import { Float } from "../../../src/templates/values/float.ts";
import { Range } from "../../../src/templates/values/range.ts";
import { repr, str } from "../../../src/templates/values/text.ts";

class Point {}
class Price {
  toString() {
    return "12 €";
  }
}

describe("printing", () => {
  test.each([
    ["None", null, "None"],
    ["True", true, "True"],
    ["an int", 3, "3"],
    ["a whole float", new Float(2), "2.0"],
    ["a float", 0.1, "0.1"],
    ["a large float", 1e16, "1e+16"],
    ["a large int", 2n ** 70n, "1180591620717411303424"],
    ["a list", [1, "a", null], "[1, 'a', None]"],
    ["a tuple of one", new Tuple(1), "(1,)"],
    ["a plain object", { a: [true] }, "{'a': [True]}"],
    ["a Map", new Map<unknown, unknown>([[1, "x"]]), "{1: 'x'}"],
    ["a set", new Set([1]), "{1}"],
    ["an empty set", new Set(), "set()"],
    ["Markup", new Markup("<b>"), "<b>"],
    ["Markup in a list", [new Markup("<b>")], "[Markup('<b>')]"],
    ["bytes", Uint8Array.of(97, 0, 39), `b"a\\x00'"`],
    ["a range", new Range(0, 5, 2), "range(0, 5, 2)"],
    ["a moment", new Date(Date.UTC(2024, 1, 29, 12, 0, 0)), "2024-02-29 12:00:00+00:00"],
    ["an instance", new Point(), "<Point object>"],
    ["an instance with a text", new Price(), "12 €"],
    ["a class", Point, "<class 'Point'>"],
    ["a function", function greet() {}, "<function greet>"],
  ])("%s", (_, value, expected) => {
    expect(str(value)).toBe(expected);
  });

  test("a list that holds itself", () => {
    const list: unknown[] = [1];
    list.push(list);
    expect(str(list)).toBe("[1, [...]]");
  });

  test("an int of more digits than Python prints is refused", () => {
    expect(() => str(10n ** 5000n)).toThrow("4300 digits");
  });

  test("text in quotes, with what can't be printed escaped", () => {
    expect(repr("it's")).toBe(`"it's"`);
    expect(repr(`it's "so"`)).toBe(`'it\\'s "so"'`);
    expect(repr("a\u200b\u0000\n\\é")).toBe("'a\\u200b\\x00\\n\\\\é'");
  });
});

describe("a dictionary that a template makes", () => {
  test("has one key for 1, 1.0 and True, named as it was first", () => {
    const dict = new Dict([
      [1, "int"],
      [new Float(1), "float"],
      [true, "bool"],
    ]);
    expect(str(dict)).toBe("{1: 'bool'}");
    expect(dict.get(new Float(1))).toBe("bool");
  });

  test("finds tuples by what they hold", () => {
    const dict = new Dict([[new Tuple("a", new Tuple(1)), "found"]]);
    expect(dict.get(new Tuple("a", new Tuple(1)))).toBe("found");
    expect(dict.has(new Tuple("a", new Tuple(2)))).toBe(false);
    expect(dict.delete(new Tuple("a", new Tuple(1)))).toBe(true);
    expect(dict.size).toBe(0);
  });
});
