/** What can be said of a template without rendering it. */
import { expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { findReferencedTemplates, findUndeclaredVariables } from "../../src/templates/meta.ts";

const environment = new Environment();

test.each([
  ["{% set a = b %}{{ a + c }}", ["b", "c"]],
  ["{% for i in items %}{{ i }}{{ loop.index }}{{ x }}{% else %}{{ y }}{% endfor %}", ["items", "x", "y"]],
  ["{% macro m(a, b=c) %}{{ a }}{{ d }}{{ varargs }}{% endmacro %}{{ m() }}", ["c", "d"]],
  ["{% block b %}{{ x }}{{ self.b() }}{% endblock %}", ["x"]],
  ["{% if a %}{% set b = 1 %}{% endif %}{{ b }}", ["a", "b"]],
  ["{{ range(3) }}{% with x = y %}{{ x }}{% endwith %}", ["y"]],
])("%s looks up %j", (source, names) => {
  expect([...findUndeclaredVariables(environment, source)].sort()).toEqual(names);
});

test("the templates that a template names", () => {
  const source = "{% extends 'a' %}{% include ['b', c] %}{% import d as e %}{% from 'f' import g %}";
  expect([...findReferencedTemplates(environment.parse(source))]).toEqual(["a", "b", null, null, "f"]);
});
