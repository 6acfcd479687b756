/** `int(value)` and `float(value)`. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError } from "../errors.ts";
import { asFloat, asInt, asReal, type Int } from "./numbers.ts";
import { intOfFloat, parseFloatText, parseIntText } from "./parse-number.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** `float(value)` as a plain number. */
export function toFloat(value: unknown): number {
  const real = asReal(value);
  if (real !== undefined) return real;
  if (typeof value === "string" || value instanceof Markup) return parseFloatText(value.toString());
  const own = ownNumber(value);
  if (own !== undefined) return own;
  throw new OperandTypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

/** `int(value)`, for text `int(value, base)`. */
export function toInt(value: unknown, base: number = 10): Int {
  const int = asInt(value);
  if (int !== undefined) return int;
  const real = asFloat(value);
  if (real !== undefined) return intOfFloat(real);
  if (typeof value === "string" || value instanceof Markup) return parseIntText(value.toString(), base);
  const own = ownNumber(value);
  if (own !== undefined) return intOfFloat(own);
  throw new OperandTypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

/** The number that an instance of a class stands for: what its own `valueOf` says. */
function ownNumber(value: unknown): number | undefined {
  if (value instanceof Undefined) return value.fail();
  if (typeof value !== "object" || value === null) return undefined;
  const number: unknown =
    "valueOf" in value && typeof value.valueOf === "function" ? value.valueOf() : undefined;
  return typeof number === "number" || typeof number === "bigint" ? Number(number) : undefined;
}
