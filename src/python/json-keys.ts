/** The keys of a dictionary in JSON: what they are called, and in which order they come. */
import { sortByCodePoint } from "./code-points.ts";
import { numberText } from "./float.ts";
import { describe, UnserializableError } from "./unserializable.ts";

/** What a key of a dictionary is called in JSON: Python allows strings, numbers, booleans and None. */
export function keyText(key: unknown): string {
  switch (typeof key) {
    case "string":
      return key;
    case "number":
      return numberText(key);
    case "bigint":
      return `${key}`;
    case "boolean":
      return key ? "true" : "false";
    default:
      if (key === null) return "null";
      // Python's Markup is a kind of string.
      if (typeof key === "object" && "__html__" in key) return `${key}`;
      throw new UnserializableError(`${describe(key)} cannot be a key of a dictionary`, "");
  }
}

/** Sorts the keys of a Map in place as Python does: strings by code point, numbers by value, never mixed. */
export function sortKeys(keys: unknown[]): void {
  if (keys.every((key) => typeof key === "string")) {
    sortByCodePoint(keys);
  } else if (
    keys.every((key) => typeof key === "number" || typeof key === "bigint" || typeof key === "boolean")
  ) {
    keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } else if (keys.length > 1) {
    throw new UnserializableError("keys of different types cannot be sorted: use strings only", "");
  }
}
