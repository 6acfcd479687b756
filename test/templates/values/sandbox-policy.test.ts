import { describe, expect, test } from "vitest";
import { SecurityError } from "../../../src/templates/errors.ts";
import { callMethod } from "../../../src/templates/values/attributes.ts";
import { call } from "../../../src/templates/values/call.ts";
import type { CallContext, ValueEnvironment } from "../../../src/templates/values/environment.ts";
import { lengthOf } from "../../../src/templates/values/length.ts";
import {
  isSafeAttribute,
  isSafeCallable,
  modifiesKnownMutable,
  safeRange,
  sandboxedGetattr,
  sandboxedGetitem,
} from "../../../src/templates/values/sandbox-policy.ts";
import { str } from "../../../src/templates/values/text.ts";
import { Undefined } from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

const bare = bareContext();
const environment: ValueEnvironment = {
  ...bare.environment,
  isSandboxed: true,
  getattr: (value, name) => sandboxedGetattr(environment, value, name, isSafeAttribute),
  getitem: (value, key) => sandboxedGetitem(environment, value, key, isSafeAttribute),
};
const context: CallContext = { environment, evalContext: { environment, autoescape: false } };

class Account {
  _secret = 1;
  owner = "ann";
}

describe("attributes", () => {
  test("that begin with an underscore are missing, and a SecurityError when used", () => {
    for (const found of [
      environment.getattr(new Account(), "_secret"),
      environment.getitem("", "__class__"),
    ]) {
      expect(found).toBeInstanceOf(Undefined);
      expect(str(found)).toBe("");
      expect(() => (found as Undefined).call()).toThrow(SecurityError);
    }
    expect(environment.getattr(new Account(), "owner")).toBe("ann");
  });

  test("that are items are free", () => {
    expect(environment.getattr({ _id: 7 }, "_id")).toBe(7);
    expect(environment.getitem({ _id: 7 }, "_id")).toBe(7);
  });

  test("are refused on the way through a format as well", () => {
    expect(callMethod(context, "a{0._secret}b{0.owner}", "format", [new Account()])).toBe("abann");
    expect(callMethod(context, "{x.__class__}", "format_map", [{ x: 1 }])).toBe("");
    expect(() => callMethod(context, "{0.__class__.__name__}", "format", [1])).toThrow(SecurityError);
  });
});

describe("functions", () => {
  test("that are marked, and those that make code, are unsafe", () => {
    expect(isSafeCallable(() => 1)).toBe(true);
    expect(isSafeCallable(Object.assign(() => 1, { unsafeCallable: true }))).toBe(false);
    expect(isSafeCallable(Object.assign(() => 1, { altersData: true }))).toBe(false);
    expect(isSafeCallable(Function)).toBe(false);
    expect(isSafeCallable((async () => {}).constructor)).toBe(false);
  });
});

test("methods that change lists, dictionaries and sets are known", () => {
  expect(modifiesKnownMutable([], "append")).toBe(true);
  expect(modifiesKnownMutable([], "index")).toBe(false);
  expect(modifiesKnownMutable({}, "update")).toBe(true);
  expect(modifiesKnownMutable(new Map(), "pop")).toBe(true);
  expect(modifiesKnownMutable(new Set(), "add")).toBe(true);
  expect(modifiesKnownMutable("", "upper")).toBe(false);
});

test("ranges are bounded", () => {
  expect(lengthOf(call(context, safeRange, [100_000]))).toBe(100_000);
  expect(() => call(context, safeRange, [100_001])).toThrow("Range too big");
});
