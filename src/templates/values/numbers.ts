/** Python's three kinds of numbers, told apart among JavaScript's: int, float and bool. */
import { OverflowError } from "../errors.ts";
import { Float } from "./float.ts";

/** An integer: a safe number, or a bigint beyond. */
export type Int = number | bigint;

/** A value as an int if it is one (`True` is 1); `undefined` for floats and everything else. */
export function asInt(value: unknown): Int | undefined {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) ? value : undefined;
    case "bigint":
      return demote(value);
    case "boolean":
      return value ? 1 : 0;
    default:
      return undefined;
  }
}

/** A value as a float if it is a float; `undefined` for ints and everything else. */
export function asFloat(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? undefined : value;
  return value instanceof Float ? value.valueOf() : undefined;
}

/** Any number as a float; `undefined` for what is no number. */
export function asReal(value: unknown): number | undefined {
  switch (typeof value) {
    case "number":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "bigint":
      return bigintToFloat(value);
    default:
      return value instanceof Float ? value.valueOf() : undefined;
  }
}

/** Whether the value is a number of any kind; booleans are. */
export function isNumeric(value: unknown): boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Float
  );
}

/** A bigint as a number if a number can hold it. */
export function demote(value: bigint): Int {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** A float that is whole as an int of any size. */
export function truncated(value: number): Int {
  const whole = Math.trunc(value) + 0;
  return Number.isSafeInteger(whole) ? whole : demote(BigInt(whole));
}

/** Python's `float(int)`. */
export function bigintToFloat(value: bigint): number {
  const real = Number(value);
  if (Number.isFinite(real)) return real;
  throw new OverflowError("int too large to convert to float");
}

/** About how many bits an int has, rounded up to the next four. */
export function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4;
}

/** Integers of more bits are refused: what Python would compute for minutes, a template may not ask for. */
export const MAX_BITS: number = 131_072;

/** Text of more UTF-16 units than this is not repeated or padded together. */
export const MAX_TEXT: number = 16_777_216;

/** Lists of more items than this are not repeated or padded together. */
export const MAX_ITEMS: number = 4_194_304;

/** Throws if the result would have too many units of text. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT) {
    throw new OverflowError(`the text would have ${length} characters; at most ${MAX_TEXT} are allowed`);
  }
}

/** Throws if the result would have too many items. */
export function checkItemCount(count: number): void {
  if (count > MAX_ITEMS) {
    throw new OverflowError(`the list would have ${count} items; at most ${MAX_ITEMS} are allowed`);
  }
}
