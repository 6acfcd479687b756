/** Truth: what an `if` takes for true. */
import { Markup } from "../../markup/index.ts";
import { isPlainObject } from "../../python/index.ts";
import { Timedelta } from "./calendar.ts";
import { Float } from "./float.ts";
import { refusePromise } from "./promise.ts";
import { Undefined } from "./undefined.ts";

/** `bool(value)`: empty text, empty containers, zero, `None` and missing values are false. */
export function truth(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value !== "";
  // NaN is true.
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "object" || value === null) return Boolean(value);
  return Array.isArray(value) ? value.length > 0 : objectTruth(value);
}

function objectTruth(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return !isEmpty(value);
  if (value instanceof Undefined) return value.truth();
  if (value instanceof Markup) return value.length > 0;
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  if (value instanceof Float) return value.valueOf() !== 0;
  if (isPlainObject(value)) return !isEmpty(value);
  if (!(Symbol.iterator in value)) {
    if (value instanceof Timedelta) return value.milliseconds !== 0;
    // An `if` that asks an async function for a permission would always be granted.
    refusePromise(value);
    return true;
  }
  // The collections of other libraries: a form, a header set, a typed array.
  const size = "length" in value ? value.length : "size" in value ? value.size : 1;
  return size !== 0;
}

function isEmpty(value: object): boolean {
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  return true;
}
