/** All mistakes of a set of templates, found without rendering them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DictLoader, DoExtension, Environment, TemplateNotFound } from "../../src/templates/index.ts";

function mistakes(sources: Readonly<Record<string, string>>): string[] {
  const environment = new Environment({ loader: new DictLoader(sources), extensions: [DoExtension] });
  return environment
    .checkTemplates()
    .map(({ templateName, lineno, column, message }) => `${templateName}:${lineno}:${column} ${message}`);
}

test("templates without mistakes give none", () => {
  const sources = {
    "a.html": "{% extends 'b.html' %}{% block x %}{{ y|upper is defined }}{% endblock %}",
    "b.html": "{% include ['none.html', 'c.html'] %}{% include 'none' ignore missing %}{% include name %}",
    "c.html": "{% for x in y if x is odd %}{% do x.f() %}{% else %}{% endfor %}{% raw %}{{ }}{% endraw %}",
  };
  expect(mistakes(sources)).toEqual([]);
});

test("each mistake is found, in each template, with its line and column", () => {
  const sources = {
    "one.html":
      "{{ a b }}\n<p>{{ fine }}</p>{{ + }}\n{% if x = 1 %}{{ c d }}{% elif y %}{% else %}{% endif %}\n{% frob %}",
    "two.html": "{{ x|nonsense }}{% if false %}{{ y is odder }}\n{{ z|madness|upper }}{% endif %}",
    "three.html": "ok",
  };
  expect(mistakes(sources)).toEqual([
    "one.html:1:6 expected token 'end of print statement', got 'b'",
    "one.html:2:23 unexpected 'end of print statement'",
    "one.html:3:9 expected token 'end of statement block', got '='",
    "one.html:3:20 expected token 'end of print statement', got 'd'",
    "one.html:4:4 Encountered unknown tag 'frob'.",
    "two.html:1:4 No filter named 'nonsense'.",
    "two.html:1:34 No test named 'odder'.",
    "two.html:2:4 No filter named 'madness'.",
  ]);
});

test("tags that are never closed are named one by one", () => {
  expect(mistakes({ a: "{% for x in y %}\n{% if x %}\n{{ x" })).toEqual([
    "a:3:5 unexpected end of template, expected 'end of print statement'.",
    expect.stringMatching(/^a:3:5 Unexpected end of template.*'elif' or 'else' or 'endif'.*'if' of line 2/),
    expect.stringMatching(/^a:3:5 Unexpected end of template.*'endfor' or 'else'.*'for' of line 1/),
  ]);
});

test("templates that are named and not there are mistakes", () => {
  const sources = {
    a: "{% extends 'nowhere' %}",
    b: "\n{% include ['x', 'y'] %}{% from 'z' import f %}",
  };
  expect(mistakes(sources)).toEqual([
    "a:1:4 There is no template 'nowhere'.",
    "b:2:4 There is no template 'x' or 'y'.",
    "b:2:28 There is no template 'z'.",
  ]);
});

test("what makes no sense as a whole is found too", () => {
  expect(mistakes({ a: "{% block b %}{% endblock %}\n{% block b %}{% endblock %}" })).toEqual([
    "a:2:undefined block 'b' defined twice",
  ]);
  expect(mistakes({ a: "{{ 'never closed }}" })).toEqual([`a:1:4 unexpected char "'" at 3`]);
});

test("a template that there is none of is an error of its own", () => {
  const environment = new Environment({ loader: new DictLoader({}) });
  expect(() => environment.checkTemplates(["a"])).toThrow(TemplateNotFound);
  expect(() => new Environment().checkTemplates(["a"])).toThrow("no loader");
});

test("an error shows the lines around it", () => {
  const [error] = new Environment({
    loader: new DictLoader({ a: "one\n{{ two three }}\nfour" }),
  }).checkTemplates();
  expect(error?.stack).toContain("  > 2 | {{ two three }}\n      |        ^^^^^\n");
});

test("checking ends, and finds a mistake where loading does", () => {
  const piece = fc.constantFrom(
    "{% if a %}",
    "{% elif b %}",
    "{% else %}",
    "{% endif %}",
    "{% for x in y %}",
    "{% endfor %}",
    "{{ a }}",
    "{{ a b }}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{% set x %}",
    "{% endset %}",
    "{% macro m( %}",
    "{% endmacro %}",
    "{{ x|foo }}",
    "{# ",
    " #}",
    "text\n",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const environment = new Environment({ loader: new DictLoader({ a: pieces.join("") }) });
      const found = environment.checkTemplates();
      try {
        environment.getTemplate("a");
      } catch (error) {
        const { message, lineno } = error as { message: string; lineno: number };
        expect(found.map((one) => [one.message, one.lineno])).toContainEqual([message, lineno]);
      }
    }),
    { numRuns: 2000 },
  );
});
