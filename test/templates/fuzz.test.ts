/** Whatever is written in a template, only the errors of templates come out of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import {
  ArithmeticError,
  AttributeError,
  LookupError,
  OperandTypeError,
  TemplateError,
  ValueError,
} from "../../src/templates/errors.ts";
import { InternationalizationExtension } from "../../src/templates/extensions/i18n.ts";
import { DoExtension, LoopControlExtension } from "../../src/templates/extensions/small-extensions.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";

/** Templates that between them use the whole language, to be cut up and put together. */
const SEEDS = [
  "{% extends 'base' %}{% block a scoped %}{{ super() }}{% endblock a %}",
  "{% for a, b in d.items() if a recursive %}{{ loop.index }}{{ loop(b) }}{% break %}{% continue %}{% else %}{% endfor %}",
  "{% macro m(a, b=1, *c) %}{{ caller(1) }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, b=2, *x, **d) }}",
  "{% call(a, b=2) m(1) %}{{ a }}{{ b }}{% endcall %}",
  "{% set ns = namespace(a=1) %}{% set ns.a, (b, c) = 1, [2, 3] %}{% set x | upper | replace('A', 1) %}<{{ a }}{% endset %}",
  "{% if a is defined and not b or c == 1 %}{% elif 1 < 2 < x %}{% else %}{% endif %}",
  "{% include ['part', a] ignore missing without context %}{% import 'lib' as l with context %}{% from 'lib' import f as g %}",
  "{% filter indent(2)|upper %}{% autoescape a %}{{ '<' ~ a }}{% endautoescape %}{% endfilter %}{% with a=1, b=a %}{% endwith %}",
  "{{ a if b else c.d['e'][1:2:3]|default('x', true)|map(attribute='y')|join(', ') is not none }}{% do x.append(1) %}",
  "{{ [1, 2.5e3, 'a\\n', none, true, (1,), {'k': -v ** 2 // 3 % 4}] }}{%- raw -%}{{ x }}{% endraw %}{# c #}",
  "{% trans count=x|length, n=1 %}{{ n }} one{% pluralize count %}{{ count }} many{% endtrans %}{{ _('x') }}{{ self.a() }}",
];

const TEMPLATES = {
  base: "<{% block a %}{% endblock %}>",
  part: "p{{ a }}",
  lib: "{% macro f(x) %}{{ x }}{% endmacro %}",
};
const EXTENSIONS = [DoExtension, LoopControlExtension, InternationalizationExtension];
const WORDS = /\{%-?|-?%\}|\{\{|\}\}|\{#|#\}|\w+|\s+|[^\w\s]/g;

const mutated: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...SEEDS), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom("drop", "double", "swap", "move"), fc.nat(), fc.nat()), {
      maxLength: 6,
    }),
  )
  .map(([seeds, changes]) => {
    const words = seeds.join("").match(WORDS) ?? [];
    for (const [what, at, to] of changes) {
      if (words.length === 0) break;
      const [i, j] = [at % words.length, to % words.length];
      const [one = "", other = ""] = [words[i], words[j]];
      if (what === "drop") words.splice(i, 1);
      else if (what === "double") words.splice(i, 0, one);
      else if (what === "swap") [words[i], words[j]] = [other, one];
      else words.splice(j, 0, ...words.splice(i, 3));
    }
    return words.join("");
  });

const text: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      "{%",
      "%}",
      "{{",
      "}}",
      "{#",
      "#}",
      "-",
      "+",
      " ",
      "\n",
      "a",
      "for",
      "in",
      "if",
      "set",
      "endfor",
      "(",
      ")",
      "'",
      '"',
      "[",
      "]",
      "|",
      "~",
      "1",
      ".",
      "=",
      "é",
      "\\",
      "\u2028",
    ),
  )
  .map((words) => words.join(""));

function isExpected(error: unknown): boolean {
  return [TemplateError, OperandTypeError, ValueError, AttributeError, LookupError, ArithmeticError].some(
    (Class) => error instanceof Class,
  );
}

function tryOut(environment: Environment, source: string): void {
  const context = { a: "<a>", b: [1, 2], c: null, d: { x: 1, y: [2] }, x: [1, 2, 3], f: () => 1 };
  try {
    const template = environment.fromString(source);
    const whole = template.render(context);
    expect([...template.generate(structuredCloneOf(context))].join("")).toBe(whole);
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}

/** A rendering may append to the lists it was given. */
function structuredCloneOf(context: { x: number[]; f: () => number }): Record<string, unknown> {
  return { ...context, x: [1, 2, 3] };
}

describe.each(["code", "closures"] as const)("templates as %s", (backEnd) => {
  const loader = new DictLoader(TEMPLATES);
  const environment = new Environment({ backEnd, loader, extensions: EXTENSIONS, autoescape: true });
  const i18n = environment.extensions.get("i18n");
  if (i18n instanceof InternationalizationExtension) i18n.installNullTranslations({ newstyle: true });

  test.each(SEEDS)("%s", (source) => tryOut(environment, source));

  test("that were changed at random", () => {
    fc.assert(
      fc.property(mutated, (source) => tryOut(environment, source)),
      { numRuns: 1000 },
    );
  });

  test("of random text", () => {
    fc.assert(
      fc.property(text, (source) => tryOut(environment, source)),
      { numRuns: 1000 },
    );
  });
});
