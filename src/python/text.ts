/** `str(value)` and `repr(value)` as Python has them, for the values that JSON can hold, and a `Date`. */
import { dateText } from "./date-text.ts";
import { floatRepr, numberText } from "./float.ts";
import { quote } from "./quote.ts";
import { Tuple } from "./tuple.ts";

/** `str(value)`: a string is itself, everything else as Python prints it. */
export function pythonText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "object" ? objectText(value) : atomText(value);
}

/** `repr(value)`: a string in quotes, everything else as Python prints it. */
export function pythonRepr(value: unknown): string {
  return typeof value === "string"
    ? quote(value)
    : typeof value === "object"
      ? objectText(value)
      : atomText(value);
}

function atomText(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return Number.isFinite(value) ? numberText(value) : floatRepr(value);
  return String(value);
}

function objectText(value: object | null): string {
  if (value === null) return "None";
  if (value instanceof Tuple)
    return `(${[...value].map(pythonRepr).join(", ")}${value.length === 1 ? "," : ""})`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  if (value instanceof Date) return dateText(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${quote(key)}: ${pythonRepr(item)}`)
    .join(", ")}}`;
}
