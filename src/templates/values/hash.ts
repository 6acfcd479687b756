/** Hashing as Python does it: values that are equal are found as one key. */

import { Markup } from "../../markup/index.ts";
import { isPlainObject, Tuple } from "../../python/index.ts";
import { OperandTypeError } from "../errors.ts";
import { isCalendarValue } from "./calendar.ts";
import { Float } from "./float.ts";
import { demote } from "./numbers.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/**
 * What stands for the value in a `Map` or `Set`, so that equal values are the same key: the number of a `Float`
 * and of a boolean, the text of `Markup`, and for a tuple a {@link HashIndex}'s text.
 */
export function hashKey(value: unknown): unknown {
  switch (typeof value) {
    case "boolean":
      return value ? 1 : 0;
    case "bigint":
      return demote(value);
    case "object":
      return value === null ? null : objectKey(value);
    default:
      return value;
  }
}

function objectKey(value: object): unknown {
  if (value instanceof Float) return value.valueOf() + 0;
  if (value instanceof Markup) return value.toString();
  if (value instanceof Date) return value.getTime();
  if (isCalendarValue(value)) return value.milliseconds;
  return value instanceof Undefined ? value.hash() : value;
}

/** Whether a `Map` can't find the value by {@link hashKey} alone, or would print its key as another value. */
export function isIndexed(value: unknown): boolean {
  return (
    typeof value === "boolean" ||
    (typeof value === "object" &&
      value !== null &&
      (value instanceof Float ||
        value instanceof Tuple ||
        value instanceof Markup ||
        isCalendarValue(value) ||
        value instanceof Undefined))
  );
}

/** Finds values by their content, tuples included. */
export class HashIndex {
  readonly #values = new Map<unknown, unknown>();
  #identities: Map<unknown, number> | undefined;

  /** What was set under a value equal to this one. */
  get(key: unknown): unknown {
    return this.#values.get(this.keyOf(key));
  }

  /** Whether something was set under a value equal to this one. */
  has(key: unknown): boolean {
    return this.#values.has(this.keyOf(key));
  }

  set(key: unknown, value: unknown): void {
    this.#values.set(this.keyOf(key), value);
  }

  delete(key: unknown): void {
    this.#values.delete(this.keyOf(key));
  }

  /** The same for equal values, and no other; throws an OperandTypeError for lists, dicts and sets. */
  keyOf(value: unknown): unknown {
    if (typeof value === "string") return value;
    const key = hashable(value);
    // No string of a template begins so by chance: a lone surrogate is no text.
    return value instanceof Tuple ? `\udfff${this.#spell(value)}` : key;
  }

  #spell(tuple: readonly unknown[]): string {
    return `(${tuple.map((item) => this.#spellItem(item)).join(",")})`;
  }

  #spellItem(item: unknown): string {
    const key = hashable(item);
    if (key instanceof Tuple) return this.#spell(key);
    if (typeof key === "string") return JSON.stringify(key);
    if (typeof key === "object" ? key !== null : typeof key === "function" || typeof key === "symbol") {
      this.#identities ??= new Map();
      const identity = this.#identities.get(key) ?? this.#identities.size;
      this.#identities.set(key, identity);
      return `#${identity}`;
    }
    return String(key);
  }
}

/** The {@link hashKey} of a value; throws an OperandTypeError for what can change: lists, dicts and sets. */
export function hashable(value: unknown): unknown {
  if (isChangeable(value)) throw new OperandTypeError(`unhashable type: '${typeName(value)}'`);
  return hashKey(value);
}

function isChangeable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return !(value instanceof Tuple);
  return value instanceof Map || value instanceof Set || isPlainObject(value);
}
