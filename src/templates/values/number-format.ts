/** Digits of numbers: fixed, exponential and general notation, rounded half to even as C and Python do. */
import { checkTextLength } from "./numbers.ts";

/** The notations of a float; upper case writes `E`, `INF` and `NAN`. */
export type RealType = "e" | "E" | "f" | "F" | "g" | "G";

/** Formats the magnitude of a float; the sign is the caller's. */
export function formatReal(value: number, type: RealType, precision: number, keepsPoint: boolean): string {
  checkTextLength(precision + 330);
  const magnitude = Math.abs(value);
  const text = Number.isFinite(value) ? digitsOf(magnitude, type, precision, keepsPoint) : nameOf(value);
  return type === "E" || type === "F" || type === "G" ? text.toUpperCase() : text;
}

function nameOf(value: number): string {
  return Number.isNaN(value) ? "nan" : "inf";
}

function digitsOf(value: number, type: RealType, precision: number, keepsPoint: boolean): string {
  switch (type) {
    case "f":
    case "F":
      return withPoint(fixed(value, precision), keepsPoint);
    case "e":
    case "E":
      return exponential(value, precision, keepsPoint);
    default:
      return general(value, Math.max(precision, 1), keepsPoint, 0);
  }
}

/** The notation of `format(float, ".3")`: general, but never without a digit behind the point. */
export function formatShort(value: number, precision: number, keepsPoint: boolean): string {
  if (!Number.isFinite(value)) return nameOf(value);
  checkTextLength(precision + 330);
  const text = general(Math.abs(value), Math.max(precision, 1), keepsPoint, 1);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function withPoint(text: string, keepsPoint: boolean): string {
  return keepsPoint && !text.includes(".") ? `${text}.` : text;
}

function general(value: number, precision: number, keepsPoint: boolean, spare: number): string {
  const [digits, exponent] = scientific(value, precision - 1);
  if (exponent < -4 || exponent >= precision - spare) {
    const mantissa = `${digits.slice(0, 1)}.${digits.slice(1)}`;
    return (keepsPoint ? mantissa : withoutZeros(mantissa)) + exponentText(exponent);
  }
  const text = fixed(value, Math.max(0, precision - 1 - exponent));
  return keepsPoint ? withPoint(text, true) : withoutZeros(text);
}

function withoutZeros(text: string): string {
  if (!text.includes(".")) return text;
  let end = text.length;
  while (text.charAt(end - 1) === "0") end--;
  if (text.charAt(end - 1) === ".") end--;
  return text.slice(0, end);
}

function exponential(value: number, precision: number, keepsPoint: boolean): string {
  const [digits, exponent] = scientific(value, precision);
  const point = precision > 0 || keepsPoint ? "." : "";
  return digits.slice(0, 1) + point + digits.slice(1) + exponentText(exponent);
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${`${Math.abs(exponent)}`.padStart(2, "0")}`;
}

/** The first `precision + 1` digits and the power of ten of the first. */
function scientific(value: number, precision: number): [digits: string, exponent: number] {
  if (value === 0) return ["0".repeat(precision + 1), 0];
  const [shortest = "", power = "0"] = value.toExponential().split("e");
  if (precision <= 100 && !mayBeTie(shortest, precision)) {
    const [digits = "", exponent = "0"] = value.toExponential(precision).split("e");
    return [digits.replace(".", ""), Number(exponent)];
  }
  const exponent = Number(power);
  const digits = `${scaled(value, precision - exponent)}`;
  // Rounding up may have made one digit more.
  return digits.length > precision + 1 ? [digits.slice(0, -1), exponent + 1] : [digits, exponent];
}

/** A magnitude with so many digits behind the point. */
export function fixed(value: number, precision: number): string {
  const shortest = `${value}`;
  if (value < 1e21 && precision <= 100 && !shortest.includes("e") && !mayBeTie(shortest, precision)) {
    return value.toFixed(precision);
  }
  const digits = `${scaled(value, precision)}`.padStart(precision + 1, "0");
  if (precision === 0) return digits;
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** JavaScript rounds a tie up; there is one only where the shortest digits end in 5, one digit too far. */
function mayBeTie(shortest: string, precision: number): boolean {
  const point = shortest.indexOf(".");
  const decimals = point === -1 ? 0 : shortest.length - point - 1;
  return decimals === precision + 1 && shortest.endsWith("5");
}

/** `value * 10 ** decimals` as an integer, a tie rounded to the even one. */
function scaled(value: number, decimals: number): bigint {
  const [bits, exponent] = binary(value);
  let mantissa = bits;
  let divisor = 1n;
  if (decimals > 0) mantissa *= 10n ** BigInt(decimals);
  else divisor = 10n ** BigInt(-decimals);
  if (exponent > 0) mantissa <<= BigInt(exponent);
  else divisor <<= BigInt(-exponent);
  const quotient = mantissa / divisor;
  const twice = (mantissa - quotient * divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** A finite positive float as an integer times a power of two. */
function binary(value: number): [mantissa: bigint, exponent: number] {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const all = bits.getBigUint64(0);
  const exponent = Number((all >> 52n) & 0x7ffn);
  const fraction = all & 0xfffffffffffffn;
  return exponent === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, exponent - 1075];
}

/** `round(value, digits)` of a finite float, a tie rounded to the even digit. */
export function roundReal(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 323) return value;
  if (digits < -308) return value < 0 ? -0 : 0;
  const magnitude = Math.abs(value);
  const text = digits >= 0 ? fixed(magnitude, digits) : `${scaled(magnitude, digits)}e${-digits}`;
  return value < 0 || Object.is(value, -0) ? -Number(text) : Number(text);
}

/** `float.as_integer_ratio()` of a finite float. */
export function ratio(value: number): [numerator: bigint, denominator: bigint] {
  let [numerator, exponent] = binary(Math.abs(value));
  let denominator = 1n;
  while (numerator !== 0n && numerator % 2n === 0n && exponent < 0) {
    numerator /= 2n;
    exponent++;
  }
  if (numerator === 0n) return [0n, 1n];
  if (exponent > 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  return [value < 0 ? -numerator : numerator, denominator];
}
