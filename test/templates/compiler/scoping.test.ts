/** Which names a template sees where, and what it leaves behind. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../../src/templates/environment.ts";

const render = (source: string, context: Record<string, unknown> = {}): string =>
  new Environment().fromString(source).render(context);

describe("names that are set", () => {
  test("a loop does not leak what it sets", () => {
    const source = "{% set n = 0 %}{% for i in [1, 2] %}{% set n = n + i %}{{ n }} {% endfor %}{{ n }}";
    expect(render(source)).toBe("1 2 0");
  });

  test("an if does", () => {
    expect(render("{% if yes %}{% set n = 1 %}{% endif %}{{ n }}", { yes: true })).toBe("1");
  });

  test("a branch that was not taken leaves the outer value", () => {
    expect(render("{% if no %}{% set n = 1 %}{% endif %}{{ n }}", { n: "outer" })).toBe("outer");
  });

  test("a name reads the context until it is set", () => {
    expect(render("{{ n }}{% set n = 2 %}{{ n }}", { n: 1 })).toBe("12");
  });

  test("with ends where it ends", () => {
    expect(render("{% with n = 1 %}{{ n }}{% endwith %}{{ n }}", { n: "outer" })).toBe("1outer");
  });

  test("the values of a with are of the outer scope", () => {
    expect(render("{% with a = 1, b = a %}{{ b }}{% endwith %}", { a: "outer" })).toBe("outer");
  });

  test("a namespace carries a value out of a loop", () => {
    const source =
      "{% set ns = namespace(n=0) %}{% for i in [1, 2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}";
    expect(render(source)).toBe("3");
  });

  test("only a namespace takes attributes", () => {
    expect(() => render("{% set n.x = 1 %}", { n: {} })).toThrow("non-namespace");
  });

  test("a loop may name one thing twice, and the last counts", () => {
    expect(render("{% for a, a in [(1, 2)] if a > 1 %}{{ a }}{{ loop.index }}{% endfor %}")).toBe("21");
  });

  test("a name of another alphabet is a name", () => {
    expect(render("{% set größe = 3 %}{{ größe }}")).toBe("3");
  });

  test("names of JavaScript are ordinary names", () => {
    const source =
      "{% set class = 1 %}{% set out = 2 %}{% set L = 3 %}{% set context = 4 %}{{ class }}{{ out }}{{ L }}{{ context }}";
    expect(render(source)).toBe("1234");
  });
});

describe("macros", () => {
  test("see what is set on the top level when they run", () => {
    expect(render("{% set n = 1 %}{% macro m() %}{{ n }}{% endmacro %}{% set n = 2 %}{{ m() }}")).toBe("2");
  });

  test("read a default among the other parameters", () => {
    expect(render("{% macro m(a, b=a ~ '!') %}{{ b }}{% endmacro %}{{ m('x') }}")).toBe("x!");
  });

  test("gather what has no parameter", () => {
    const source = "{% macro m(a) %}{{ varargs }} {{ kwargs }}{% endmacro %}{{ m(1, 2, b=3) }}";
    expect(render(source)).toBe("(2,) {'b': 3}");
  });

  test("refuse what they have no place for", () => {
    expect(() => render("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}")).toThrow("not more than 1 argument");
    expect(() => render("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}")).toThrow("no keyword argument 'b'");
  });

  test("name each parameter once", () => {
    expect(() => render("{% macro m(a, a) %}{% endmacro %}")).toThrow("duplicate parameter 'a'");
  });

  test("are called by a call block with its body", () => {
    const source =
      "{% macro list(items) %}{% for item in items %}<{{ caller(item) }}>{% endfor %}{% endmacro %}" +
      "{% call(item) list([1, 2]) %}{{ item * 2 }}{% endcall %}";
    expect(render(source)).toBe("<2><4>");
  });

  test("call themselves", () => {
    expect(render("{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}")).toBe(
      "3210",
    );
  });
});
