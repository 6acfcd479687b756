import { describe, expect, test } from "vitest";
import { UndefinedError } from "../../../src/templates/errors.ts";
import { getattr } from "../../../src/templates/values/attributes.ts";
import { contains, eq, lt } from "../../../src/templates/values/compare.ts";
import { escapeToString } from "../../../src/templates/values/escape.ts";
import { iterate } from "../../../src/templates/values/iterate.ts";
import { lengthOf } from "../../../src/templates/values/length.ts";
import { add, neg } from "../../../src/templates/values/operators.ts";
import { repr, str } from "../../../src/templates/values/text.ts";
import { truth } from "../../../src/templates/values/truth.ts";
import { missing } from "../../../src/templates/values/type-name.ts";
import {
  ChainableUndefined,
  DebugUndefined,
  makeLoggingUndefined,
  StrictUndefined,
  Undefined,
} from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

const { environment } = bareContext();
const variable = new Undefined(null, missing, "x");

describe("Undefined", () => {
  test("is empty where it is only looked at", () => {
    expect(str(variable)).toBe("");
    expect(repr([variable])).toBe("[Undefined]");
    expect(truth(variable)).toBe(false);
    expect([...iterate(variable)]).toEqual([]);
    expect(lengthOf(variable)).toBe(0);
    expect(contains(variable, 1)).toBe(false);
  });

  test("equals every other undefined value, and nothing else", () => {
    expect(eq(variable, new Undefined(null, missing, "y"))).toBe(true);
    expect(eq(variable, null)).toBe(false);
    expect(eq(variable, "")).toBe(false);
  });

  test.each([
    ["addition", () => add(variable, 1)],
    ["addition from the right", () => add("a", variable)],
    ["a sign", () => neg(variable)],
    ["an order", () => lt(variable, 1)],
    ["an attribute", () => getattr(environment, variable, "name")],
  ])("is an error in %s", (_, use) => {
    expect(use).toThrow(UndefinedError);
    expect(use).toThrow("'x' is undefined");
  });

  test("says what lacks it", () => {
    expect(new Undefined(null, { a: 1 }, "b").undefinedMessage).toBe("'dict object' has no attribute 'b'");
    expect(new Undefined(null, [1], 7).undefinedMessage).toBe("list object has no element 7");
    expect(new Undefined(null, null, "b").undefinedMessage).toBe("'None' has no attribute 'b'");
    expect(new Undefined("of its own").undefinedMessage).toBe("of its own");
  });

  test("tells its name as Jinja does", () => {
    expect(getattr(environment, variable, "_undefined_name")).toBe("x");
  });

  test("throws the class it was given", () => {
    expect(() => new Undefined("no", missing, null, RangeError).fail()).toThrow(RangeError);
  });
});

describe("its kin", () => {
  test("ChainableUndefined has attributes that are undefined too", () => {
    const chain = new ChainableUndefined(null, missing, "x");
    expect(getattr(environment, getattr(environment, chain, "a"), "b")).toBe(chain);
    expect(escapeToString(chain)).toBe("");
  });

  test("DebugUndefined prints what is missing", () => {
    expect(str(new DebugUndefined(null, missing, "x"))).toBe("{{ x }}");
    expect(str(new DebugUndefined(null, { a: 1 }, "b"))).toBe("{{ no such element: dict object['b'] }}");
    expect(str(new DebugUndefined("why"))).toBe("{{ undefined value printed: why }}");
  });

  test.each([
    ["printing", (value: unknown) => str(value)],
    ["escaping", (value: unknown) => escapeToString(value)],
    ["a test", (value: unknown) => truth(value)],
    ["a loop", (value: unknown) => [...iterate(value)]],
    ["a length", (value: unknown) => lengthOf(value)],
    ["a comparison", (value: unknown) => eq(value, 1)],
    ["a search", (value: unknown) => contains(value, 1)],
  ])("StrictUndefined is an error in %s", (_, use) => {
    expect(() => use(new StrictUndefined(null, missing, "x"))).toThrow("'x' is undefined");
  });

  test("a logging class tells of each use, and keeps what its base does", () => {
    const log: string[] = [];
    const logger = {
      warn: (text: string) => log.push(`W ${text}`),
      error: (text: string) => log.push(`E ${text}`),
    };
    const Logging = makeLoggingUndefined(logger, DebugUndefined);
    const value = new Logging(null, missing, "x");
    expect(str(value)).toBe("{{ x }}");
    expect(truth(value)).toBe(false);
    expect(() => add(value, 1)).toThrow(UndefinedError);
    expect(log).toEqual([
      "W Template variable warning: 'x' is undefined",
      "W Template variable warning: 'x' is undefined",
      "E Template variable error: 'x' is undefined",
    ]);
  });
});
