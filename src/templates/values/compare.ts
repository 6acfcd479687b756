/** Comparison: `==`, `<` and `in` as Python has them. */
import { Markup } from "../../markup/index.ts";
import { compareCodePoints, Tuple } from "../../python/index.ts";
import { OperandTypeError } from "../errors.ts";
import { areComparable, isCalendarValue } from "./calendar.ts";
import { type Dictionary, dictEntries, dictGet, dictHas, dictSize, isDictionary } from "./dict.ts";
import { Float } from "./float.ts";
import { HashIndex, hashable } from "./hash.ts";
import { iterate } from "./iterate.ts";
import { demote } from "./numbers.ts";
import { Range } from "./range.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** `a == b`: by content for text, numbers and containers, by identity for other objects. */
export function eq(a: unknown, b: unknown): boolean {
  if (a === b) return !(a instanceof Undefined) || a.equals(b);
  if (typeof a === "string" && typeof b === "string") return false;
  if (typeof a === "number" && typeof b === "number") return false;
  const left = comparable(a);
  const right = comparable(b);
  if (left instanceof Undefined) return left.equals(right);
  if (right instanceof Undefined) return right.equals(left);
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left === right;
  }
  return objectsEqual(left, right);
}

/** `a != b`. */
export function ne(a: unknown, b: unknown): boolean {
  return !eq(a, b);
}

/** Numbers as numbers or bigints, text as strings; all else as it is. */
function comparable(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return demote(value);
  if (value instanceof Float) return value.valueOf();
  return value instanceof Markup ? value.toString() : value;
}

function objectsEqual(a: object, b: object): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length || a instanceof Tuple !== b instanceof Tuple) return false;
    return a.every((item, index) => eq(item, b[index]));
  }
  if (isDictionary(a)) return isDictionary(b) && dictionariesEqual(a, b);
  if (a instanceof Set && b instanceof Set) return a.size === b.size && isSubset(a, b);
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (isCalendarValue(a) && isCalendarValue(b))
    return areComparable(a, b) && a.milliseconds === b.milliseconds;
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  if (a instanceof Range && b instanceof Range) {
    return (
      a.length === b.length &&
      (a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step)))
    );
  }
  return a === b;
}

function dictionariesEqual(a: Dictionary, b: Dictionary): boolean {
  if (dictSize(a) !== dictSize(b)) return false;
  return dictEntries(a).every(([key, value]) => dictHas(b, key) && eq(value, dictGet(b, key)));
}

function isSubset(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  if (a.size > b.size) return false;
  const index = indexOf(b);
  for (const item of a) if (!index.has(item)) return false;
  return true;
}

function indexOf(set: Iterable<unknown>): HashIndex {
  const index = new HashIndex();
  for (const item of set) index.set(item, true);
  return index;
}

/** `a < b`. */
export function lt(a: unknown, b: unknown): boolean {
  return typeof a === "number" && typeof b === "number" ? a < b : ordered(a, b, "<");
}

/** `a <= b`. */
export function le(a: unknown, b: unknown): boolean {
  return typeof a === "number" && typeof b === "number" ? a <= b : ordered(a, b, "<=");
}

/** `a > b`. */
export function gt(a: unknown, b: unknown): boolean {
  return typeof a === "number" && typeof b === "number" ? a > b : ordered(a, b, ">");
}

/** `a >= b`. */
export function ge(a: unknown, b: unknown): boolean {
  return typeof a === "number" && typeof b === "number" ? a >= b : ordered(a, b, ">=");
}

type Operator = "<" | "<=" | ">" | ">=";

function ordered(a: unknown, b: unknown, operator: Operator): boolean {
  const left = comparable(a);
  const right = comparable(b);
  if (isNumber(left) && isNumber(right)) {
    const isLess = left < right;
    const isGreater = left > right;
    // Neither is true of NaN, which is not equal to anything either.
    return decide(operator, isLess, isGreater, !isLess && left >= right && !isGreater);
  }
  if (typeof left === "string" && typeof right === "string") {
    return decideSign(operator, left === right ? 0 : compareCodePoints(left, right));
  }
  if (left instanceof Undefined) return left.fail();
  if (right instanceof Undefined) return right.fail();
  if (Array.isArray(left) && Array.isArray(right) && left instanceof Tuple === right instanceof Tuple) {
    return orderedItems(left, right, operator);
  }
  if (left instanceof Set && right instanceof Set) return orderedSets(left, right, operator);
  if (left instanceof Date && right instanceof Date) {
    return decideSign(operator, left.getTime() - right.getTime());
  }
  if (isCalendarValue(left) && isCalendarValue(right) && areComparable(left, right)) {
    return decideSign(operator, left.milliseconds - right.milliseconds);
  }
  throw new OperandTypeError(
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function decideSign(operator: Operator, sign: number): boolean {
  return decide(operator, sign < 0, sign > 0, sign === 0);
}

function decide(operator: Operator, isLess: boolean, isGreater: boolean, isEqual: boolean): boolean {
  const isStrict = operator === "<" ? isLess : operator === ">" && isGreater;
  if (isStrict || operator === "<" || operator === ">") return isStrict;
  return isEqual || (operator === "<=" ? isLess : isGreater);
}

function orderedItems(a: readonly unknown[], b: readonly unknown[], operator: Operator): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (!eq(a[i], b[i])) return ordered(a[i], b[i], operator);
  return decideSign(operator, a.length - b.length);
}

function orderedSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>, operator: Operator): boolean {
  if (operator === ">" || operator === ">=") return orderedSets(b, a, operator === ">" ? "<" : "<=");
  return isSubset(a, b) && (operator === "<=" || a.size < b.size);
}

/** -1, 0 or 1, for sorting; throws as `<` does. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") {
    return a === b ? 0 : compareCodePoints(a, b) < 0 ? -1 : 1;
  }
  return lt(a, b) ? -1 : lt(b, a) ? 1 : 0;
}

/** `item in container`. */
export function contains(container: unknown, item: unknown): boolean {
  if (typeof container === "string" || container instanceof Markup) return textContains(container, item);
  if (Array.isArray(container)) return container.some((other) => eq(other, item));
  if (isDictionary(container)) {
    hashable(item);
    return dictHas(container, item);
  }
  if (container instanceof Set) {
    return container.has(item) || container.has(hashable(item)) || indexOf(container).has(item);
  }
  if (container instanceof Range) return rangeContains(container, item);
  if (hasMembers(container)) return container.has(item);
  for (const other of iterate(container)) if (eq(other, item)) return true;
  return false;
}

function textContains(text: string | Markup, item: unknown): boolean {
  if (typeof item === "string" || item instanceof Markup) return text.toString().includes(item.toString());
  throw new OperandTypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
}

function rangeContains(range: Range, item: unknown): boolean {
  const number = comparable(item);
  return typeof number === "number" && range.indexOf(number) !== -1;
}

/** A collection that knows its members: a session, a form. */
function hasMembers(value: unknown): value is { has(item: unknown): boolean } {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Undefined) &&
    "has" in value &&
    typeof value.has === "function"
  );
}
