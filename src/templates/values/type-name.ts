/** What Python calls the type of a value. */

import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { Float } from "./float.ts";
import { Range } from "./range.ts";

/** Stands for "no object" where `null` and `undefined` are values. Jinja's `missing`. */
export const missing: unique symbol = Symbol.for("flagon.templates.missing");

/** `type(value).__name__`. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
      return Number.isSafeInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    case "function":
      return "function";
    case "object":
      return value === null ? "NoneType" : className(value);
    default:
      return typeof value;
  }
}

function className(value: object): string {
  if (Array.isArray(value)) return value instanceof Tuple ? "tuple" : "list";
  if (value instanceof Float) return "float";
  if (value instanceof Markup) return "Markup";
  if (value instanceof Map) return "dict";
  if (value instanceof Set) return "set";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Range) return "range";
  if (value instanceof PythonType) return "type";
  const name: unknown = value.constructor?.name;
  return typeof name !== "string" || name === "" || name === "Object" ? "dict" : name;
}

/** How an error calls the object that lacks something: `dict object`. */
export function objectTypeName(value: unknown): string {
  return value === null ? "None" : `${typeName(value)} object`;
}

/** A type of Python's, as `value.__class__` gives it: it has a name and nothing else. */
export class PythonType {
  /** What Python calls the type. */
  readonly __name__: string;

  constructor(name: string) {
    this.__name__ = name;
  }

  /** As Python prints it: `<class 'str'>`. */
  toString(): string {
    return `<class '${this.__name__}'>`;
  }
}

/** Whether a function is a class, which can't be called without `new`. */
export function isClass(fn: unknown): boolean {
  // The prototype of a class can't be replaced; that of a function can.
  return typeof fn === "function" && Object.getOwnPropertyDescriptor(fn, "prototype")?.writable === false;
}
