/** `len(value)`. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError } from "../errors.ts";
import { dictSize, isDictionary } from "./dict.ts";
import { textLength } from "./slice.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** How many characters, items or keys a value has; throws an OperandTypeError if that can't be asked. */
export function lengthOf(value: unknown): number {
  const length = lengthOrNothing(value);
  if (length === undefined) throw new OperandTypeError(`object of type '${typeName(value)}' has no len()`);
  return length;
}

/** The same, `undefined` where it can't be asked: of numbers, functions, iterators. */
export function lengthOrNothing(value: unknown): number | undefined {
  if (typeof value === "string") return textLength(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Undefined) return value.size();
  if (value instanceof Markup) return textLength(value.toString());
  if (isDictionary(value)) return dictSize(value);
  if (!(Symbol.iterator in value)) return undefined;
  const size = "length" in value ? value.length : "size" in value ? value.size : undefined;
  return typeof size === "number" ? size : undefined;
}
