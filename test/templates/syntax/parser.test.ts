import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TemplateSyntaxError } from "../../../src/templates/errors.ts";
import { Lexer } from "../../../src/templates/syntax/lexer.ts";
import { Parser } from "../../../src/templates/syntax/parser.ts";
import { DEFAULT_SYNTAX } from "../../../src/templates/syntax/syntax-options.ts";
import { repr } from "../../../src/templates/values/text.ts";

const lexer = new Lexer(DEFAULT_SYNTAX);
const parse = (source: string) => new Parser(lexer.tokenize(source)).parse();

/** A tree as text: `(kind field field)`, without lines and what is empty. */
function show(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(show).join(" ")}]`;
  if (typeof node !== "object" || node === null) return String(node);
  if (!("kind" in node)) return `{${Object.values(node).map(show).join(" ")}}`;
  const { kind, lineno: _, ...fields } = node as { kind: string; lineno: number };
  if (kind === "Const") return repr((fields as { value?: unknown }).value);
  if (kind === "Name") return (fields as { name?: string }).name ?? "";
  const shown = Object.values(fields).filter(
    (value) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return `(${[kind, ...shown.map(show)].join(" ")})`;
}
const expression = (source: string) => show(new Parser(lexer.tokenize(source, {}, "variable")).parseTuple());
const statement = (source: string) => show(parse(source).body);

describe("an expression", () => {
  test.each([
    ["1 + 2 * 3 ** 4", "(Binary + 1 (Binary * 2 (Binary ** 3 4)))"],
    ["2 ** 3 ** 4", "(Binary ** (Binary ** 2 3) 4)"],
    ["-x ** 2", "(Binary ** (Unary - x) 2)"],
    ["-x|abs", "(Filter (Unary - x) abs)"],
    ["a ~ b + c", "(Binary + (Concat [a b]) c)"],
    ["not a and b or c", "(Or (And (Not a) b) c)"],
    ["a < b <= c", "(Compare a [{< b} {<= c}])"],
    ["a not in b", "(Compare a [{not in b}])"],
    ["not a in b", "(Not (Compare a [{in b}]))"],
    ["a if b else c if d", "(CondExpr b a (CondExpr d c))"],
    ["a if b", "(CondExpr b a)"],
    ["x.y[0].1", "(Getitem (Getitem (Getattr x y) 0) 1)"],
    ["x[1:2, ::3]", "(Getitem x (Tuple [(Slice 1 2) (Slice 3)]))"],
    ["x[:]", "(Getitem x (Slice))"],
    ["f(1, a=2, *b, **c)", "(Call f [1] [{a 2}] b c)"],
    ["x|f(1)|g", "(Filter (Filter x f [1]) g)"],
    ["x|f.g", "(Filter x f.g)"],
    ["x is divisibleby 3", "(Test x divisibleby [3])"],
    ["x is not none", "(Not (Test x none))"],
    ["x is defined and y", "(And (Test x defined) y)"],
    ["x is sameas(y) or z", "(Or (Test x sameas [y]) z)"],
    ["1, 2", "(Tuple [1 2])"],
    ["()", "(Tuple)"],
    ["(1,)", "(Tuple [1])"],
    ["[1, [2],]", "(List [1 (List [2])])"],
    ["{'a': 1, b: 2}", "(Dict [{'a' 1} {b 2}])"],
    ["'a' 'b'", "'ab'"],
    ["True, none, false", "(Tuple [True None False])"],
  ])("%s", (source, tree) => {
    expect(expression(source)).toBe(tree);
  });
});

describe("a statement", () => {
  test.each([
    [
      "{% for a, b in c if d recursive %}x{% else %}y{% endfor %}",
      "[(For (Tuple [a b]) c d true [(Output [(TemplateData x)])] [(Output [(TemplateData y)])])]",
    ],
    ["{% if a %}{% elif b %}{% else %}c{% endif %}", "[(If [{a []} {b []}] [(Output [(TemplateData c)])])]"],
    ["{% set a = 1, 2 %}", "[(Assign a (Tuple [1 2]))]"],
    ["{% set ns.a = 1 %}", "[(Assign (NSRef ns a) 1)]"],
    ["{% set a | upper %}x{% endset %}", "[(AssignBlock a (Filter upper) [(Output [(TemplateData x)])])]"],
    ["{% macro m(a, b=1) %}{% endmacro %}", "[(Macro m [a b] [1])]"],
    ["{% call(x) m() %}{% endcall %}", "[(CallBlock (Call m) [x])]"],
    ["{% filter upper|trim %}{% endfilter %}", "[(FilterBlock (Filter (Filter upper) trim))]"],
    ["{% with a = 1, b = 2 %}{% endwith %}", "[(With [a b] [1 2])]"],
    ["{% block b scoped required %} {% endblock b %}", "[(Block b [(Output [(TemplateData  )])] true true)]"],
    ["{% extends 'a' %}", "[(Extends 'a')]"],
    ["{% include ['a', 'b'] ignore missing without context %}", "[(Include (List ['a' 'b']) true)]"],
    ["{% import 'a' as b with context %}", "[(Import 'a' b true)]"],
    ["{% from 'a' import b, c as d %}", "[(FromImport 'a' [{b b} {c d}])]"],
    ["{% autoescape true %}{% endautoescape %}", "[(Autoescape True)]"],
    ["{% print a, b %}", "[(Output [a b])]"],
    ["{% if a: %}{% endif %}", "[(If [{a []}])]"],
  ])("%s", (source, tree) => {
    expect(statement(source)).toBe(tree);
  });
});

describe("a mistake names its line", () => {
  test.each([
    ["{{ }}", "Expected an expression", 1],
    ["\n{% foo %}", "Encountered unknown tag 'foo'", 2],
    ["{% if a %}\n{% endfor %}", "unknown tag 'endfor'", 2],
    ["{% if a %}\n\nx", "looking for the following tags: 'elif' or 'else' or 'endif'", 3],
    ["{% set true = 1 %}", "can't assign to 'const'", 1],
    ["{% macro m(a=1, b) %}{% endmacro %}", "non-default argument", 1],
    ["{% block a-b %}{% endblock %}", "may not contain hyphens", 1],
    ["{% block a required %}x{% endblock %}", "whitespace", 1],
    ["{% from 'a' import _b %}", "underline", 1],
    ["{% call 1 %}{% endcall %}", "expected call", 1],
    ["{{ a is b is c }}", "chain", 1],
    ["{{ f(**a, b) }}", "invalid syntax for function call", 1],
    ["{{ a.'b' }}", "expected name or number", 1],
    ["{{ a b }}", "expected token 'end of print statement', got 'b'", 1],
  ])("%s", (source, message, lineno) => {
    expect(() => parse(source)).toThrow(message);
    expect(() => parse(source)).toThrow(expect.objectContaining({ lineno }));
  });
});

describe("any template", () => {
  test.each([
    ["parentheses", `{{ ${"(".repeat(100_000)}`],
    ["lists", `{{ ${"[".repeat(100_000)}`],
    ["signs", `{{ ${"-".repeat(100_000)}1 }}`],
    ["negations", `{{ ${"not ".repeat(100_000)}1 }}`],
    ["conditions", `{{ ${"1 if 1 else ".repeat(100_000)}1 }}`],
    ["statements", "{% if a %}".repeat(100_000)],
    ["sums", `{{ ${"1 + ".repeat(100_000)}1 }}`],
    ["attributes", `{{ a${".b".repeat(100_000)} }}`],
    ["calls", `{{ a${"()".repeat(100_000)} }}`],
    ["filters", `{{ a${"|b".repeat(100_000)} }}`],
    ["alternatives", `{{ a${" or b".repeat(100_000)} }}`],
    ["brackets of subscripts", `{{ a${"[a".repeat(100_000)}`],
  ])("nests only so deep: %s", (_, source) => {
    expect(() => parse(source)).toThrow(TemplateSyntaxError);
  });

  test("may be wide", () => {
    expect(() =>
      parse(`${"{{ 1 + 2 }}".repeat(20_000)}{{ [${"1,".repeat(20_000)}] ${"~ 1".repeat(20_000)} }}`),
    ).not.toThrow();
  });

  const words = [
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "for ",
    "in ",
    "if ",
    "else ",
    "endfor ",
    "endif ",
    "set ",
    "block ",
    "endblock ",
    "macro ",
    "endmacro ",
    "a",
    "b ",
    "1",
    "'s'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "|",
    ".",
    ":",
    " is ",
    " not ",
    "*",
    "**",
    "-",
    "~",
    "text",
  ];

  test("is a tree or a syntax error", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (pieces) => {
        try {
          expect(parse(pieces.join("")).kind).toBe("Template");
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateSyntaxError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
