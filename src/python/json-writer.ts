/** Writes JSON to the letter as Python's `json.dumps` does. */
import { sortByCodePoint } from "./code-points.ts";
import { numberText } from "./float.ts";

/** The choices of `json.dumps` that change the text. */
export type JSONFormat = {
  /** Between items; Python's default is `", "`, the compact form `","`. */
  readonly itemSeparator: string;
  /** Between key and value; Python's default is `": "`, the compact form `":"`. */
  readonly keySeparator: string;
  /** Writes everything but printable ASCII as `\uXXXX`. */
  readonly ensureAscii: boolean;
  /** Sorts the keys of every dictionary by code point. */
  readonly sortKeys: boolean;
  /** Puts each item on a line of its own, this many spaces further in than what it is in. */
  readonly indent?: number | undefined;
  /** Writes `null` for NaN and the infinities, which JSON lacks; Python writes tokens of its own. */
  readonly nonFiniteAsNull?: boolean | undefined;
  /** What is written in the place of an object of a class; the object itself if it is no concern of the function's. */
  readonly convert?: ((value: object) => unknown) | undefined;
};

/** `json.dumps(value, separators=(",", ":"), ensure_ascii=False)`. */
export const COMPACT: JSONFormat = {
  itemSeparator: ",",
  keySeparator: ":",
  ensureAscii: false,
  sortKeys: false,
};

/** `json.dumps(value)`. */
export const PYTHON_DEFAULT: JSONFormat = {
  itemSeparator: ", ",
  keySeparator: ": ",
  ensureAscii: true,
  sortKeys: false,
};

/** Nesting beyond this is refused, by the writer and the parser; Python gives up at about the same depth. */
export const MAX_DEPTH = 900;

const LONGEST_PATH = 500;
const MOST_REPLACEMENTS = 100;

/** A value that has no JSON; `path` says where it stands, such as `cart[2].price`. */
export class UnserializableError extends TypeError {
  override readonly name: string = "UnserializableError";
  /** What is wrong, without the place. */
  readonly reason: string;
  /** Where the value stands; empty at the top. */
  readonly path: string;

  constructor(reason: string, path: string) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }

  /** The same error, seen from the container that holds the value under `step` (`.key` or `[3]`). */
  within(step: string): UnserializableError {
    const path = step + this.path;
    // The keys may be a stranger's, and the path ends in a log.
    return new UnserializableError(
      this.reason,
      path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path,
    );
  }
}

/**
 * Writes `null`, booleans, numbers, bigints, strings, arrays, plain objects, Maps, and objects with `toJSON`.
 *
 * @throws UnserializableError for anything else, a cycle, or a nesting deeper than {@link MAX_DEPTH}.
 */
export function writeJSON(value: unknown, format: JSONFormat): string {
  return write(value, format, 0);
}

function write(value: unknown, format: JSONFormat, depth: number): string {
  switch (typeof value) {
    case "string":
      return writeString(value, format.ensureAscii);
    case "number":
      return format.nonFiniteAsNull === true && !Number.isFinite(value) ? "null" : numberText(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `${value}`;
    case "object":
      if (value === null) return "null";
      if (depth >= MAX_DEPTH) {
        throw new UnserializableError(`nested deeper than ${MAX_DEPTH} levels, or circular`, "");
      }
      return writeObject(value, format, depth);
    default:
      throw new UnserializableError(`${describe(value)} cannot be written as JSON`, "");
  }
}

function writeObject(value: object, format: JSONFormat, depth: number): string {
  if (Array.isArray(value)) return writeArray(value, format, depth);
  if (value instanceof Map) return writeMap(value, format, depth);
  const plain = isPlainObject(value);
  if (!plain || ("toJSON" in value && typeof value.toJSON === "function")) {
    return write(replacement(value, format), format, depth);
  }
  const keys = Object.keys(value);
  return writeEntries(format.sortKeys ? sortByCodePoint(keys) : keys, (key) => value[key], format, depth);
}

/** What is written in the place of an object; never one that would be replaced again. */
function replacement(value: object, format: JSONFormat): unknown {
  let current: unknown = value;
  for (let steps = 0; steps < MOST_REPLACEMENTS; steps++) {
    if (!isReplaceable(current)) return current;
    const converted = isPlainObject(current) ? current : (format.convert?.(current) ?? current);
    if (converted !== current) current = converted;
    else if ("toJSON" in current && typeof current.toJSON === "function") current = current.toJSON();
    else throw new UnserializableError(`${describe(current)} cannot be written as JSON`, "");
  }
  throw new UnserializableError(`${describe(value)} gives itself, or no end of objects, as its JSON`, "");
}

function isReplaceable(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Map)
    return false;
  return !isPlainObject(value) || ("toJSON" in value && typeof value.toJSON === "function");
}

