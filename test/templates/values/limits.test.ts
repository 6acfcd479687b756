/** What a template could ask for until memory or patience ends. */
import { describe, expect, test } from "vitest";
import { Tuple } from "../../../src/python/index.ts";
import { callFilter } from "../../../src/templates/filters/named.ts";
import { builtinGlobals } from "../../../src/templates/globals/builtin-globals.ts";
import { callMethod } from "../../../src/templates/values/attributes.ts";
import { call } from "../../../src/templates/values/call.ts";
import { formatValue } from "../../../src/templates/values/format-spec.ts";
import { lengthOf } from "../../../src/templates/values/length.ts";
import { add, mod, mul, pow } from "../../../src/templates/values/operators.ts";
import { bareContext } from "../operations.ts";

const context = bareContext();
const huge = 10n ** 30n;

describe("refused with an OverflowError", () => {
  test.each<[string, () => unknown]>([
    ["text repeated", () => mul("ab", 1e9)],
    ["text repeated beyond all numbers", () => mul("ab", huge)],
    ["a list repeated", () => mul([1, 2], 1e9)],
    ["a power", () => pow(10, 1e9)],
    ["a power of a power", () => pow(pow(10, 10_000), 10_000)],
    ["a product of large ints", () => mul(pow(10, 30_000), pow(10, 30_000))],
    ["a width of %", () => mod("%1000000000d", new Tuple(1))],
    ["a width of % given apart", () => mod("%*d", new Tuple(1e9, 1))],
    ["a precision of %", () => mod("%.1000000000f", new Tuple(1))],
    ["a width of a format", () => formatValue(1, "999999999")],
    ["a width in str.format", () => callMethod(context, "{:999999999}", "format", ["x"])],
    ["a width of a method", () => callMethod(context, "x", "center", [1e9])],
    ["a replacement", () => callMethod(context, "x".repeat(1e5), "replace", ["", "y".repeat(1e5)])],
    ["a join", () => callMethod(context, "y".repeat(1e6), "join", [Array(100).fill("")])],
    ["tabs", () => callMethod(context, "\t", "expandtabs", [1e9])],
    ["an indent", () => callFilter(context, "indent", "a\n".repeat(1e4), [1e5])],
    ["a row filled up", () => [...(callFilter(context, "batch", [1], [1e9, 0]) as Iterable<unknown>)]],
    ["columns", () => [...(callFilter(context, "slice", [1], [1e9]) as Iterable<unknown>)]],
    ["lorem ipsum", () => call(context, builtinGlobals.get("lipsum"), [1e9])],
    ["a range beyond all numbers", () => call(context, builtinGlobals.get("range"), [huge, 10n ** 40n])],
  ])("%s", (_, ask) => {
    expect(ask).toThrow(expect.objectContaining({ name: "OverflowError" }));
  });

  test("text that grows by adding to itself", () => {
    let text: unknown = "x".repeat(1000);
    expect(() => {
      for (let i = 0; i < 30; i++) text = add(text, text);
    }).toThrow("characters");
  });
});

test("a long range takes no room", () => {
  expect(lengthOf(call(context, builtinGlobals.get("range"), [1e12]))).toBe(1e12);
});

describe("in time that grows with the text alone", () => {
  const long = 200_000;
  test.each<[string, () => unknown]>([
    ["urlize of at signs", () => callFilter(context, "urlize", "a@".repeat(long))],
    ["urlize of a mail address that is none", () => callFilter(context, "urlize", `a@${"a.".repeat(long)}!`)],
    [
      "urlize of brackets",
      () => callFilter(context, "urlize", `${"(".repeat(long)}http://a.com${")".repeat(long)}`),
    ],
    ["urlize of a host", () => callFilter(context, "urlize", `http://${"a-".repeat(long)}`)],
    ["wordwrap of hyphens", () => callFilter(context, "wordwrap", "-".repeat(long))],
    ["wordwrap of words", () => callFilter(context, "wordwrap", "ab-cd ".repeat(long))],
    ["striptags of open tags", () => callFilter(context, "striptags", "<".repeat(long))],
    ["striptags of open comments", () => callFilter(context, "striptags", "<!--".repeat(long))],
    ["trim of spaces", () => callFilter(context, "trim", `x${" ".repeat(long)}x`)],
    ["title of brackets", () => callFilter(context, "title", "(".repeat(long))],
    ["unescape of ampersands", () => callFilter(context, "striptags", "&".repeat(long))],
    ["a format of braces", () => callMethod(context, "{{".repeat(long), "format", [])],
    [
      "unique of tuples",
      () => [
        ...(callFilter(
          context,
          "unique",
          Array.from({ length: 20_000 }, (_, i) => new Tuple(i, i)),
        ) as Iterable<unknown>),
      ],
    ],
  ])("%s", (_, work) => {
    const start = performance.now();
    work();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
