import { describe, expect, test } from "vitest";
import { Builtin } from "../../../src/templates/values/builtin.ts";
import {
  call,
  declareNames,
  passContext,
  passEnvironment,
  passEvalContext,
} from "../../../src/templates/values/call.ts";
import { Float } from "../../../src/templates/values/float.ts";
import { Undefined } from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

const context = bareContext({ autoescape: true });
const record = (...args: unknown[]) => args;

describe("a function written in TypeScript", () => {
  test("is given plain numbers for whole floats", () => {
    expect(call(context, record, [new Float(2), 1.5])).toEqual([2, 1.5]);
  });

  test("is given keyword arguments as a last object", () => {
    const args = call(context, record, [1], new Map<string, unknown>([["b", new Float(2)]]));
    expect(args).toEqual([1, { b: 2 }]);
  });

  test("is given keyword arguments by position where it declares names", () => {
    const fn = declareNames((a: unknown, b: unknown = "B", c: unknown = "C") => [a, b, c], ["a", "b", "c"]);
    expect(call(context, fn, [1], new Map([["c", 3]]))).toEqual([1, "B", 3]);
  });

  test("refuses unknown and double keyword arguments as Python does", () => {
    const fn = declareNames((a: unknown) => a, ["a"]);
    expect(() => call(context, fn, [], new Map([["x", 1]]))).toThrow("unexpected keyword argument 'x'");
    expect(() => call(context, fn, [1], new Map([["a", 1]]))).toThrow("multiple values for argument 'a'");
  });

  test("returns None where it returns nothing", () => {
    expect(call(context, () => {}, [])).toBeNull();
  });

  test("is given what it is marked for", () => {
    expect(
      call(
        context,
        passContext((first: unknown) => first === context),
        [],
      ),
    ).toBe(true);
    expect(
      call(
        context,
        passEnvironment((first: unknown) => first === context.environment),
        [],
      ),
    ).toBe(true);
    expect(
      call(
        context,
        passEvalContext((first: { autoescape: boolean }) => first.autoescape),
        [],
      ),
    ).toBe(true);
  });

  test("keeps the names it declares behind what it is marked for", () => {
    const fn = declareNames(
      passContext((_: unknown, a: unknown, b: unknown) => [a, b]),
      ["a", "b"],
    );
    expect(call(context, fn, [1], new Map([["b", 2]]))).toEqual([1, 2]);
  });

  test("is given an object no keyword of which reaches a prototype", () => {
    const options = call(
      context,
      (last: object) => last,
      [],
      new Map([["__proto__", { admin: true }]]),
    ) as object;
    expect(Object.getPrototypeOf(options)).toBeNull();
    expect("admin" in options).toBe(false);
  });
});

describe("what can't be called", () => {
  test("is a TypeError that names the type", () => {
    expect(() => call(context, 1, [])).toThrow("'int' object is not callable");
    expect(() => call(context, 1, [])).toThrow(TypeError);
  });

  test("is an UndefinedError if it is missing", () => {
    expect(() => call(context, new Undefined(null, {}, "f"), [])).toThrow("has no attribute 'f'");
  });
});

describe("a built-in function", () => {
  const builtin = new Builtin("f", "a b?", (_, a: unknown, b: unknown = "default") => [a, b]);

  test("takes its parameters by position and by name", () => {
    expect(call(context, builtin, [1])).toEqual([1, "default"]);
    expect(call(context, builtin, [1, 2])).toEqual([1, 2]);
    expect(
      call(
        context,
        builtin,
        [],
        new Map([
          ["b", 2],
          ["a", 1],
        ]),
      ),
    ).toEqual([1, 2]);
  });

  test.each([
    ["too few", [], undefined],
    ["too many", [1, 2, 3], undefined],
    ["unknown names", [1], new Map([["x", 1]])],
    ["names given twice", [1], new Map([["a", 1]])],
    ["a required name missing", [], new Map([["b", 1]])],
  ])("refuses %s", (_, args, keywords) => {
    expect(() => call(context, builtin, args, keywords)).toThrow(TypeError);
  });

  test("says how many arguments may go to it directly", () => {
    expect([0, 1, 2, 3].map((count) => builtin.accepts(count))).toEqual([false, true, true, false]);
  });
});
