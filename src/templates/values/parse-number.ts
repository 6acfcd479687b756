/** `int(text)` and `float(text)`: numbers as Python reads them. */
import { OverflowError, ValueError } from "../errors.ts";
import { demote, type Int, truncated } from "./numbers.ts";
import { strip } from "./text-space.ts";

/** More digits are refused, as CPython does, since their cost is quadratic. */
const MAX_DIGITS = 4300;

const FLOAT = /^[+-]?(?:(?:[0-9](?:_?[0-9])*)?\.?(?:[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)$/;
const NAMED = /^([+-]?)(?:(inf|infinity)|nan)$/i;

/** `float(text)`; throws a ValueError if the text is no number. */
export function parseFloatText(text: string): number {
  const bare = asciiDigits(strip(text, null, "both"));
  const named = NAMED.exec(bare);
  if (named !== null) {
    return named[2] === undefined ? Number.NaN : Number(`${named[1]}Infinity`);
  }
  // The pattern allows no digits at all, which Number would take for 0.
  if (!FLOAT.test(bare) || !/^[+-]?\.?[0-9]/.test(bare)) {
    throw new ValueError(`could not convert string to float: '${text}'`);
  }
  return Number(bare.replaceAll("_", ""));
}

const PREFIX: ReadonlyMap<string, number> = new Map([
  ["0x", 16],
  ["0o", 8],
  ["0b", 2],
]);

/** `int(text, base)`; throws a ValueError if the text is no integer in that base. */
export function parseIntText(text: string, base: number): Int {
  const bare = asciiDigits(strip(text, null, "both")).toLowerCase();
  const sign = /^[+-]/.test(bare) ? bare.charAt(0) : "";
  let digits = bare.slice(sign.length);
  let radix = base;
  const prefix = PREFIX.get(digits.slice(0, 2));
  if (prefix !== undefined && (base === 0 || base === prefix)) {
    digits = digits.slice(2).replace(/^_/, "");
    radix = prefix;
  } else if (base === 0) {
    // A leading zero would have been an octal number once.
    if (/^0[0_]*[1-9]/.test(digits)) throw invalid(text, base);
    radix = 10;
  }
  if (radix < 2 || radix > 36) throw new ValueError("int() base must be >= 2 and <= 36, or 0");
  if (!/^[0-9a-z](?:_?[0-9a-z])*$/.test(digits)) throw invalid(text, base);
  return parseDigits(text, base, sign, digits.replaceAll("_", ""), radix);
}

function parseDigits(text: string, base: number, sign: string, digits: string, radix: number): Int {
  if (digits.length > MAX_DIGITS) {
    throw new ValueError(`Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  const highest = radix <= 10 ? String.fromCharCode(47 + radix) : String.fromCharCode(86 + radix);
  for (const digit of digits) if (digit > highest) throw invalid(text, base);
  if (digits.length < 10)
    return sign === "-" ? 0 - Number.parseInt(digits, radix) : Number.parseInt(digits, radix);
  let value = 0n;
  if (radix === 10) value = BigInt(digits);
  else for (const digit of digits) value = value * BigInt(radix) + BigInt(Number.parseInt(digit, 36));
  return demote(sign === "-" ? -value : value);
}

function invalid(text: string, base: number): ValueError {
  return new ValueError(`invalid literal for int() with base ${base}: '${text}'`);
}

/** `int(float)`; throws for infinity and NaN. */
export function intOfFloat(value: number): Int {
  if (Number.isNaN(value)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert float infinity to integer");
  return truncated(value);
}

/** Digits of any script as 0 to 9: each run of ten begins at a code point whose predecessor is no digit. */
function asciiDigits(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return `${value}`;
  });
}
