import { describe, expect, test } from "vitest";
import { builtinGlobals } from "../../src/templates/globals/builtin-globals.ts";
import { Namespace } from "../../src/templates/globals/namespace.ts";
import { callMethod, getattr } from "../../src/templates/values/attributes.ts";
import { call } from "../../src/templates/values/call.ts";
import { itemsOf } from "../../src/templates/values/iterate.ts";
import { repr, str } from "../../src/templates/values/text.ts";
import { Undefined } from "../../src/templates/values/undefined.ts";
import { bareContext } from "./operations.ts";

const context = bareContext();
const globals = (name: string, args: unknown[] = [], keywords: Record<string, unknown> = {}) =>
  call(context, builtinGlobals.get(name), args, new Map(Object.entries(keywords)));

describe("range", () => {
  test.each([
    [[3], [0, 1, 2]],
    [
      [1, 4],
      [1, 2, 3],
    ],
    [
      [5, 0, -2],
      [5, 3, 1],
    ],
    [[0], []],
  ])("of %j", (args, expected) => {
    expect(itemsOf(globals("range", args))).toEqual(expected);
  });

  test("refuses a step of zero and what is no int", () => {
    expect(() => globals("range", [0, 1, 0])).toThrow("must not be zero");
    expect(() => globals("range", ["a"])).toThrow(TypeError);
  });
});

describe("dict and namespace", () => {
  test("take a dictionary or pairs, and keywords", () => {
    expect(str(globals("dict", [[["a", 1]]], { b: 2 }))).toBe("{'a': 1, 'b': 2}");
    expect(repr(globals("namespace", [{ a: 1 }], { b: 2 }))).toBe("<Namespace {'a': 1, 'b': 2}>");
  });

  test("a namespace's attributes are what was set, whatever the name", () => {
    const namespace = new Namespace();
    for (const name of ["constructor", "__proto__", "__setitem__", "toString"]) {
      expect(getattr(context.environment, namespace, name)).toBeInstanceOf(Undefined);
      namespace.__setitem__(name, `my ${name}`);
      expect(getattr(context.environment, namespace, name)).toBe(`my ${name}`);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

test("the globals that are classes in Jinja print as such", () => {
  const texts = ["range", "dict", "cycler", "joiner", "namespace"].map((name) =>
    str(builtinGlobals.get(name)),
  );
  expect(texts).toEqual([
    "<class 'range'>",
    "<class 'dict'>",
    "<class 'jinja2.utils.Cycler'>",
    "<class 'jinja2.utils.Joiner'>",
    "<class 'jinja2.utils.Namespace'>",
  ]);
});

describe("cycler and joiner", () => {
  test("a cycler begins again", () => {
    const cycler = globals("cycler", ["a", "b"]);
    const next = () => callMethod(context, cycler, "next", []);
    expect([next(), next(), next()]).toEqual(["a", "b", "a"]);
    expect(getattr(context.environment, cycler, "current")).toBe("b");
    callMethod(context, cycler, "reset", []);
    expect(next()).toBe("a");
    expect(() => globals("cycler")).toThrow("at least one item");
  });

  test("a joiner gives nothing the first time", () => {
    const joiner = globals("joiner", ["; "]);
    expect([call(context, joiner, []), call(context, joiner, []), call(context, joiner, [])]).toEqual([
      "",
      "; ",
      "; ",
    ]);
  });
});

describe("lipsum", () => {
  test("gives paragraphs as HTML, or as text", () => {
    expect(str(globals("lipsum", [2])).match(/<p>[A-Z][^<]*\.<\/p>/g)).toHaveLength(2);
    const text = str(globals("lipsum", [], { n: 3, html: false, min: 5, max: 6 }));
    expect(text.split("\n\n").map((paragraph) => paragraph.split(" ").length)).toEqual([5, 5, 5]);
  });
});
