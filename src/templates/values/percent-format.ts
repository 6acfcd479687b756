/** The `%` operator of text: `"%s of %05.1f" % (a, b)`. */
import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { KeyError, OperandTypeError, OverflowError, ValueError } from "../errors.ts";
import { type Dictionary, dictGet, dictHas, isDictionary } from "./dict.ts";
import { escapeToString } from "./escape.ts";
import { formatReal, type RealType } from "./number-format.ts";
import { asFloat, asInt, asReal, checkTextLength, type Int, truncated } from "./numbers.ts";
import { Range } from "./range.ts";
import { repr, str } from "./text.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** Fills in a format; a `Markup` format escapes what it is given, and gives `Markup`. */
export function percentFormat(format: string | Markup, values: unknown): string | Markup {
  if (format instanceof Markup) return new Markup(new Formatter(format.toString(), values, true).run());
  return new Formatter(format, values, false).run();
}

type Conversion = {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
};

class Formatter {
  readonly #format: string;
  readonly #escapes: boolean;
  readonly #values: readonly unknown[];
  readonly #mapping: Dictionary | undefined;
  /** Whether values may be left over: a list or a dictionary is one value, used or not. */
  readonly #mayIgnore: boolean;
  #next = 0;
  #position = 0;

  constructor(format: string, values: unknown, escapes: boolean) {
    this.#format = format;
    this.#escapes = escapes;
    this.#values = values instanceof Tuple ? values : [values];
    this.#mapping = isDictionary(values) ? values : undefined;
    this.#mayIgnore = hasItems(values);
  }

