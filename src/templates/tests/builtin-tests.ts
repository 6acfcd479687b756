/** All of Jinja's tests, by name: what may stand behind `is`. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError } from "../errors.ts";
import { type Table, table } from "../filters/define.ts";
import { softMethod } from "../filters/soft-text.ts";
import { isCallable } from "../values/call.ts";
import { contains, eq, ge, gt, le, lt, ne } from "../values/compare.ts";
import { isDictionary, isNamedDictionary } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { hasHTML } from "../values/escape.ts";
import { Float } from "../values/float.ts";
import { isIterable, iterate } from "../values/iterate.ts";
import { lengthOrNothing } from "../values/length.ts";
import { asInt, isNumeric } from "../values/numbers.ts";
import { mod } from "../values/operators.ts";
import { isSequence } from "../values/slice.ts";
import { str } from "../values/text.ts";
import { Undefined } from "../values/undefined.ts";

type Comparison = (a: unknown, b: unknown) => boolean;

function comparison(
  compare: Comparison,
): readonly [string, (context: CallContext, a: unknown, b: unknown) => boolean] {
  return ["a b", (_, a, b) => compare(a, b)];
}

/** The tests that every environment begins with. */
export const builtinTests: Table = table({
  defined: ["value", (_, value: unknown) => !(value instanceof Undefined)],
  undefined: ["value", (_, value: unknown) => value instanceof Undefined],
  none: ["value", (_, value: unknown) => value === null],
  boolean: ["value", (_, value: unknown) => typeof value === "boolean"],
  true: ["value", (_, value: unknown) => value === true],
  false: ["value", (_, value: unknown) => value === false],
  integer: ["value", (_, value: unknown) => typeof value !== "boolean" && asInt(value) !== undefined],
  float: ["value", (_, value: unknown) => isFloat(value)],
  number: ["value", (_, value: unknown) => isNumeric(value)],
  string: ["value", (_, value: unknown) => typeof value === "string" || value instanceof Markup],
  mapping: ["value", (_, value: unknown) => isDictionary(value) || isNamedDictionary(value)],
  sequence: ["value", (_, value: unknown) => isSequenceOrMapping(value)],
  iterable: ["value", (_, value: unknown) => canIterate(value)],
  callable: ["obj", (_, value: unknown) => isCallable(value) || value instanceof Undefined],
  escaped: ["value", (_, value: unknown) => hasHTML(value)],
  odd: ["value", (_, value: unknown) => eq(mod(value, 2), 1)],
  even: ["value", (_, value: unknown) => eq(mod(value, 2), 0)],
  divisibleby: ["value num", (_, value: unknown, num: unknown) => eq(mod(value, num), 0)],
  lower: ["value", (context, value: unknown) => softMethod(context, str(value), "islower")],
  upper: ["value", (context, value: unknown) => softMethod(context, str(value), "isupper")],
  filter: ["value", ({ environment }, value: unknown) => isName(environment.filters, value)],
  test: ["value", ({ environment }, value: unknown) => isName(environment.tests, value)],
  sameas: ["value other", (_, value: unknown, other: unknown) => Object.is(value, other)],
  in: ["value seq", (_, value: unknown, seq: unknown) => contains(seq, value)],
  eq: comparison(eq),
  equalto: comparison(eq),
  "==": comparison(eq),
  ne: comparison(ne),
  "!=": comparison(ne),
  lt: comparison(lt),
  lessthan: comparison(lt),
  "<": comparison(lt),
  le: comparison(le),
  "<=": comparison(le),
  gt: comparison(gt),
  greaterthan: comparison(gt),
  ">": comparison(gt),
  ge: comparison(ge),
  ">=": comparison(ge),
});

function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === "number" && !Number.isSafeInteger(value));
}

/** Whether a value has a length and items that can be asked for, as a list, text or a dictionary has. */
function isSequenceOrMapping(value: unknown): boolean {
  if (value instanceof Undefined) return canAsk(() => value.size());
  if (isSequence(value) || isDictionary(value) || isNamedDictionary(value)) return true;
  const hasItems = typeof value === "object" && value !== null && "__getitem__" in value;
  return hasItems && lengthOrNothing(value) !== undefined;
}

function canAsk(question: () => unknown): boolean {
  try {
    question();
    return true;
  } catch {
    return false;
  }
}

function canIterate(value: unknown): boolean {
  if (isIterable(value) && !(value instanceof Undefined)) return true;
  try {
    iterate(value);
    if (value instanceof Undefined) value[Symbol.iterator]();
    return true;
  } catch (error) {
    if (error instanceof OperandTypeError) return false;
    throw error;
  }
}

function isName(names: ReadonlyMap<string, unknown>, value: unknown): boolean {
  return (typeof value === "string" || value instanceof Markup) && names.has(value.toString());
}
