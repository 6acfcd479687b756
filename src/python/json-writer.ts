/** Writes JSON to the letter as Python's `json.dumps` does. */
import { numberText } from "./float.ts";
import { keyText, sortKeys } from "./json-keys.ts";
import { writeString } from "./json-string.ts";
import { type KeyLayout, KeyLayouts } from "./key-layouts.ts";
import { isPlainObject } from "./plain-object.ts";
import { describe, locate, pathStep, UnserializableError } from "./unserializable.ts";

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

const MOST_REPLACEMENTS = 100;

/**
 * Writes `null`, booleans, numbers, bigints, strings, arrays, plain objects, Maps, `JSON.rawJSON`, and objects with
 * `toJSON`.
 *
 * @throws UnserializableError for anything else, a cycle, or a nesting deeper than {@link MAX_DEPTH}.
 */
export function writeJSON(value: unknown, format: JSONFormat): string {
  return new JSONWriter(format).write(value);
}

/** Writes JSON of one format. Worth keeping: it remembers how the keys of objects are written. */
export class JSONWriter {
  readonly #format: JSONFormat;
  readonly #layouts: KeyLayouts;

  constructor(format: JSONFormat) {
    this.#format = format;
    this.#layouts = new KeyLayouts(format);
  }

  /** The JSON of a value. @throws UnserializableError as {@link writeJSON} does. */
  write(value: unknown): string {
    return this.#write(value, 0);
  }

  #write(value: unknown, depth: number): string {
    switch (typeof value) {
      case "string":
        return writeString(value, this.#format.ensureAscii);
      case "number":
        return this.#format.nonFiniteAsNull === true && !Number.isFinite(value) ? "null" : numberText(value);
      case "boolean":
        return value ? "true" : "false";
      case "bigint":
        return `${value}`;
      case "object":
        if (value === null) return "null";
        if (depth >= MAX_DEPTH) {
          throw new UnserializableError(`nested deeper than ${MAX_DEPTH} levels, or circular`, "");
        }
        return this.#writeObject(value, depth);
      default:
        throw unwritable(value);
    }
  }

  #writeObject(value: object, depth: number): string {
    if (Array.isArray(value)) return this.#writeArray(value, depth);
    if (value instanceof Map) return this.#writeMap(value, depth);
    if (isPlainObject(value)) {
      const layout = this.#layouts.of(value);
      if (!layout.isSpecial || !(isRawJSON(value) || standsForAnother(value))) {
        return this.#writePlain(value, layout, depth);
      }
    }
    return isRawJSON(value) ? value.rawJSON : this.#write(this.#replacement(value), depth);
  }

  /** What is written in the place of an object; never one that would be replaced again. */
  #replacement(value: object): unknown {
    let current: unknown = value;
    for (let steps = 0; steps < MOST_REPLACEMENTS; steps++) {
      if (!isReplaceable(current)) return current;
      const converted = this.#format.convert?.(current) ?? current;
      if (converted !== current) current = converted;
      else if ("toJSON" in current && typeof current.toJSON === "function") current = current.toJSON();
      else throw unwritable(current);
    }
    throw new UnserializableError(`${describe(value)} gives itself, or no end of objects, as its JSON`, "");
  }

  #writeArray(items: readonly unknown[], depth: number): string {
    const line = this.#lineStart(depth + 1);
    const next = this.#format.itemSeparator + line;
    let text = `[${line}`;
    let index = 0;
    try {
      // A loop, not map: a hole in a sparse array must be refused, not kept.
      for (; index < items.length; index++) {
        if (index > 0) text += next;
        text += this.#write(items[index], depth + 1);
      }
    } catch (error) {
      throw locate(error, `[${index}]`);
    }
    return index === 0 ? "[]" : `${text}${this.#lineStart(depth)}]`;
  }

  #writePlain(object: Readonly<Record<string, unknown>>, { keys, texts }: KeyLayout, depth: number): string {
    const line = this.#lineStart(depth + 1);
    const next = this.#format.itemSeparator + line;
    let text = "";
    let index = 0;
    try {
      for (; index < keys.length; index++) {
        const value = object[keys[index] ?? ""];
        if (value === undefined) continue;
        text += (text === "" ? line : next) + texts[index] + this.#write(value, depth + 1);
      }
    } catch (error) {
      throw locate(error, pathStep(keys[index] ?? ""));
    }
    return text === "" ? "{}" : `{${text}${this.#lineStart(depth)}}`;
  }

  #writeMap(map: ReadonlyMap<unknown, unknown>, depth: number): string {
    const { ensureAscii, itemSeparator, keySeparator } = this.#format;
    // Python keeps the types apart until the text is written, so {1: …, "1": …} has two entries.
    const keys = [...map.keys()];
    if (this.#format.sortKeys) sortKeys(keys);
    const line = this.#lineStart(depth + 1);
    let text = "";
    for (const key of keys) {
      const value = map.get(key);
      if (value === undefined) continue;
      const name = keyText(key);
      text += (text === "" ? line : itemSeparator + line) + writeString(name, ensureAscii) + keySeparator;
      try {
        text += this.#write(value, depth + 1);
      } catch (error) {
        throw locate(error, pathStep(name));
      }
    }
    return text === "" ? "{}" : `{${text}${this.#lineStart(depth)}}`;
  }

  /** A new line, as far in as the nesting is deep. */
  #lineStart(depth: number): string {
    const { indent } = this.#format;
    return indent === undefined ? "" : `\n${" ".repeat(Math.max(0, indent) * depth)}`;
  }
}

function unwritable(value: unknown): UnserializableError {
  return new UnserializableError(`${describe(value)} cannot be written as JSON; ${remedyFor(value)}`, "");
}

function remedyFor(value: unknown): string {
  if (value === undefined) return "null can";
  if (value instanceof Set) return "an array of its members can";
  if (value instanceof Uint8Array) return "text can, such as their base64";
  if (typeof value === "function") return "call it, if what it returns is meant";
  return typeof value === "object" ? "a toJSON() method of its class can say how" : "text can";
}

/** Whether a plain object has methods that say what stands for it. */
function standsForAnother(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value.toJSON === "function" || typeof value.__html__ === "function";
}

function isReplaceable(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Map)
    return false;
  if (isRawJSON(value)) return false;
  return !isPlainObject(value) || standsForAnother(value);
}

type RawJSON = { readonly rawJSON: string };

// Not in every runtime yet, nor in TypeScript's library.
const asRaw: Pick<JSON, "parse"> & { isRawJSON?(value: unknown): value is RawJSON } = JSON;

/** Whether the value is a text of JSON as `JSON.rawJSON` makes it: a number that JavaScript has not, such as `1.0`. */
function isRawJSON(value: object): value is RawJSON {
  return "rawJSON" in value && asRaw.isRawJSON?.(value) === true;
}
