/** The mini-language of `format(value, spec)`: `"{:>8.2f}"`. */
import { Markup } from "../../markup/index.ts";
import { floatRepr } from "../../python/index.ts";
import { OperandTypeError, OverflowError, ValueError } from "../errors.ts";
import { Float } from "./float.ts";
import { formatReal, formatShort, type RealType } from "./number-format.ts";
import { asInt, bigintToFloat, checkTextLength, type Int } from "./numbers.ts";
import { strftime } from "./strftime.ts";
import { str } from "./text.ts";
import { typeName } from "./type-name.ts";

type Spec = {
  readonly fill: string;
  readonly align: "" | "<" | ">" | "^" | "=";
  readonly sign: "" | "+" | "-" | " ";
  readonly isAlternate: boolean;
  readonly isZeroPadded: boolean;
  readonly width: number;
  readonly grouping: "" | "," | "_";
  readonly precision: number | undefined;
  readonly type: string;
};

const SPEC =
  /^(?:([\s\S])?([<>=^]))?([+\- ])?(z)?(#)?(0)?([0-9]{1,9})?([,_])?(?:\.([0-9]{1,9}))?([A-Za-z%])?$/u;

/** Formats a value as a specification says; an empty one gives its text. */
export function formatValue(value: unknown, text: string): string {
  if (text === "") return str(value);
  if (typeof value === "string") return formatText(value, parseSpec(text, value));
  if (value instanceof Markup) return formatText(value.toString(), parseSpec(text, value));
  if (typeof value === "number" && !Number.isSafeInteger(value))
    return formatFloat(value, parseSpec(text, value));
  if (value instanceof Float) return formatFloat(value.valueOf(), parseSpec(text, value));
  if (value instanceof Date) return strftime(value, text);
  const int = asInt(value);
  if (int !== undefined) return formatInt(int, parseSpec(text, value));
  throw new OperandTypeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function parseSpec(text: string, value: unknown): Spec {
  const match = SPEC.exec(text);
  if (match === null) {
    throw new ValueError(`Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  }
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const spec = {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: (align ?? "") as Spec["align"],
    sign: (sign ?? "") as Spec["sign"],
    isAlternate: alternate !== undefined,
    isZeroPadded: zero !== undefined,
    width: Number(width ?? 0),
    grouping: (grouping ?? "") as Spec["grouping"],
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? "",
  };
  if (spec.grouping !== "" && spec.type === "n") {
    throw new ValueError(`Cannot specify '${spec.grouping}' with 'n'.`);
  }
  checkTextLength(spec.width + (spec.precision ?? 0));
  return spec;
}

function formatText(text: string, spec: Spec): string {
  if (spec.type !== "" && spec.type !== "s") throw unknownType(spec.type, "str");
  if (spec.sign !== "") throw new ValueError("Sign not allowed in string format specifier");
  if (spec.isAlternate) throw new ValueError("Alternate form (#) not allowed in string format specifier");
  if (spec.grouping !== "") throw new ValueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=") throw new ValueError("'=' alignment not allowed in string format specifier");
  const characters = Array.from(text);
  const shown = spec.precision === undefined ? text : characters.slice(0, spec.precision).join("");
  const length = Math.min(characters.length, spec.precision ?? characters.length);
  return align(shown, length, spec, "<");
}

function align(text: string, length: number, spec: Spec, usual: "<" | ">"): string {
  const missing = spec.width - length;
  if (missing <= 0) return text;
  const side = spec.align === "" ? usual : spec.align;
  const before = side === "<" ? 0 : side === "^" ? Math.floor(missing / 2) : missing;
  return spec.fill.repeat(before) + text + spec.fill.repeat(missing - before);
}

const RADIX: ReadonlyMap<string, number> = new Map([
  ["", 10],
  ["d", 10],
  ["n", 10],
  ["b", 2],
  ["o", 8],
  ["x", 16],
  ["X", 16],
]);

function formatInt(value: Int, spec: Spec): string {
  const { type } = spec;
  if ("eEfFgG%".includes(type) && type !== "") {
    return formatFloat(typeof value === "bigint" ? bigintToFloat(value) : value, spec);
  }
  if (spec.precision !== undefined) throw new ValueError("Precision not allowed in integer format specifier");
  if (type === "c") return formatCharacter(value, spec);
  const radix = RADIX.get(type);
  if (radix === undefined) throw unknownType(type, "int");
  if (spec.grouping === "," && radix !== 10) throw new ValueError(`Cannot specify ',' with '${type}'.`);
  const digits = (value < 0 ? -value : value).toString(radix);
  const prefix = spec.isAlternate && radix !== 10 ? `0${type}` : "";
  const shown = type === "X" ? digits.toUpperCase() : digits;
  return assemble(value < 0, prefix, shown, "", spec, radix === 10 ? 3 : 4);
}

function formatCharacter(value: Int, spec: Spec): string {
  if (spec.sign !== "") throw new ValueError("Sign not allowed with integer format specifier 'c'");
  if (spec.isAlternate) throw new ValueError("Alternate form (#) not allowed with format specifier 'c'");
  if (spec.grouping !== "") throw new ValueError(`Cannot specify '${spec.grouping}' with 'c'.`);
  if (value < 0 || value > 0x10ffff) throw new OverflowError("%c arg not in range(0x110000)");
  return align(String.fromCodePoint(Number(value)), 1, spec, "<");
}

function formatFloat(value: number, spec: Spec): string {
  const { type } = spec;
  const isNegative = value < 0 || Object.is(value, -0);
  let text: string;
  if (type === "%") text = `${formatReal(value * 100, "f", spec.precision ?? 6, spec.isAlternate)}%`;
  else if (type === "" && spec.precision === undefined) text = floatRepr(Math.abs(value));
  else if (type === "") text = formatShort(value, spec.precision ?? 6, spec.isAlternate);
  else if ("eEfFgG".includes(type)) {
    text = formatReal(value, type as RealType, spec.precision ?? 6, spec.isAlternate);
  } else if (type === "n") text = formatReal(value, "g", spec.precision ?? 6, spec.isAlternate);
  else throw unknownType(type, "float");
  const whole = /^[0-9]*/.exec(text)?.[0] ?? "";
  return assemble(isNegative, "", whole, text.slice(whole.length), spec, 3);
}

function assemble(
  isNegative: boolean,
  prefix: string,
  whole: string,
  rest: string,
  spec: Spec,
  group: number,
): string {
  const sign = isNegative ? "-" : spec.sign === "+" || spec.sign === " " ? spec.sign : "";
  const isPaddedInside = spec.align === "=" || (spec.align === "" && spec.isZeroPadded);
  const room = isPaddedInside ? spec.width - sign.length - prefix.length - rest.length : 0;
  if (isPaddedInside && spec.fill === "0" && spec.grouping !== "" && whole !== "") {
    return sign + prefix + groupPadded(whole, spec.grouping, group, room) + rest;
  }
  const digits = spec.grouping === "" ? whole : grouped(whole, spec.grouping, group);
  if (isPaddedInside) {
    return sign + prefix + spec.fill.repeat(Math.max(0, room - digits.length)) + digits + rest;
  }
  const text = sign + prefix + digits + rest;
  return align(text, text.length, spec, ">");
}

function grouped(digits: string, separator: string, size: number): string {
  const first = digits.length % size || size;
  let text = digits.slice(0, first);
  for (let i = first; i < digits.length; i += size) text += separator + digits.slice(i, i + size);
  return text;
}

/** Zeros that fill the width are grouped as well, and never begin with a separator. */
function groupPadded(digits: string, separator: string, size: number, room: number): string {
  let count = Math.max(digits.length, Math.floor((room * size) / (size + 1)));
  while (count + Math.floor((count - 1) / size) < room) count++;
  return grouped(digits.padStart(count, "0"), separator, size);
}

function unknownType(type: string, name: string): ValueError {
  return new ValueError(`Unknown format code '${type}' for object of type '${name}'`);
}
