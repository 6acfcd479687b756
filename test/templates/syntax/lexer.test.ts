import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TemplateSyntaxError } from "../../../src/templates/errors.ts";
import { Lexer } from "../../../src/templates/syntax/lexer.ts";
import { DEFAULT_SYNTAX, type SyntaxOptions } from "../../../src/templates/syntax/syntax-options.ts";
import { repr } from "../../../src/templates/values/text.ts";

function lex(source: string, options: Partial<SyntaxOptions> = {}) {
  return new Lexer({ ...DEFAULT_SYNTAX, ...options }).tokenize(source);
}
/** Tokens as `type:value@line`, the end left out. */
const tokens = (source: string, options?: Partial<SyntaxOptions>) =>
  lex(source, options)
    .slice(0, -1)
    .map(({ type, value, lineno }) => `${type}:${typeof value === "object" ? repr(value) : value}@${lineno}`);
/** The text between the tags. */
const data = (source: string, options?: Partial<SyntaxOptions>) =>
  lex(source, options)
    .filter(({ type }) => type === "data")
    .map(({ value }) => value);

describe("the tokens of a template", () => {
  test("are text and what stands in tags, each with its line", () => {
    expect(tokens("a\n{{ b }}\n{% if\n c %}")).toEqual([
      "data:a\n@1",
      "variable_begin:{{@2",
      "name:b@2",
      "variable_end:}}@2",
      "data:\n@2",
      "block_begin:{%@3",
      "name:if@3",
      "name:c@4",
      "block_end:%}@4",
    ]);
  });

  test.each([
    ["1_000", "integer:1000"],
    ["0x1F", "integer:31"],
    ["0b1_0", "integer:2"],
    ["123456789012345678901", "integer:123456789012345678901"],
    ["1.0", "float:1.0"],
    ["1e3", "float:1000.0"],
    ["1.5e-1", "float:0.15"],
    ["'a\\n\\x41\"'", 'string:a\nA"'],
    ['"\\u00e9"', "string:é"],
    ["größe", "name:größe"],
    ["a.b", "name:a .:. name:b"],
    ["1.a", "integer:1 .:. name:a"],
    ["x.1.2", "name:x .:. integer:1 .:. integer:2"],
    ["a//b", "name:a //://  name:b".replace("  ", " ")],
    ["a**b!=c", "name:a **:** name:b !=:!= name:c"],
    ["{'a': {}}", "{:{ string:a :::  {:{ }:} }:}".replace("  ", " ")],
  ])("{{ %s }}", (source, expected) => {
    const inside = tokens(`{{ ${source} }}`).slice(1, -1);
    expect(inside.map((token) => token.replace(/@1$/, "")).join(" ")).toBe(expected);
  });

  test("leave out comments, and keep what is raw", () => {
    expect(data("a{# {{ b }} #}c{% raw %}{{ d }}{% endraw %}e")).toEqual(["a", "c", "{{ d }}", "e"]);
  });

  test("do not end inside of brackets", () => {
    expect(tokens("{{ {'a': {'b': 1}}}}").at(-1)).toBe("variable_end:}}@1");
  });
});

describe("white space", () => {
  test.each<[string, Partial<SyntaxOptions>, string[]]>([
    ["a \n{%- if x -%} \n b", {}, ["a", "b"]],
    ["a {{- x -}} b", {}, ["a", "b"]],
    ["a {#- x -#} b", {}, ["a", "b"]],
    ["{% if x %}\n b", { trimBlocks: true }, [" b"]],
    ["{% if x +%}\n b", { trimBlocks: true }, ["\n b"]],
    ["{{ x }}\n b", { trimBlocks: true }, ["\n b"]],
    ["  {% if x %}\n\t{# c #}d", { lstripBlocks: true }, ["\n", "d"]],
    ["  {%+ if x %}", { lstripBlocks: true }, ["  "]],
    ["a  {% if x %}", { lstripBlocks: true }, ["a  "]],
    ["  {{ x }}", { lstripBlocks: true }, ["  "]],
    ["{% if x %}  {% if y %}", { lstripBlocks: true }, ["  "]],
    ["a\n", {}, ["a"]],
    ["a\n", { keepTrailingNewline: true }, ["a\n"]],
    ["a\r\nb\rc", { newlineSequence: "\r\n" }, ["a\r\nb\r\nc"]],
    ["a {%- raw -%} b {%- endraw -%} c", {}, ["a", "b", "c"]],
  ])("%j with %j", (source, options, expected) => {
    expect(data(source, options)).toEqual(expected);
  });

  test("that is stripped still counts its lines", () => {
    expect(tokens("a\n\n\n{%- x -%}\n\n{{ y }}").find((token) => token.startsWith("name:y"))).toBe(
      "name:y@6",
    );
  });
});

