import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { Tuple } from "../../../src/python/index.ts";
import { callMethod, getattr, getitem } from "../../../src/templates/values/attributes.ts";
import { call } from "../../../src/templates/values/call.ts";
import { Dict } from "../../../src/templates/values/dict.ts";
import { repr } from "../../../src/templates/values/text.ts";
import { Undefined } from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

const context = bareContext();
const attribute = (value: unknown, name: string) => getattr(context.environment, value, name);
const item = (value: unknown, key: unknown) => getitem(context.environment, value, key);

class Animal {
  readonly name: string;
  readonly #sound: string;
  constructor(name: string, sound: string) {
    this.name = name;
    this.#sound = sound;
  }
  get loud() {
    return this.#sound.toUpperCase();
  }
  speak(times = 1) {
    return this.#sound.repeat(times);
  }
  static kingdom = "animalia";
  static count() {
    return 42;
  }
}
class Dog extends Animal {
  breed = "mutt";
}

describe("what no template can reach", () => {
  const values: [string, unknown][] = [
    ["a string", ""],
    ["a number", 1],
    ["a boolean", true],
    ["null", null],
    ["a list", []],
    ["a tuple", new Tuple(1)],
    ["a plain object", {}],
    ["an object without prototype", Object.create(null)],
    ["a Map", new Map()],
    ["a Dict", new Dict()],
    ["a Set", new Set()],
    ["Markup", new Markup("")],
    ["bytes", new Uint8Array(1)],
    ["a date", new Date()],
    ["a function", () => 1],
    ["an async function", async () => 1],
    ["a generator", (function* () {})()],
    ["a class", Animal],
    ["an instance", new Dog("a", "b")],
    ["an error", new Error("x")],
    ["a regular expression", /x/],
  ];
  const names = [
    "constructor",
    "__proto__",
    "prototype",
    "__defineGetter__",
    "__lookupGetter__",
    "hasOwnProperty",
    "isPrototypeOf",
    "toLocaleString",
    "valueOf",
    "call",
    "apply",
    "bind",
    "caller",
    "arguments",
  ];

  test.each(values)("by an attribute or an item of %s", (_, value) => {
    for (const name of names) {
      // A date has a `valueOf` of its own, which gives a number.
      if (value instanceof Date && name === "valueOf") continue;
      if (value instanceof Date && name === "toLocaleString") continue;
      expect.soft(attribute(value, name), name).toBeInstanceOf(Undefined);
      expect.soft(item(value, name), name).toBeInstanceOf(Undefined);
    }
  });

  test("a constructor in an object's own properties, unless it is data", () => {
    expect(attribute({ constructor: Object }, "constructor")).toBeInstanceOf(Undefined);
    expect(attribute({ constructor: "ACME" }, "constructor")).toBe("ACME");
  });

  test("the constructor by way of a class", () => {
    expect(attribute(Animal, "kingdom")).toBe("animalia");
    expect(call(context, attribute(Animal, "count"), [])).toBe(42);
    expect(attribute(Animal, "name")).toBe("Animal");
  });
});

describe("attributes", () => {
  test("of a plain object are its items, after the methods of dictionaries", () => {
    expect(attribute({ name: "Ann" }, "name")).toBe("Ann");
    expect(repr(callMethod(context, { items: 1 }, "items", []))).toBe("dict_items([('items', 1)])");
    expect(item({ items: 1 }, "items")).toBe(1);
  });

  test("of an instance are its fields, getters and methods, inherited ones too", () => {
    const dog = new Dog("Rex", "wuff");
    expect(attribute(dog, "name")).toBe("Rex");
    expect(attribute(dog, "breed")).toBe("mutt");
    expect(attribute(dog, "loud")).toBe("WUFF");
    expect(callMethod(context, dog, "speak", [2])).toBe("wuffwuff");
  });

  test("that are methods stay bound to their object", () => {
    expect(call(context, attribute(new Dog("Rex", "wuff"), "speak"), [])).toBe("wuff");
    expect(call(context, attribute("abc", "upper"), [])).toBe("ABC");
  });

  test("of a missing value are an error", () => {
    expect(() => attribute(attribute({}, "a"), "b")).toThrow("'dict object' has no attribute 'a'");
  });

  test("that are undefined are missing", () => {
    expect(attribute({ a: undefined }, "a")).toBeInstanceOf(Undefined);
  });

  test("give the class's name as Python has it", () => {
    expect(repr(attribute(1, "__class__"))).toBe("<class 'int'>");
    expect(attribute(attribute(new Markup(""), "__class__"), "__name__")).toBe("Markup");
  });
});

describe("items", () => {
  test.each([
    ["from the start", [1, 2, 3], 0, 1],
    ["from the end", [1, 2, 3], -1, 3],
    ["of a tuple", new Tuple("a", "b"), 1, "b"],
    ["of text, by character", "a😀b", 1, "😀"],
    ["by a whole number of an object's string key", { 1: "one" }, 1, "one"],
    ["by a boolean", ["no", "yes"], true, "yes"],
    ["of a Map with numbers", new Map([[1, "one"]]), 1, "one"],
  ])("%s", (_, value, key, expected) => {
    expect(item(value, key)).toBe(expected);
  });

  test("that a list does not have are undefined, with a message", () => {
    expect(() => (item([1], 5) as Undefined).fail()).toThrow("list object has no element 5");
  });

  test("of what has `has` and `get`, as a session has", () => {
    const session = { data: new Map([["user", "ann"]]) };
    class Session {
      has(key: string) {
        return session.data.has(key);
      }
      get(key: string) {
        return session.data.get(key);
      }
    }
    expect(attribute(new Session(), "user")).toBe("ann");
    expect(item(new Session(), "user")).toBe("ann");
    expect(attribute(new Session(), "nobody")).toBeInstanceOf(Undefined);
  });
});
