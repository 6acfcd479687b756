import { BaseConverter, type ConverterArguments, Rule, RuleSyntaxError, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** What a converter is given by a rule. */
function argumentsOf(text: string): ConverterArguments {
  let given: ConverterArguments | undefined;
  class Probe extends BaseConverter {
    constructor(args: ConverterArguments) {
      super();
      given = args;
    }
  }
  new UrlMap([new Rule(`/<probe(${text}):x>`)], { converters: [["probe", Probe]] });
  if (given === undefined) throw new Error("The converter was not made.");
  return given;
}

describe("what stands between the parentheses", () => {
  test.each([
    ["", []],
    ["  ", []],
    ["1", [1]],
    ["-1, -2.5, .5, 3.", [-1, -2.5, 0.5, 3]],
    ["True, False, None", [true, false, null]],
    ["true, false, null", [true, false, null]],
    ["word, two.words, a_b", ["word", "two.words", "a_b"]],
    ["ü, 日本, ٣", ["ü", "日本", "٣"]],
    ["\"quoted, with a comma\", 'single'", ["quoted, with a comma", "single"]],
    ['"True", "1", ""', ["True", "1", ""]],
    ['"it\'s", \'say "so"\'', ["it's", 'say "so"']],
    ["a,b,", ["a", "b"]],
    ['"(", ")"', ["(", ")"]],
  ])("%j is read by position", (text, values) => {
    expect(argumentsOf(text)).toEqual({ positional: values, named: new Map() });
  });

  test("has names, with spaces or without", () => {
    const { positional, named } = argumentsOf(`1, min = -3,max=4.5 , name="a=b", flag=True`);
    expect(positional).toEqual([1]);
    expect([...named]).toEqual([
      ["min", -3],
      ["max", 4.5],
      ["name", "a=b"],
      ["flag", true],
    ]);
  });

  test.each([
    ["min=", /a value is missing at "min="/],
    ["min=, max=3", /a value is missing at "min=, max=3"/],
    [",", /a value is missing/],
    ["a,,b", /a value is missing/],
    ["a b", /a comma is missing before "b"/],
    ["a=1, a=2", /the argument a is there twice/],
    ["@", /a value is missing at "@"/],
  ])("%j is an error that says where", (text, reason) => {
    expect(() => argumentsOf(text)).toThrow(RuleSyntaxError);
    expect(() => argumentsOf(text)).toThrow(reason);
  });
});

describe("a converter refuses what it does not take", () => {
  test.each([
    ["/<int(1, 2, 3, True, 5):x>", /there are 5 arguments, and it takes 4/],
    ["/<int(minimum=1):x>", /it has no argument minimum; there are fixed_digits, min, max, signed/],
    ["/<int(4, fixed_digits=4):x>", /the argument fixed_digits is there twice/],
    ["/<int(fixed_digits=-1):x>", /fixed_digits must be a whole number from 0, not -1/],
    ["/<int(fixed_digits=1.5):x>", /fixed_digits must be a whole number/],
    ['/<int(min="1"):x>', /min must be a number, not "1"/],
    ["/<string(length=many):x>", /length must be a number, not "many"/],
    ["/<path(1):x>", /there are 1 arguments, and it takes none/],
    ["/<uuid(version=4):x>", /it has no argument version; there are none/],
    ["/<any:x>", /any needs the texts it takes/],
    ["/<any():x>", /any needs the texts it takes/],
    ["/<any(a=b):x>", /any takes texts, without names/],
  ])("%s", (rule, reason) => {
    expect(() => new UrlMap([new Rule(rule)])).toThrow(RuleSyntaxError);
    expect(() => new UrlMap([new Rule(rule)])).toThrow(reason);
  });
});
