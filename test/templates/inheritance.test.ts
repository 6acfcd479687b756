/** Templates that extend, include and import others. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";

const TEMPLATES = {
  "layout.html": "<{% block title %}layout{% endblock %}>{% block body %}{% endblock %}",
  "section.html": "{% extends 'layout.html' %}{% block title %}section {{ super() }}{% endblock %}",
  "loop.html": "{% for i in [1, 2] %}{% block item scoped %}{{ i }}{% endblock %}{% endfor %}",
  "must.html": "{% block it required %}{% endblock %}",
  "macros.html":
    "{% set color = 'red' %}{% set _secret = 1 %}{% macro say(x) %}{{ x }} {{ name }}{% endmacro %}",
  "part.html": "[{{ name }}{{ item }}]",
};

const environment = new Environment({ loader: new DictLoader(TEMPLATES) });
const render = (source: string, context: Record<string, unknown> = {}): string =>
  environment.fromString(source).render(context);

describe("extends", () => {
  test("a block replaces that of the parent, and super() calls it", () => {
    const source = "{% extends 'section.html' %}{% block title %}page {{ super() }}{% endblock %}ignored";
    expect(render(source)).toBe("<page section layout>");
  });

  test("super.super() goes further up", () => {
    const source = "{% extends 'section.html' %}{% block title %}{{ super.super() }}{% endblock %}";
    expect(render(source)).toBe("<layout>");
  });

  test("self renders a block again", () => {
    expect(render("{% block a %}A{% endblock %}{{ self.a() }}")).toBe("AA");
  });

  test("a scoped block sees the loop it stands in", () => {
    expect(render("{% extends 'loop.html' %}{% block item %}({{ i }}){% endblock %}")).toBe("(1)(2)");
  });

  test("a required block must be there", () => {
    expect(() => render("{% extends 'must.html' %}")).toThrow("Required block 'it' not found");
    expect(render("{% extends 'must.html' %}{% block it %}here{% endblock %}")).toBe("here");
  });

  test("may depend on a condition", () => {
    const source = "{% if parent %}{% extends 'layout.html' %}{% endif %}{% block title %}own{% endblock %}";
    expect(render(source)).toBe("own");
    expect(render(source, { parent: true })).toBe("<own>");
  });

  test("a template that extends itself is an error", () => {
    const looping = new Environment({ loader: new DictLoader({ a: "{% extends 'a' %}" }) });
    expect(() => looping.getTemplate("a").render()).toThrow(/too often/);
  });

  test.each([
    "{% include 'self' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% block a %}{% block b scoped %}{{ self.a() }}{% endblock %}{% endblock %}",
    "{% import 'self' as s with context %}",
  ])("so is %s", (source) => {
    const looping = new Environment({ loader: new DictLoader({ self: source }) });
    expect(() => looping.getTemplate("self").render()).toThrow(
      expect.objectContaining({
        name: "TemplateRuntimeError",
        message: expect.stringContaining("too often"),
      }),
    );
  });
});

describe("include", () => {
  test("hands over the context with what was set", () => {
    expect(render("{% for item in [1, 2] %}{% include 'part.html' %}{% endfor %}", { name: "n" })).toBe(
      "[n1][n2]",
    );
  });

  test("without context hands over nothing", () => {
    expect(render("{% include 'part.html' without context %}", { name: "n" })).toBe("[]");
  });

  test("takes the first of several names", () => {
    expect(render("{% include ['none.html', 'part.html'] %}")).toBe("[]");
  });

  test("may ignore that there is none", () => {
    expect(render("{% include 'none.html' ignore missing %}ok")).toBe("ok");
    expect(() => render("{% include 'none.html' %}")).toThrow(
      expect.objectContaining({ name: "TemplateNotFound" }),
    );
  });
});

describe("import", () => {
  test("gives what a template sets and defines", () => {
    expect(render("{% import 'macros.html' as m %}{{ m.color }} {{ m.say('hi') }}", { name: "n" })).toBe(
      "red hi ",
    );
  });

  test("with context also what the template renders with", () => {
    expect(render("{% import 'macros.html' as m with context %}{{ m.say('hi') }}", { name: "n" })).toBe(
      "hi n",
    );
  });

  test("hides what begins with an underscore", () => {
    expect(render("{% import 'macros.html' as m %}{{ m._secret is defined }}")).toBe("False");
  });

  test("from takes names out, under others", () => {
    expect(render("{% from 'macros.html' import say as tell, color %}{{ tell(color) }}")).toBe("red ");
  });

  test("a name that is not exported is undefined, and says so when it is used", () => {
    expect(() => render("{% from 'macros.html' import nothing %}{{ nothing() }}")).toThrow(
      "does not export the requested name 'nothing'",
    );
  });
});
