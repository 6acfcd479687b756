/** What a built-in function makes of its arguments, or the TypeError that Python raises instead. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError } from "../errors.ts";
import { asInt } from "./numbers.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** Text, also `Markup`'s; anything else is a TypeError. */
export function textArgument(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Markup) return value.toString();
  throw new OperandTypeError(`expected a str, not '${typeName(value)}'`);
}

/** Text, or `null` where it was left out or `None`. */
export function optionalText(value: unknown): string | null {
  return value === undefined || value === null ? null : textArgument(value);
}

/** An integer that a number holds; larger ones are cut to what no text or list can reach. */
export function intArgument(value: unknown): number {
  const int = asInt(value);
  if (int !== undefined)
    return typeof int === "bigint" ? (int < 0 ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER) : int;
  if (value instanceof Undefined) value.fail();
  throw new OperandTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** An integer, or the given one where it was left out. */
export function optionalInt(value: unknown, absent: number): number {
  return value === undefined || value === null ? absent : intArgument(value);
}