  run(): string {
    const format = this.#format;
    let text = "";
    for (;;) {
      const percent = format.indexOf("%", this.#position);
      if (percent === -1) break;
      text += format.slice(this.#position, percent);
      this.#position = percent + 1;
      text += this.#conversion();
      checkTextLength(text.length);
    }
    if (this.#next < this.#values.length && !this.#mayIgnore) {
      throw new OperandTypeError("not all arguments converted during string formatting");
    }
    return text + format.slice(this.#position);
  }

  #conversion(): string {
    if (this.#peek() === "%") {
      this.#position++;
      return "%";
    }
    const key = this.#key();
    const flags = this.#while("#0- +");
    const star = this.#number();
    let width = star ?? 0;
    let allFlags = flags;
    if (width < 0) {
      allFlags += "-";
      width = -width;
    }
    const precision = this.#precision();
    this.#while("hlL");
    const type = this.#peek();
    if (type === "") throw new ValueError("incomplete format");
    this.#position++;
    if (type === "%") return "%";
    if (!"diouxXeEfFgGcrsa".includes(type)) {
      const code = type.charCodeAt(0).toString(16);
      throw new ValueError(
        `unsupported format character '${type}' (0x${code}) at index ${this.#position - 1}`,
      );
    }
    const value = key === undefined ? this.#take() : this.#lookUp(key);
    checkTextLength(width);
    return this.#convert(value, { flags: allFlags, width, precision, type });
  }

  #key(): string | undefined {
    if (this.#peek() !== "(") return undefined;
    const start = this.#position + 1;
    let depth = 0;
    for (let i = this.#position; i < this.#format.length; i++) {
      const unit = this.#format.charAt(i);
      if (unit === "(") depth++;
      else if (unit === ")") depth--;
      if (depth > 0) continue;
      this.#position = i + 1;
      return this.#format.slice(start, i);
    }
    throw new ValueError("incomplete format key");
  }

  #number(): number | undefined {
    if (this.#peek() === "*") {
      this.#position++;
      const value = asInt(this.#take());
      if (value === undefined) throw new OperandTypeError("* wants int");
      return Number(value);
    }
    const digits = this.#while("0123456789");
    return digits === "" ? undefined : Number(digits);
  }

  #precision(): number | undefined {
    if (this.#peek() !== ".") return undefined;
    this.#position++;
    return Math.max(0, this.#number() ?? 0);
  }

  #peek(): string {
    return this.#format.charAt(this.#position);
  }

  #while(allowed: string): string {
    const start = this.#position;
    while (this.#position < this.#format.length && allowed.includes(this.#peek())) this.#position++;
    return this.#format.slice(start, this.#position);
  }

  #take(): unknown {
    if (this.#next >= this.#values.length) {
      throw new OperandTypeError("not enough arguments for format string");
    }
    return this.#values[this.#next++];
  }

  #lookUp(key: string): unknown {
    if (this.#mapping === undefined) throw new OperandTypeError("format requires a mapping");
    if (!dictHas(this.#mapping, key)) throw new KeyError(repr(key));
    return dictGet(this.#mapping, key);
  }

  #convert(value: unknown, conversion: Conversion): string {
    const { type, precision } = conversion;
    switch (type) {
      case "s":
      case "r":
      case "a":
        return pad(cut(this.#text(value, type), precision), conversion);
      case "c":
        return pad(character(value), conversion);
      case "d":
      case "i":
      case "u":
        return padNumber(...integerDigits(decimalInt(value, type), 10, "", conversion), conversion);
      case "o":
        return padNumber(...integerDigits(exactInt(value, type), 8, "0o", conversion), conversion);
      case "x":
      case "X":
        return padNumber(...integerDigits(exactInt(value, type), 16, `0${type}`, conversion), conversion);
      default:
        return padNumber(...realDigits(value, type as RealType, conversion), conversion);
    }
  }

  #text(value: unknown, type: string): string {
    if (type === "s") return this.#escapes ? escapeToString(value) : str(value);
    const text = type === "a" ? ascii(repr(value)) : repr(value);
    return this.#escapes ? escapeToString(text) : text;
  }
}

/** Whether Python asks it for items: such a value may be of no use to the format. */
function hasItems(value: unknown): boolean {
  if (value instanceof Tuple) return false;
  return (
    Array.isArray(value) ||
    isDictionary(value) ||
    value instanceof Undefined ||
    value instanceof Uint8Array ||
    value instanceof Range
  );
}

function cut(text: string, precision: number | undefined): string {
  if (precision === undefined || text.length <= precision) return text;
  return Array.from(text).slice(0, precision).join("");
}

/** `ascii(value)` of what `repr` gave. */
export function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
}

function character(value: unknown): string {
  const code = asInt(value);
  if (code !== undefined) {
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(Number(code));
    throw new OverflowError("%c arg not in range(0x110000)");
  }
  const text = value instanceof Markup ? value.toString() : value;
  if (typeof text === "string" && Array.from(text).length === 1) return text;
  throw new OperandTypeError("%c requires int or char");
}

function decimalInt(value: unknown, type: string): Int {
  const int = asInt(value);
  if (int !== undefined) return int;
  const real = asFloat(value);
  if (real === undefined) {
    if (value instanceof Undefined) value.fail();
    throw new OperandTypeError(`%${type} format: a real number is required, not ${typeName(value)}`);
  }
  if (Number.isFinite(real)) return truncated(real);
  if (Number.isNaN(real)) throw new ValueError("cannot convert float NaN to integer");
  throw new OverflowError("cannot convert float infinity to integer");
}

function exactInt(value: unknown, type: string): Int {
  const int = asInt(value);
  if (int !== undefined) return int;
  if (value instanceof Undefined) value.fail();
  throw new OperandTypeError(`%${type} format: an integer is required, not ${typeName(value)}`);
}

function integerDigits(
  value: Int,
  radix: number,
  prefix: string,
  { flags, precision = 0, type }: Conversion,
): [sign: string, digits: string] {
  checkTextLength(precision);
  const digits = (value < 0 ? -value : value).toString(radix).padStart(precision, "0");
  const shown = type === "X" ? digits.toUpperCase() : digits;
  return [signOf(value < 0, flags) + (flags.includes("#") ? prefix : ""), shown];
}

function realDigits(
  value: unknown,
  type: RealType,
  { flags, precision = 6 }: Conversion,
): [sign: string, digits: string] {
  const real = asReal(value);
  if (real === undefined) {
    if (value instanceof Undefined) value.fail();
    throw new OperandTypeError(`must be real number, not ${typeName(value)}`);
  }
  const isNegative = real < 0 || Object.is(real, -0);
  return [signOf(isNegative, flags), formatReal(real, type, precision, flags.includes("#"))];
}

function signOf(isNegative: boolean, flags: string): string {
  if (isNegative) return "-";
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

function pad(text: string, { flags, width }: Conversion): string {
  if (text.length >= width) return text;
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  return flags.includes("-") ? text + " ".repeat(missing) : " ".repeat(missing) + text;
}

function padNumber(sign: string, digits: string, conversion: Conversion): string {
  const { flags, width } = conversion;
  if (flags.includes("0") && !flags.includes("-")) {
    return sign + digits.padStart(width - sign.length, "0");
  }
  return pad(sign + digits, conversion);
}
