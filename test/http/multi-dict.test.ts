import {
  abort,
  BadRequestKeyError,
  CombinedMultiDict,
  ImmutableMultiDict,
  MultiDict,
  NotFound,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const pairs: readonly [string, string][] = [
  ["a", "1"],
  ["b", "x"],
  ["a", "2"],
];

describe("ImmutableMultiDict", () => {
  test("gets the first value, and every value in order", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    expect(dictionary.get("a")).toBe("1");
    expect(dictionary.getList("a")).toEqual(["1", "2"]);
    expect(dictionary.getList("c")).toEqual([]);
    expect(dictionary.size).toBe(2);
  });

  test("gives the default for a missing key", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    expect(dictionary.get("c")).toBeUndefined();
    expect(dictionary.get("c", "none")).toBe("none");
    expect(dictionary.get("a", "none")).toBe("1");
  });

  test("converts, and gives the default for what does not convert", () => {
    const dictionary = new ImmutableMultiDict({ n: "12", word: "tea", blank: " ", big: "x" });
    expect(dictionary.get("n", 1, Number)).toBe(12);
    expect(dictionary.get("word", 1, Number)).toBe(1);
    expect(dictionary.get("blank", 1, Number)).toBe(1);
    expect(dictionary.get("gone", 1, Number)).toBe(1);
    expect(dictionary.get("big", undefined, BigInt)).toBeUndefined();
  });

  test("leaves out of a list what does not convert", () => {
    expect(new ImmutableMultiDict({ n: ["1", "x", "3"] }).getList("n", Number)).toEqual([1, 3]);
  });

  test("lets an HTTP error out of a conversion", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    expect(() => dictionary.get("a", 0, () => abort(404))).toThrow(NotFound);
  });

  test("requires a key with a 400 that names it", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    expect(dictionary.require("b")).toBe("x");
    expect(() => dictionary.require("user")).toThrow(BadRequestKeyError);
    expect(() => dictionary.require("user")).toThrow(/"user" is missing/);
  });

  test("iterates over first values, in the order in which the keys came", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    expect([...dictionary]).toEqual([
      ["a", "1"],
      ["b", "x"],
    ]);
    expect([...dictionary.keys()]).toEqual(["a", "b"]);
    expect([...dictionary.values()]).toEqual(["1", "x"]);
    expect([...dictionary.lists()]).toEqual([
      ["a", ["1", "2"]],
      ["b", ["x"]],
    ]);
  });

  test("takes any key for a key", () => {
    const dictionary = new ImmutableMultiDict([["__proto__", "x"]]);
    expect(dictionary.get("constructor")).toBeUndefined();
    expect(Object.keys(dictionary.toObject())).toEqual(["__proto__"]);
    expect({}).not.toHaveProperty("x");
  });

  test("can't be changed through what it gives", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    dictionary.getList("a").push("3");
    for (const [, values] of dictionary.lists()) values.push("4");
    expect(dictionary.getList("a")).toEqual(["1", "2"]);
    expect(dictionary).not.toHaveProperty("set");
  });

  test("has a copy that can be changed, and stays as it is", () => {
    const dictionary = new ImmutableMultiDict(pairs);
    const copy = dictionary.copy();
    copy.add("a", "3");
    expect(copy.getList("a")).toEqual(["1", "2", "3"]);
    expect(dictionary.getList("a")).toEqual(["1", "2"]);
  });
});

describe("MultiDict", () => {
  test("sets, adds, sets lists and defaults", () => {
    const dictionary = new MultiDict(pairs);
    dictionary.set("a", "9");
    dictionary.add("b", "y");
    dictionary.setList("c", ["1", "2"]);
    expect(dictionary.setDefault("c", "3")).toBe("1");
    expect(dictionary.setDefault("d", "4")).toBe("4");
    expect([...dictionary.lists()]).toEqual([
      ["a", ["9"]],
      ["b", ["x", "y"]],
      ["c", ["1", "2"]],
      ["d", ["4"]],
    ]);
  });

  test("takes keys out", () => {
    const dictionary = new MultiDict(pairs);
    expect(dictionary.pop("a")).toBe("1");
    expect(dictionary.pop("a", "none")).toBe("none");
    expect(dictionary.popList("b")).toEqual(["x"]);
    dictionary.setList("c", []);
    expect(dictionary.size).toBe(0);
  });

  test("updates by extending", () => {
    const dictionary = new MultiDict({ a: "1" });
    dictionary.update({ a: ["2", "3"] });
    expect(dictionary.getList("a")).toEqual(["1", "2", "3"]);
    expect(dictionary.delete("a")).toBe(true);
    dictionary.update(pairs);
    dictionary.clear();
    expect(dictionary.size).toBe(0);
  });
});

describe("taking items out", () => {
  test("takes the key that came last", () => {
    const dictionary = new MultiDict({ a: ["1", "2"], b: ["3", "4"] });
    expect(dictionary.popItem()).toEqual(["b", "3"]);
    expect(dictionary.popItemList()).toEqual(["a", ["1", "2"]]);
    expect([dictionary.popItem(), dictionary.popItemList()]).toEqual([undefined, undefined]);
  });

  test("gives a key its first values", () => {
    const dictionary = new MultiDict({ a: "1" });
    expect([dictionary.setListDefault("a", ["2"]), dictionary.setListDefault("b", ["3", "4"])]).toEqual([
      ["1"],
      ["3", "4"],
    ]);
    expect([...dictionary.listValues()]).toEqual([["1"], ["3", "4"]]);
  });
});

describe("CombinedMultiDict", () => {
  const combined = new CombinedMultiDict([
    new MultiDict({ a: "x", b: "1" }),
    new MultiDict({ a: ["2", "3"] }),
  ]);

  test("sees the values of the first dictionary first", () => {
    expect([combined.get("a"), combined.getList("a"), combined.size]).toEqual(["x", ["x", "2", "3"], 2]);
    expect(combined.require("b")).toBe("1");
  });

  test("goes on to the next dictionary if a value does not convert", () => {
    expect(combined.get("a", 0, Number)).toBe(2);
    expect(combined.get("c", 0, Number)).toBe(0);
  });
});
