import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { literalEval } from "../../../src/templates/values/literal.ts";
import { nativeConcat } from "../../../src/templates/values/native-concat.ts";
import { repr } from "../../../src/templates/values/text.ts";

describe("a Python literal", () => {
  test.each([
    ["1", "1"],
    ["-1_000", "-1000"],
    ["0x1F", "31"],
    ["1.0", "1.0"],
    ["1e3", "1000.0"],
    [".5", "0.5"],
    ["5.", "5.0"],
    ["99999999999999999999", "99999999999999999999"],
    ["'it''s'", "'its'"],
    ['"a\\n\\x41\\u00e9\\101\\q"', "'a\\nAéA\\\\q'"],
    ["r'\\n'", "'\\\\n'"],
    ["'''a\nb'''", "'a\\nb'"],
    ["True", "True"],
    ["None", "None"],
    ["()", "()"],
    ["(1)", "1"],
    ["(1,)", "(1,)"],
    ["1, 'a'", "(1, 'a')"],
    ["[1, [2, 3], ]", "[1, [2, 3]]"],
    ["{}", "{}"],
    ["{'a': 1, 2: [None]}", "{'a': 1, 2: [None]}"],
    ["{1, 2, 1}", "{1, 2}"],
    ["set()", "set()"],
    ["[1, # one\n 2]", "[1, 2]"],
    ["1 # one\n", "1"],
    ["\n  \n# one\n1", "1"],
  ])("%s", (text, expected) => {
    expect(repr(literalEval(text))).toBe(expected);
  });

  test.each([
    "",
    " 1",
    "a",
    "1 2",
    "01",
    "1__0",
    "[1",
    "'a",
    "{1: 2, 3}",
    "f'a'",
    "1 + 1",
    "'\\x4'",
    "[,]",
    "--'a'",
    "1a",
    "{[]: 1}",
  ])("is not %j", (text) => {
    expect(() => literalEval(text)).toThrow();
  });

  test("does not nest without end", () => {
    expect(() => literalEval("[".repeat(1e6))).toThrow("expected a literal");
    expect(() => literalEval("-".repeat(1e6))).toThrow("expected a literal");
  });
});

describe("a native template", () => {
  test("gives a single value as it is", () => {
    const list = [1];
    expect(nativeConcat([list])).toBe(list);
    expect(nativeConcat([])).toBeNull();
  });

  test("gives the value of text that is a literal, else the text", () => {
    expect(nativeConcat(["1", 2])).toBe(12);
    expect(nativeConcat(["a", "b"])).toBe("ab");
    expect(nativeConcat([new Markup("12")])).toBe(12);
    expect(repr(nativeConcat([new Markup("<b>")]))).toBe("Markup('<b>')");
    expect(nativeConcat([" ", true])).toBe(" True");
  });
});
