/** Errors know the column, and underline what went wrong. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../../src/templates/environment.ts";
import { Extension } from "../../../src/templates/extensions/extension.ts";
import { templateFrames } from "../../../src/templates/runtime/trace.ts";

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

/** The part of the source that the error's stack underlines. */
function underlined({ stack = "" }: Error): string {
  const [, line = "", marks = ""] = /\n {2}> +\d+ \| (.*)\n +\| (.*)/.exec(stack) ?? [];
  return line.slice(marks.indexOf("^"), marks.length);
}

describe.each(["code", "closures"] as const)("a runtime error of %s", (backEnd) => {
  const environment = new Environment({ backEnd });
  const fail = (source: string): Error =>
    caught(() => environment.fromString(source).render({ xs: [{}], tabs: 1 }));

  test.each([
    ["<b>{{ nope.x }}</b>", 7, "nope.x"],
    ["{{ 1 }} {{ 2 }} {{-nope.x.y  -}} {{ 3 }}", 20, "nope.x.y"],
    ["{{ xs }}{{ nope.x ~ 'a' | upper }}{{ xs }}", 12, "nope.x ~ 'a' | upper"],
    ["{% if xs %}{% if nope.x %}{% endif %}{% endif %}", 18, "nope.x"],
    ["{% if not xs %}{% elif nope.x %}{% endif %}", 24, "nope.x"],
    ["{{ 1 }}{% for x in nope.x %}{{ x }}{% endfor %}", 11, "for x in nope.x"],
    ["{% for x in xs if x.a.b %}{{ x }}{% endfor %}", 4, "for x in xs if x.a.b"],
    ["{% set a = nope.x %}", 4, "set a = nope.x"],
    ["{% macro m(a) %}<{{ a.b.c }}>{% endmacro %}{{ m(1) }}", 21, "a.b.c"],
    ["{% block b %}a{{ nope.x }}{% endblock %}", 18, "nope.x"],
    ["\t{{ nope.x }}", 5, "nope.x"],
    ["{{ '😀' }}{{ nope['😀'].y }}", 14, "nope['😀'].y"],
    ["{% with a = nope.x %}{% endwith %}", 4, "with a = nope.x"],
    ["{% filter upper %}{{ nope.x }}{% endfilter %}", 22, "nope.x"],
    ["{% include nope.x %}", 4, "include nope.x"],
  ])("%s is in column %i", (source, column, text) => {
    const error = fail(source);
    expect(templateFrames(error)[0]).toMatchObject({ line: 1, column });
    expect(underlined(error)).toBe(text);
  });

  test("in a tag of several lines has its line, and a column where the tag began", () => {
    expect(templateFrames(fail("{{ [\n  nope.x] }}"))[0]).toMatchObject({ line: 2, column: undefined });
    const error = fail("a\n  {{ nope.x(\n1) }}");
    expect(templateFrames(error)[0]).toMatchObject({ line: 2, column: 6 });
    expect(underlined(error)).toBe("nope.x(");
  });

  test("in a long line shows the part around it", () => {
    const error = fail(`${"x".repeat(500)}{{ nope.x }}${"y".repeat(500)}`);
    expect(underlined(error)).toBe("nope.x");
    const shown = (error.stack ?? "").slice(0, (error.stack ?? "").indexOf("\n    at "));
    expect(Math.max(...shown.split("\n").map(({ length }) => length))).toBeLessThan(140);
  });

  test("after Windows' line ends has the same column", () => {
    expect(templateFrames(fail("a\r\n\r\n  {{ nope.x }}\r\n"))[0]).toMatchObject({ line: 3, column: 6 });
  });
});

describe("a mistake in the source", () => {
  const environment = new Environment();

  test.each([
    ["{{ two }", "unexpected '}'", 8, "}"],
    ["a {{ x|nonsense }} b", "No filter named 'nonsense'.", 6, "x|nonsense"],
    ["<p>{% frob %}</p>", "Encountered unknown tag 'frob'.", 7, "frob"],
    ["{{ a b }}", "expected token 'end of print statement', got 'b'", 6, "b"],
    ["{{ 'open }}", "unexpected char", 4, "'"],
    ["{% for x of y %}{% endfor %}", "expected token 'in', got 'of'", 10, "of"],
    ["{% set true = 1 %}", "can't assign to 'const'", 8, "true"],
    ["{% macro m(a, a) %}{% endmacro %}", "duplicate parameter 'a'", 15, "a"],
    ["{{ f(a=1, 2) }}", "invalid syntax for function call", 5, "("],
    ["{% if a %}b", "Unexpected end of template", 12, ""],
    ["{{ a", "unexpected end of template", 5, ""],
    ["{# never closed", "Missing end of comment tag", 3, " "],
  ])("%s: %s", (source, message, column, text) => {
    const error = caught(() => environment.fromString(source));
    expect(error).toMatchObject({
      name: expect.stringMatching(/^Template(Syntax|Assertion)Error$/),
      lineno: 1,
      column,
    });
    expect(error.message).toContain(message);
    expect(underlined(error)).toBe(text);
  });

  test("has no column where an extension has changed the text", () => {
    class Shout extends Extension {
      override readonly identifier = "shout";
      override preprocess(source: string): string {
        return source.replaceAll("!!", "{{");
      }
    }
    const changed = new Environment({ extensions: [Shout] });
    expect(caught(() => changed.fromString("!! a b }}"))).toMatchObject({ lineno: 1, column: undefined });
  });
});
