import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { callFilter } from "../../../src/templates/filters/named.ts";
import { getattr } from "../../../src/templates/values/attributes.ts";
import { itemsOf } from "../../../src/templates/values/iterate.ts";
import { repr, str } from "../../../src/templates/values/text.ts";
import { bareContext } from "../operations.ts";

const context = bareContext();
const users = [
  { name: "bob", age: 30, address: { city: "Rome" }, tags: ["a", "b"] },
  { name: "Ann", age: 41, address: { city: "Oslo" }, tags: ["c"] },
  { name: "cy", age: 30, address: { city: "rome" }, tags: [] },
];
const filter = (name: string, value: unknown, args: unknown[] = [], keywords: Record<string, unknown> = {}) =>
  callFilter(context, name, value, args, new Map(Object.entries(keywords)));
const items = (...args: Parameters<typeof filter>) => itemsOf(filter(...args));
const names = (list: unknown) => itemsOf(list).map((user) => (user as { name: string }).name);

describe("map", () => {
  test("applies a filter by name, with its arguments", () => {
    expect(items("map", ["a", "b"], ["upper"])).toEqual(["A", "B"]);
    expect(items("map", ["a"], ["center", 3])).toEqual([" a "]);
  });

  test("takes an attribute, by a path too, or a default for it", () => {
    expect(items("map", users, [], { attribute: "address.city" })).toEqual(["Rome", "Oslo", "rome"]);
    expect(items("map", users, [], { attribute: "tags.0", default: "-" })).toEqual(["a", "c", "-"]);
  });

  test("works only when it is asked for items", () => {
    const mapped = filter("map", ["x"], ["nosuchfilter"]);
    expect(() => itemsOf(mapped)).toThrow("No filter named 'nosuchfilter'.");
  });

  test("refuses what it doesn't know", () => {
    expect(() => items("map", [1])).toThrow("map requires a filter argument");
    expect(() => items("map", [1], [], { attribute: "a", x: 1 })).toThrow("Unexpected keyword argument 'x'");
  });
});

describe("select and reject", () => {
  test("ask a test, or the truth of the item", () => {
    expect(items("select", [1, 2, 3, 4], ["even"])).toEqual([2, 4]);
    expect(items("reject", [1, 2, 3, 4], ["gt", 2])).toEqual([1, 2]);
    expect(items("select", [0, "", "a", null])).toEqual(["a"]);
  });

  test("ask it of an attribute", () => {
    expect(names(filter("selectattr", users, ["age", "equalto", 30]))).toEqual(["bob", "cy"]);
    expect(names(filter("rejectattr", users, ["tags"]))).toEqual(["cy"]);
    expect(() => items("selectattr", users)).toThrow("Missing parameter for attribute name");
  });
});

describe("sorting", () => {
  test("ignores case unless it is told not to", () => {
    expect(names(filter("sort", users, [], { attribute: "name" }))).toEqual(["Ann", "bob", "cy"]);
    expect(items("sort", ["b", "A", "C"], [false, true])).toEqual(["A", "C", "b"]);
  });

  test("takes several attributes, and keeps the order of equal items backwards too", () => {
    expect(names(filter("sort", users, [], { attribute: "age,name" }))).toEqual(["bob", "cy", "Ann"]);
    expect(names(filter("sort", users, [], { attribute: "age", reverse: true }))).toEqual([
      "Ann",
      "bob",
      "cy",
    ]);
  });

  test("of a dictionary gives pairs by key or by value", () => {
    expect(repr(filter("dictsort", { b: 1, A: 2 }))).toBe("[('A', 2), ('b', 1)]");
    expect(repr(filter("dictsort", { b: 1, A: 2 }, [], { by: "value", reverse: true }))).toBe(
      "[('A', 2), ('b', 1)]",
    );
    expect(() => filter("dictsort", {}, [], { by: "size" })).toThrow("either");
  });

  test("of what can't be compared is a TypeError", () => {
    expect(() => filter("sort", [1, "a"])).toThrow("'<' not supported between instances of 'str' and 'int'");
  });

  test("finds the smallest and largest", () => {
    expect(filter("min", [3, 1, 2])).toBe(1);
    expect(names([filter("max", users, [], { attribute: "age" })])).toEqual(["Ann"]);
    expect(str(filter("max", []))).toBe("");
  });

  test("keeps the first of equal items", () => {
    expect(items("unique", ["a", "A", "b", 1, true])).toEqual(["a", "b", 1]);
    expect(names(filter("unique", users, [], { attribute: "age" }))).toEqual(["bob", "Ann"]);
  });
});

describe("groupby", () => {
  test("gives tuples that know their parts by name", () => {
    const groups = items("groupby", users, ["age"]);
    expect(groups.map((group) => getattr(context.environment, group, "grouper"))).toEqual([30, 41]);
    expect(groups.map((group) => names(getattr(context.environment, group, "list")))).toEqual([
      ["bob", "cy"],
      ["Ann"],
    ]);
    expect(repr(groups[0]).startsWith("(30, [{'name': 'bob'")).toBe(true);
  });

  test("ignores case, and names a group after its first item", () => {
    const groups = items("groupby", users, ["address.city"]) as [unknown, unknown][];
    expect(groups.map(([key]) => key)).toEqual(["Oslo", "Rome"]);
  });
});

describe("joining and dividing", () => {
  test("join takes an attribute, and escapes only what stands beside HTML", () => {
    expect(filter("join", users, [", ", "name"])).toBe("bob, Ann, cy");
    const escaping = bareContext({ autoescape: true });
    expect(repr(callFilter(escaping, "join", ["<a>", new Markup("<b>")], [" & "]))).toBe(
      "Markup('&lt;a&gt; &amp; <b>')",
    );
    expect(callFilter(escaping, "join", ["<a>", "<b>"], ["&"])).toBe("<a>&<b>");
  });

  test("batch makes rows, slice columns", () => {
    expect(items("batch", [1, 2, 3, 4, 5], [2, "-"])).toEqual([
      [1, 2],
      [3, 4],
      [5, "-"],
    ]);
    expect(items("slice", [1, 2, 3, 4, 5], [3, "-"])).toEqual([
      [1, 2],
      [3, 4],
      [5, "-"],
    ]);
    expect(() => items("slice", [1], [0])).toThrow("division");
  });

  test("first, last and sum", () => {
    expect([filter("first", "abc"), filter("last", { a: 1, b: 2 }), filter("sum", users, ["age"])]).toEqual([
      "a",
      "b",
      101,
    ]);
    expect(() => filter("last", new Set([1]))).toThrow("not reversible");
    expect(() => filter("sum", ["a"])).toThrow(TypeError);
  });
});
