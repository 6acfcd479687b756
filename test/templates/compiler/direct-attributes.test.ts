/** Compiled code reads many properties directly; it finds what the slow way finds. */
import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { Tuple } from "../../../src/python/index.ts";
import { Environment } from "../../../src/templates/environment.ts";
import { Dict } from "../../../src/templates/values/dict.ts";
import { Float } from "../../../src/templates/values/float.ts";
import { Range } from "../../../src/templates/values/range.ts";
import { ChainableUndefined, StrictUndefined, Undefined } from "../../../src/templates/values/undefined.ts";

const environment = new Environment();

class Point {
  x = 1;
  #y = 2;
  get y(): number {
    return this.#y;
  }
  size = "large";
  nothing = null;
}

const VALUES: Readonly<Record<string, unknown>> = {
  "a plain object": { a: 1, size: "large", items: 1 },
  "a list": [1, 2],
  "a tuple": new Tuple(1, 2),
  "a Map": new Map([["a", 1]]),
  "a Dict": new Dict([["a", 1]]),
  "a Set": new Set([1]),
  Markup: new Markup("<b>"),
  bytes: new Uint8Array(4),
  "a buffer": Buffer.from("abc"),
  "a float": new Float(1),
  "a range": new Range(0, 3),
  "a date": new Date(0),
  "a view": new Uint16Array(4),
  "a regular expression": /x/g,
  "an error": new Error("x"),
  "an instance": new Point(),
  "something undefined": new Undefined(null, undefined, "x"),
  "something undefined in a chain": new ChainableUndefined(null, undefined, "x"),
  "something strictly undefined": new StrictUndefined(null, undefined, "x"),
};

/** Every name that JavaScript knows of the value. */
function namesOf(value: unknown): string[] {
  const names = new Set(["absent"]);
  for (let owner: unknown = value; owner !== null; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) if (/^[A-Za-z_]\w*$/.test(name)) names.add(name);
  }
  return [...names];
}

function outcome(read: () => unknown): unknown {
  try {
    const value = read();
    return value instanceof Undefined ? "undefined" : value;
  } catch (error) {
    return String(error);
  }
}

describe("an attribute in compiled code is what the environment's getattr gives", () => {
  test.each(Object.entries(VALUES))("of %s", (_, value) => {
    for (const name of namesOf(value)) {
      const compiled = environment.compileExpression(`value.${name}`, { undefinedToNone: false });
      const direct = outcome(() => compiled({ value }));
      expect([name, direct]).toEqual([name, outcome(() => environment.getattr(value, name))]);
    }
  });
});
