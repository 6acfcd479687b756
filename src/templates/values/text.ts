/** Printing: `str(value)` and `repr(value)` as Python has them. */
import { Markup } from "../../markup/index.ts";
import { dateText, floatRepr, quote, Tuple } from "../../python/index.ts";
import { ValueError } from "../errors.ts";
import { isDictionary, isNamedDictionary } from "./dict.ts";
import { refusePromise } from "./promise.ts";
import { isClass, typeName } from "./type-name.ts";

/** CPython refuses to print longer integers, since their cost is quadratic. */
const MAX_DIGITS = 4300;

/** `str(value)`: a string is itself, everything else as Python prints it. */
export function str(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "object") return atomText(value);
  if (value === null) return "None";
  if (value instanceof Markup) return value.toString();
  return containerText(value, []) ?? ownText(value);
}

/** `repr(value)`: as {@link str}, with strings in quotes. */
export function repr(value: unknown): string {
  return reprWithin(value, []);
}

function reprWithin(value: unknown, within: readonly object[]): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return str(value);
  if (value instanceof Markup) return `Markup(${quote(value.toString())})`;
  return containerText(value, within) ?? ownRepr(value);
}

/** The numbers that pages are full of: counts, indices, small prices. */
const SMALL: readonly string[] = Array.from({ length: 1024 }, (_, number) => `${number}`);

function numberText(value: number): string {
  if (value >= 0 && value < 1024 && Number.isInteger(value)) return SMALL[value] ?? "";
  return Number.isSafeInteger(value) ? `${value}` : floatText(value);
}

/** How many texts of floats are remembered: prices come again and again, and finding their digits takes long. */
const REMEMBERED = 2048;

const floats = new Float64Array(REMEMBERED);
const floatTexts: string[] = new Array<string>(REMEMBERED).fill("");

function floatText(value: number): string {
  const index = (value * 1021.37) & (REMEMBERED - 1);
  const known = floatTexts[index];
  if (floats[index] === value && known !== undefined) return known;
  const text = floatRepr(value);
  // Zero, which is what all places begin with, is an integer and never comes here.
  floats[index] = value;
  floatTexts[index] = text;
  return text;
}

function atomText(value: unknown): string {
  switch (typeof value) {
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return intText(value);
    case "function":
      return isClass(value) ? `<class '${value.name}'>` : `<function ${value.name || "<lambda>"}>`;
    case "symbol":
      return value.toString();
    default:
      return "None";
  }
}

function intText(value: bigint): string {
  const text = value.toString();
  if (text.length <= MAX_DIGITS + 1) return text;
  throw new ValueError(`Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
}

/** The text of a list, tuple, set, dictionary or bytes; `undefined` for anything else. */
function containerText(value: object, within: readonly object[]): string | undefined {
  if (Array.isArray(value)) {
    const isTuple = value instanceof Tuple;
    if (within.includes(value)) return isTuple ? "(...)" : "[...]";
    const items = itemsText(value, [...within, value]);
    if (!isTuple) return `[${items}]`;
    return value.length === 1 ? `(${items},)` : `(${items})`;
  }
  if (isDictionary(value)) {
    if (within.includes(value)) return "{...}";
    return dictText(value instanceof Map ? value : Object.entries(value), [...within, value]);
  }
  if (value instanceof Set) return value.size === 0 ? "set()" : `{${itemsText(value, [...within, value])}}`;
  if (value instanceof Uint8Array) return bytesText(value);
  if (isNamedDictionary(value)) {
    if (within.includes(value)) return "{...}";
    const pairs = Array.from(value.entries({ multi: true }), ([key, item]) => new Tuple(key, item));
    return `${typeName(value)}([${itemsText(pairs, [...within, value])}])`;
  }
  return value instanceof Date ? dateText(value) : undefined;
}

function itemsText(items: Iterable<unknown>, within: readonly object[]): string {
  let text = "";
  for (const item of items) text += `${text === "" ? "" : ", "}${reprWithin(item, within)}`;
  return text;
}

function dictText(entries: Iterable<readonly [unknown, unknown]>, within: readonly object[]): string {
  let text = "";
  for (const [key, value] of entries) {
    text += `${text === "" ? "" : ", "}${reprWithin(key, within)}: ${reprWithin(value, within)}`;
  }
  return `{${text}}`;
}

function bytesText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === 0x09) text += "\\t";
    else if (byte === 0x0a) text += "\\n";
    else if (byte === 0x0d) text += "\\r";
    else if (byte === 0x5c) text += "\\\\";
    else if (byte < 0x20 || byte > 0x7e) text += `\\x${byte.toString(16).padStart(2, "0")}`;
    else text += String.fromCharCode(byte);
  }
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return `b${mark}${mark === "'" ? text.replaceAll("'", "\\'") : text}${mark}`;
}

function ownText(value: object): string {
  refusePromise(value);
  // Python's `str` of an exception says no class.
  if (value instanceof Error) return value.message;
  const method = "toString" in value ? value.toString : undefined;
  if (typeof method !== "function" || method === Object.prototype.toString) return ownRepr(value);
  return String(value);
}

function ownRepr(value: object): string {
  refusePromise(value);
  if ("__repr__" in value && typeof value.__repr__ === "function") return String(value.__repr__());
  const method = "toString" in value ? value.toString : undefined;
  if (typeof method === "function" && method !== Object.prototype.toString) return String(value);
  return `<${typeName(value)} object>`;
}
