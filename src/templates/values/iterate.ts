/** Iteration: what a loop sees of a value. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError, ValueError } from "../errors.ts";
import { isDictionary, isNamedDictionary } from "./dict.ts";
import { refusePromise } from "./promise.ts";
import { typeName } from "./type-name.ts";

/**
 * The items of a value: the characters of a string (by code point), the keys of a dictionary.
 *
 * @throws OperandTypeError if it has none: numbers, booleans, `None`, functions.
 */
export function iterate(value: unknown): Iterable<unknown> {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) return value;
    if (value instanceof Map) return value.keys();
    if (value instanceof Markup) return value.toString();
    if (isNamedDictionary(value)) return value.keys();
    if (isIterable(value)) return value;
    if (isDictionary(value)) return Object.keys(value);
    refusePromise(value);
  }
  throw new OperandTypeError(`'${typeName(value)}' object is not iterable`);
}

/** The items of a value as an array: the value itself if it is one, so don't change it. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "string" ? Array.from(value) : [...iterate(value)];
}

/** The two items of a value that a loop takes apart, `for key, value in …`. */
export function unpackPair(value: unknown): readonly [unknown, unknown] {
  const items = itemsOf(value);
  if (items.length === 2) return [items[0], items[1]];
  throw new ValueError(
    items.length > 2
      ? "too many values to unpack (expected 2)"
      : `not enough values to unpack (expected 2, got ${items.length})`,
  );
}

/** Whether the value has items as JavaScript sees it. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === "function"
  );
}

/** Whether the value has items that must be awaited. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.asyncIterator in value &&
    typeof value[Symbol.asyncIterator] === "function"
  );
}

/** {@link itemsOf}, awaiting those of an async iterable. */
export async function itemsOfAsync(value: unknown): Promise<readonly unknown[]> {
  if (!isAsyncIterable(value)) return itemsOf(value);
  const items: unknown[] = [];
  for await (const item of value) items.push(item);
  return items;
}
