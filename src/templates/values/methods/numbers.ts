/** The attributes and methods of Python's `int`, `float` and `bytes`. */
import { Tuple } from "../../../python/index.ts";
import { OverflowError, ValueError } from "../../errors.ts";
import { optionalText } from "../arguments.ts";
import { Builtin, type Method, type Run } from "../builtin.ts";
import { Float, float } from "../float.ts";
import { ratio } from "../number-format.ts";
import { asInt, demote } from "../numbers.ts";
import { decodeText } from "./encoding.ts";

/** The methods of ints and bools. */
export const intMethods: Map<string, Method> = new Map();
/** The methods of floats. */
export const floatMethods: Map<string, Method> = new Map();
/** The methods of bytes. */
export const bytesMethods: Map<string, Method> = new Map();

function define(table: Map<string, Method>, name: string, parameters: string, run: Run): void {
  table.set(name, new Builtin(name, parameters === "" ? "self" : `self ${parameters}`, run));
}

/** The attributes of ints, which are no methods. */
export const intAttributes: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ["real", (value: unknown) => asInt(value)],
  ["imag", () => 0],
  ["numerator", (value: unknown) => asInt(value)],
  ["denominator", () => 1],
]);

/** The attributes of floats, which are no methods. */
export const floatAttributes: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ["real", (value: unknown) => value],
  ["imag", () => new Float(0)],
]);

function magnitudeBits(value: unknown): string {
  const big = BigInt(asInt(value) ?? 0);
  return (big < 0n ? -big : big).toString(2);
}

define(intMethods, "bit_length", "", (_, value: unknown) => {
  const bits = magnitudeBits(value);
  return bits === "0" ? 0 : bits.length;
});
define(intMethods, "bit_count", "", (_, value: unknown) => magnitudeBits(value).replaceAll("0", "").length);
define(intMethods, "conjugate", "", (_, value: unknown) => asInt(value));
define(intMethods, "as_integer_ratio", "", (_, value: unknown) => new Tuple(asInt(value), 1));

define(floatMethods, "is_integer", "", (_, value: unknown) => Number.isInteger(Number(value)));
define(floatMethods, "conjugate", "", (_, value: unknown) => value);
define(floatMethods, "as_integer_ratio", "", (_, value: unknown) => {
  const real = Number(value);
  if (Number.isNaN(real)) throw new ValueError("cannot convert NaN to integer ratio");
  if (!Number.isFinite(real)) throw new OverflowError("cannot convert Infinity to integer ratio");
  const [numerator, denominator] = ratio(real);
  return new Tuple(demote(numerator), demote(denominator));
});
define(floatMethods, "hex", "", (_, value: unknown) => hexText(Number(value)));

function hexText(value: number): string {
  if (!Number.isFinite(value)) return `${float(value)}`.toLowerCase().replace("infinity", "inf");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p+0`;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const all = bits.getBigUint64(0);
  const exponent = Number((all >> 52n) & 0x7ffn);
  const fraction = (all & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

define(
  bytesMethods,
  "decode",
  "encoding? errors?",
  (_, bytes: Uint8Array, encoding?: unknown, errors?: unknown) =>
    decodeText(bytes, optionalText(encoding) ?? "utf-8", optionalText(errors) ?? "strict"),
);
define(bytesMethods, "hex", "", (_, bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
);
