/** What an error says about the templates it came through. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../../src/templates/environment.ts";
import { DictLoader } from "../../../src/templates/loaders/dict-loader.ts";
import { templateFrames } from "../../../src/templates/runtime/trace.ts";

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

const environment = new Environment({
  loader: new DictLoader({
    page: "{% extends 'layout' %}\n{% from 'lib' import m %}\n{% block a %}\n  {{ m(user) }}\n{% endblock %}",
    layout: "<\n{% block a %}{% endblock %}>",
    lib: "{% macro m(x) %}\n\n{{ x.y.z }}{% endmacro %}",
    broken: "one\n{{ two }\nthree",
  }),
});

const lines = (error: Error): string[] =>
  templateFrames(error).map(({ templateName, line, place }) => `${place} ${templateName}:${line}`);

describe("an error at run time", () => {
  test("names every template line on its way, the innermost first", () => {
    const error = caught(() => environment.getTemplate("page").render({ user: {} }));
    expect(lines(error)).toEqual(["macro 'm' lib:3", "block 'a' page:4", "root layout:2", "root page:1"]);
  });

  test("shows them in its stack, with the source around the first", () => {
    const { stack = "" } = caught(() => environment.getTemplate("page").render({ user: {} }));
    expect(stack).toMatch(/^UndefinedError: /);
    expect(stack).toContain("> 3 | {{ x.y.z }}");
    expect(stack).toContain("at macro 'm' (lib:3:4)");
  });

  test("names its template also where JavaScript's own lines are shown", () => {
    const source = "{{ f() }}";
    const loader = new DictLoader({ "a b\n;throw 1;.html": source, "plain.html": source });
    const named = new Environment({ loader });
    const f = (): never => {
      throw new TypeError("mine");
    };
    expect(caught(() => named.getTemplate("plain.html").render({ f })).stack).toMatch(/jinja:plain\.html:\d/);
    expect(caught(() => named.getTemplate("a b\n;throw 1;.html").render({ f })).message).toBe("mine");
  });

  test.each([
    ["{{ 1 }}\n{{ nope.x }}", 2],
    ["{% if a %}\n{% else %}\n{{ nope.x }}{% endif %}", 3],
    ["{% for i in [1] %}\n{{ i }}\n{% endfor %}\n{{ nope.x }}", 4],
    ["{% for i in [1] %}\n{{ nope.x }}\n{% endfor %}", 2],
    ["{{ [\n1,\nnope.x] }}", 3],
    ["{% set a = 1 %}\n{% set b = nope.x %}", 2],
    ["{% if false %}\n{% elif nope.x %}{% endif %}", 2],
  ])("%j has its line", (source, line) => {
    const error = caught(() => environment.fromString(source).render());
    expect(templateFrames(error)[0]?.line).toBe(line);
  });

  test("that a function throws is the same object, with the lines", () => {
    const thrown = new RangeError("mine");
    const fail = (): never => {
      throw thrown;
    };
    expect(caught(() => environment.fromString("\n{{ fail() }}").render({ fail }))).toBe(thrown);
    expect(lines(thrown)).toEqual(["root undefined:2"]);
  });
});

describe("a mistake in the source", () => {
  test("has its line, and shows it", () => {
    const error = caught(() => environment.getTemplate("broken"));
    expect(error).toMatchObject({ name: "TemplateSyntaxError", lineno: 2, templateName: "broken" });
    expect(error.stack).toContain("> 2 | {{ two }");
  });

  test("also if the text makes sense, but not in this place", () => {
    expect(caught(() => environment.fromString("a\n{{ x|nonsense }}"))).toMatchObject({
      name: "TemplateAssertionError",
      lineno: 2,
    });
    expect(
      caught(() => environment.fromString("{% block a %}{% endblock %}\n{% block a %}{% endblock %}")),
    ).toMatchObject({
      message: "block 'a' defined twice",
      lineno: 2,
    });
  });

  test("an unknown filter in a branch is an error only there", () => {
    const template = environment.fromString("{% if use %}{{ x|nonsense }}{% endif %}ok");
    expect(template.render()).toBe("ok");
    expect(() => template.render({ use: true })).toThrow("No filter named 'nonsense'");
  });
});