describe("other delimiters", () => {
  test("may be longer ones that begin with shorter ones", () => {
    const options = {
      blockStartString: "<%",
      blockEndString: "%>",
      variableStartString: "<%=",
      variableEndString: "%>",
    };
    expect(tokens("<%= a %><% b %>", options).map((token) => token.split(":")[0])).toEqual([
      "variable_begin",
      "name",
      "variable_end",
      "block_begin",
      "name",
      "block_end",
    ]);
  });

  test("line statements and line comments end with their lines", () => {
    const options = { lineStatementPrefix: "#", lineCommentPrefix: "##" };
    expect(
      tokens("a\n  # for x in [1,\n 2]\n{{ x }} ## note\n# endfor", options).map((token) =>
        token.replace(/@.*/, ""),
      ),
    ).toEqual([
      "data:a\n",
      "block_begin:  #",
      "name:for",
      "name:x",
      "name:in",
      "[:[",
      "integer:1",
      ",:,",
      "integer:2",
      "]:]",
      "block_end:\n",
      "variable_begin:{{",
      "name:x",
      "variable_end:}}",
      "data:\n",
      "block_begin:#",
      "name:endfor",
      "block_end:",
    ]);
  });
});

describe("mistakes", () => {
  test.each([
    ["\n{{ a ^ }}", "unexpected char '^'", 2],
    ["{{ ( }}", "unexpected '}', expected ')'", 1],

    ["\n{{ ) }}", "unexpected ')'", 2],
    ["{{ (] }}", "unexpected ']', expected ')'", 1],
    ["\n\n{# a", "Missing end of comment tag", 3],
    ["{% raw %}\n", "Missing end of raw directive", 1],
    ["{{ 'a }}", "unexpected char", 1],
    ["{{ '\\x4' }}", "cut off", 1],
  ])("%j", (source, message, lineno) => {
    const read = () => lex(source);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ name: "TemplateSyntaxError", lineno }));
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "+",
    "\n",
    " ",
    "raw",
    "endraw",
    "'",
    "a",
    "(",
    "]",
    "1.",
    "\\",
  );
  const source = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
  );

  test("is tokens or a syntax error, and lines only grow", () => {
    fc.assert(
      fc.property(source, fc.boolean(), fc.boolean(), (text, trimBlocks, lstripBlocks) => {
        try {
          const lines = lex(text, { trimBlocks, lstripBlocks, lineStatementPrefix: "%%" }).map(
            ({ lineno }) => lineno,
          );
          expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateSyntaxError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["braces", "{".repeat(200_000)],
    ["blanks in a tag", `{{${" ".repeat(200_000)}`],
    ["blanks before a raw", `{%${" ".repeat(200_000)}ra`],
    ["openings of raw", "{% raw ".repeat(50_000)],
    ["blanks on lines", `${" ".repeat(1000)}\n`.repeat(200)],
    ["comments", "{##}".repeat(50_000)],
    ["quotes", `{{ ${"'\\'".repeat(50_000)}`],
    ["digits", `{{ ${"1_".repeat(100_000)}`],
  ])("of many %s takes linear time", (_, text) => {
    const start = performance.now();
    try {
      lex(text, { lstripBlocks: true, lineStatementPrefix: "%%", lineCommentPrefix: "##" });
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateSyntaxError);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
