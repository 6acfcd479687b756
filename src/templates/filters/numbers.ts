/** Filters of numbers: converting, rounding, sizes of files. */
import { FilterArgumentError, OperandTypeError, OverflowError, ValueError } from "../errors.ts";
import { intArgument } from "../values/arguments.ts";
import { toFloat, toInt } from "../values/convert.ts";
import { Float, float } from "../values/float.ts";
import { formatReal, roundReal } from "../values/number-format.ts";
import { asFloat, asInt, asReal, demote, type Int } from "../values/numbers.ts";
import { div, mul, pow } from "../values/operators.ts";
import { intOfFloat } from "../values/parse-number.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { typeName } from "../values/type-name.ts";
import { type Table, table } from "./define.ts";

/** The filters of numbers. */
export const numberFilters: Table = table({
  abs: ["x", (_, x: unknown) => absolute(x)],
  int: [
    "value default? base?",
    (_, value: unknown, otherwise?: unknown, base?: unknown) => toIntOr(value, otherwise, base),
  ],
  float: ["value default?", (_, value: unknown, otherwise?: unknown) => toFloatOr(value, otherwise)],
  round: [
    "value precision? method?",
    (_, value: unknown, precision?: unknown, method?: unknown) => round(value, precision, method),
  ],
  filesizeformat: [
    "value binary?",
    (_, value: unknown, binary?: unknown) => fileSize(toFloat(value), binary !== undefined && truth(binary)),
  ],
});

function absolute(value: unknown): unknown {
  const int = asInt(value);
  if (int !== undefined) return int < 0 ? -int : int;
  const real = asFloat(value);
  if (real !== undefined) return float(Math.abs(real));
  throw new OperandTypeError(`bad operand type for abs(): '${typeName(value)}'`);
}

function isConversionError(error: unknown): boolean {
  return error instanceof OperandTypeError || error instanceof ValueError;
}

function toIntOr(value: unknown, otherwise: unknown = 0, base: unknown = 10): unknown {
  const radix = intArgument(base);
  try {
    return toInt(value, radix);
  } catch (error) {
    if (!isConversionError(error)) throw error;
  }
  try {
    // "42.7" is no integer, but has one.
    return intOfFloat(toFloat(value));
  } catch (error) {
    if (isConversionError(error) || error instanceof OverflowError) return otherwise;
    throw error;
  }
}

function toFloatOr(value: unknown, otherwise: unknown = new Float(0)): unknown {
  try {
    return float(toFloat(value));
  } catch (error) {
    if (isConversionError(error)) return otherwise;
    throw error;
  }
}

function round(value: unknown, precision: unknown = 0, method: unknown = "common"): unknown {
  const how = str(method);
  if (how !== "common" && how !== "ceil" && how !== "floor") {
    throw new FilterArgumentError("method must be common, ceil or floor");
  }
  if (how === "common") return roundCommon(value, precision);
  const scale = pow(10, precision);
  const scaled = mul(value, scale);
  const int = asInt(scaled);
  const real = asReal(scaled);
  if (real === undefined) throw new OperandTypeError(`must be real number, not ${typeName(value)}`);
  const whole = int ?? intOfFloat(how === "ceil" ? Math.ceil(real) : Math.floor(real));
  return div(whole, scale);
}

function roundCommon(value: unknown, precision: unknown): unknown {
  const int = asInt(value);
  const real = asFloat(value);
  if (int === undefined && real === undefined) {
    throw new OperandTypeError(`type ${typeName(value)} doesn't define __round__ method`);
  }
  if (precision === null) return int ?? intOfFloat(roundReal(real ?? 0, 0));
  const digits = intArgument(precision);
  return int === undefined ? float(roundReal(real ?? 0, digits)) : roundInt(int, digits);
}

/** An integer rounded to tens, hundreds and so on, a tie to the even one. */
function roundInt(value: Int, digits: number): Int {
  if (digits >= 0) return value;
  if (-digits > value.toString().length) return 0;
  const unit = 10n ** BigInt(-digits);
  const big = BigInt(value);
  const remainder = ((big % unit) + unit) % unit;
  const lower = big - remainder;
  const twice = remainder * 2n;
  const isUp = twice > unit || (twice === unit && (lower / unit) % 2n !== 0n);
  return demote(isUp ? lower + unit : lower);
}

const DECIMAL = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const BINARY = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

function fileSize(bytes: number, isBinary: boolean): string {
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${intOfFloat(bytes)} Bytes`;
  const prefixes = isBinary ? BINARY : DECIMAL;
  let power = 0;
  while (power < prefixes.length - 1 && bytes >= base ** (power + 2)) power++;
  const size = (base * bytes) / base ** (power + 2);
  return `${size < 0 ? "-" : ""}${formatReal(size, "f", 1, false)} ${prefixes[power] ?? ""}`;
}
