/** Session values with their types spelt out in JSON, so that Flask's half and ours can be compared. */
import { Markup } from "flagon/markup";
import { type SessionValue, Tuple, UUID } from "flagon/sessions";

/** One entry: what the value is in Python, and its text; the same as `describe` in app.py writes. */
export type Description = { readonly [kind: string]: unknown };

/** The value as Python would describe it. */
export function describeValue(value: unknown): Description {
  if (value === null) return { none: true };
  if (typeof value === "boolean") return { bool: value };
  if (typeof value === "string") return { str: value };
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return { int: String(value) };
  if (typeof value === "number") return { float: floatBits(value) };
  if (value instanceof Markup) return { markup: value.toString() };
  if (value instanceof UUID) return { uuid: value.toString() };
  if (value instanceof Date) return { datetime: `${value.toISOString().slice(0, 19)}Z` };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (value instanceof Tuple) return { tuple: [...value].map(describeValue) };
  if (Array.isArray(value)) return { list: value.map(describeValue) };
  if (typeof value !== "object") throw new TypeError(`A session holds no ${typeof value}`);
  const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value as object);
  return { dict: entries.sort(byCodePoint).map(([key, item]) => [key, describeValue(item)]) };
}

/** The value that a description describes, as Flagon holds it. */
export function buildValue(description: Description): SessionValue {
  const [kind, value] = Object.entries(description)[0] ?? [];
  switch (kind) {
    case "none":
      return null;
    case "bool":
      return value === true;
    case "str":
      return String(value);
    case "int":
      return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(String(value));
    case "float":
      return Buffer.from(String(value), "hex").readDoubleBE();
    case "markup":
      return new Markup(String(value));
    case "uuid":
      return new UUID(String(value));
    case "datetime":
      return new Date(String(value));
    case "bytes":
      return new Uint8Array(Buffer.from(String(value), "hex"));
    case "tuple":
      return new Tuple(...(value as Description[]).map(buildValue));
    case "list":
      return (value as Description[]).map(buildValue);
    case "dict":
      return Object.fromEntries(
        (value as [string, Description][]).map(([key, item]) => [key, buildValue(item)]),
      );
    default:
      throw new TypeError(`${kind} is not a kind of session value`);
  }
}

/** The bits of a float: Python and JavaScript differ in when they write an exponent. */
function floatBits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

/** Python's order of keys: by code point, where JavaScript compares UTF-16 units. */
function byCodePoint([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