function writeArray(items: readonly unknown[], format: JSONFormat, depth: number): string {
  const line = lineStart(format, depth + 1);
  let text = "[";
  for (let i = 0; i < items.length; i++) {
    text += i > 0 ? format.itemSeparator + line : line;
    try {
      text += write(items[i], format, depth + 1);
    } catch (error) {
      throw locate(error, `[${i}]`);
    }
  }
  return items.length === 0 ? "[]" : `${text}${lineStart(format, depth)}]`;
}

/** A new line, as far in as the nesting is deep. */
function lineStart({ indent }: JSONFormat, depth: number): string {
  return indent === undefined ? "" : `\n${" ".repeat(Math.max(0, indent) * depth)}`;
}

function writeMap(map: ReadonlyMap<unknown, unknown>, format: JSONFormat, depth: number): string {
  // Python keeps the types apart until the text is written, so {1: …, "1": …} has two entries.
  const keys = [...map.keys()];
  if (format.sortKeys) sortKeys(keys);
  return writeEntries(keys, (key) => map.get(key), format, depth);
}

function writeEntries<K>(
  keys: readonly K[],
  get: (key: K) => unknown,
  format: JSONFormat,
  depth: number,
): string {
  const line = lineStart(format, depth + 1);
  let text = "{";
  for (const key of keys) {
    const value = get(key);
    if (value === undefined) continue;
    text += text.length > 1 ? format.itemSeparator + line : line;
    const name = keyText(key);
    try {
      text += writeString(name, format.ensureAscii) + format.keySeparator + write(value, format, depth + 1);
    } catch (error) {
      throw locate(error, pathStep(name));
    }
  }
  return text.length === 1 ? "{}" : `${text}${lineStart(format, depth)}}`;
}

/** What a key of a dictionary is called in JSON: Python allows strings, numbers, booleans and None. */
export function keyText(key: unknown): string {
  switch (typeof key) {
    case "string":
      return key;
    case "number":
      return numberText(key);
    case "bigint":
      return `${key}`;
    case "boolean":
      return key ? "true" : "false";
    default:
      if (key === null) return "null";
      // Python's Markup is a kind of string.
      if (typeof key === "object" && "__html__" in key) return `${key}`;
      throw new UnserializableError(`${describe(key)} cannot be a key of a dictionary`, "");
  }
}

/** Sorts the keys of a Map in place as Python does: strings by code point, numbers by value, never mixed. */
export function sortKeys(keys: unknown[]): void {
  if (keys.every((key) => typeof key === "string")) {
    sortByCodePoint(keys);
  } else if (
    keys.every((key) => typeof key === "number" || typeof key === "bigint" || typeof key === "boolean")
  ) {
    keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } else if (keys.length > 1) {
    throw new UnserializableError("keys of different types cannot be sorted: use strings only", "");
  }
}

/** Printable ASCII without quote and backslash stands for itself; most keys and values are such. */
const PLAIN = /^[ !#-[\]-~]*$/;
const NOT_PRINTABLE_ASCII = /[\u007f-\uffff]/g;

/** A string as Python writes it: with `ensureAscii` in ASCII, else with lone surrogates kept as they are. */
export function writeString(text: string, ensureAscii: boolean): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const json = JSON.stringify(text);
  if (ensureAscii) return json.replace(NOT_PRINTABLE_ASCII, escapeUnit);
  return text.isWellFormed() ? json : json.replace(/\\\\|\\u(d[89a-f][0-9a-f]{2})/g, unescapeSurrogate);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function unescapeSurrogate(match: string, hex: string | undefined): string {
  return hex === undefined ? match : String.fromCharCode(Number.parseInt(hex, 16));
}

/** Whether the object is a dictionary: made by a literal, `Object.create(null)` or `JSON.parse`. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  // An object of another realm (a test runner's, a vm's) has another Object.prototype, itself without one.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "hasOwnProperty");
}

/** Names a value's type for an error message, never its content. */
export function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an object without a class";
}

/** Adds the step to an {@link UnserializableError}'s path; any other error is given back as it is. */
export function locate(error: unknown, step: string): unknown {
  return error instanceof UnserializableError ? error.within(step) : error;
}

/** How a key appears in a path: `.name`, or `["odd name"]`. */
export function pathStep(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
