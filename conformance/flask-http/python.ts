/** Python where the recorded apps need it: the classes of its errors, what `int()` and `float()` read, equality. */
import * as http from "../../src/http/index.ts";
import { OutsideContextError, SetupFinishedError } from "../../src/index.ts";
import { Tuple } from "../../src/python/index.ts";
import { SessionUnavailableError } from "../../src/sessions/index.ts";

/** A class of errors that an app throws or handles. */
export type ErrorClass = new (...args: never[]) => Error;

/** An error by the class that it has in Python. */
export class LookupError extends Error {}
export class KeyError extends LookupError {}
class IndexError extends LookupError {}
class ValueError extends Error {}
class RuntimeError extends Error {}
class OSError extends Error {}
class ArithmeticError extends Error {}
class ZeroDivisionError extends ArithmeticError {}

/** The classes that an app may name without declaring them. `Exception` is JavaScript's `Error`. */
export function builtinErrors(): Map<string, ErrorClass> {
  const named = { LookupError, KeyError, IndexError, ValueError, RuntimeError, OSError, ArithmeticError };
  const classes = new Map<string, ErrorClass>(Object.entries({ ...named, ZeroDivisionError, TypeError }));
  classes.set("Exception", Error);
  for (const [name, value] of Object.entries(http)) {
    if (isHTTPException(value)) classes.set(name, value);
  }
  return classes;
}

/** The name of Python's class for an error. */
export function pythonClass(error: unknown): string {
  if (error instanceof SessionUnavailableError) return "RuntimeError";
  if (error instanceof OutsideContextError || error instanceof SetupFinishedError) return "RuntimeError";
  if (error instanceof RangeError) return "ValueError";
  return error instanceof Error ? error.constructor.name : typeof error;
}

/** What `int(text)` gives. @throws ValueError */
export function pythonInt(text: string): number | bigint {
  if (!/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text)) throw new ValueError(text);
  const digits = text.trim().replaceAll("_", "");
  const value = BigInt(digits.startsWith("+") ? digits.slice(1) : digits);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** What `float(text)` gives. @throws ValueError */
export function pythonFloat(text: string): number {
  const literal = text.trim().replace(/(\d)_(?=\d)/g, "$1");
  if (/^[+-]?inf(?:inity)?$/i.test(literal)) return literal.startsWith("-") ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(literal)) throw new ValueError(text);
  return Number(literal);
}

/** Whether two values are equal as Python says. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    const sameKind = a instanceof Tuple === b instanceof Tuple;
    return sameKind && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  const number = (value: unknown): unknown => (typeof value === "boolean" ? Number(value) : value);
  return number(a) === number(b);
}

function isHTTPException(value: unknown): value is typeof http.HTTPException {
  return (
    typeof value === "function" &&
    (value === http.HTTPException || value.prototype instanceof http.HTTPException)
  );
}
