/** The tags of Flask's session JSON: how values beyond JSON are written and read. */
import { Buffer } from "node:buffer";
import { httpDate, parseDate } from "../http/index.ts";
import { Markup } from "../markup/index.ts";
import {
  decodeBase64,
  isPlainObject,
  isTruthy,
  keyText,
  locate,
  pathStep,
  pythonText,
  Tuple,
  UnserializableError,
  UUID,
} from "../python/index.ts";

/** What a tag needs of the serializer that holds it. */
export interface TagSerializer {
  /** The registered tags by key. */
  readonly tags: ReadonlyMap<string, JSONTag>;
  /** Tags a value and everything inside it. */
  tag(value: unknown): unknown;
}

/**
 * One kind of value that JSON lacks: `flask.json.tag.JSONTag`. The value is stored as an object whose single
 * key is {@link JSONTag.key}; a subclass with an empty key stores it untagged.
 *
 * @example
 * ```ts
 * class TagURL extends JSONTag {
 *   readonly key = " url";
 *   check(value: unknown) { return value instanceof URL; }
 *   toJson(value: unknown) { return String(value); }
 *   toValue(value: unknown) { return new URL(String(value)); }
 * }
 * serializer.register(TagURL);
 * ```
 */
export abstract class JSONTag {
  /** The key that marks the value; Flask's begin with a space. Empty: only the walk, no mark. */
  abstract readonly key: string;
  protected readonly serializer: TagSerializer;

  constructor(serializer: TagSerializer) {
    this.serializer = serializer;
  }

  /** Whether this tag is for the value. */
  abstract check(value: unknown): boolean;

  /** The value in terms of JSON; called only if {@link JSONTag.check} said yes. */
  abstract toJson(value: unknown): unknown;

  /** The value again, from its JSON; throws if the JSON cannot be one. */
  abstract toValue(value: unknown): unknown;

  /** The marked form of a value. */
  tag(value: unknown): unknown {
    return { [this.key]: this.toJson(value) };
  }
}

/** A dictionary with one key that is itself a tag's: the key gets two underscores, so it is not mistaken. */
export class TagDict extends JSONTag {
  override readonly key: string = " di";

  override check(value: unknown): boolean {
    const only = onlyKey(value);
    return only !== undefined && this.serializer.tags.has(only);
  }

  override toJson(value: unknown): unknown {
    const [[key, item]] = storedEntries(value) as [[string, unknown]];
    return { [`${key}__`]: tagAt(this.serializer, pathStep(key), item) };
  }

  override toValue(value: unknown): unknown {
    if (!isDict(value)) throw mismatch(this.key, "a dictionary");
    const first = Object.entries(value)[0];
    if (first === undefined) throw mismatch(this.key, "a dictionary with one key");
    return Object.fromEntries([[first[0].slice(0, -2), first[1]]]);
  }
}

/** Any other dictionary: a plain object or a Map. Its keys stay as they are. */
export class PassDict extends JSONTag {
  override readonly key: string = "";

  override check(value: unknown): boolean {
    return isDict(value) || value instanceof Map;
  }

  override toJson(value: unknown): unknown {
    const tagged = new Map<unknown, unknown>();
    for (const [key, item] of storedEntries(value)) {
      tagged.set(key, tagAt(this.serializer, pathStep(keyText(key)), item));
    }
    return tagged;
  }

  override toValue(value: unknown): unknown {
    return value;
  }

  override tag(value: unknown): unknown {
    return this.toJson(value);
  }
}

/** A {@link Tuple}. */
export class TagTuple extends JSONTag {
  override readonly key: string = " t";

  override check(value: unknown): boolean {
    return value instanceof Tuple;
  }

  override toJson(value: unknown): unknown {
    return tagItems(this.serializer, value as readonly unknown[]);
  }

  override toValue(value: unknown): unknown {
    // Python makes a tuple of anything that can be iterated.
    if (Array.isArray(value)) return Tuple.from(value);
    if (typeof value === "string" || value instanceof Uint8Array) return Tuple.from<unknown>(value);
    if (value instanceof Markup) return Tuple.from(String(value));
    if (isDict(value)) return Tuple.from(Object.keys(value));
    throw mismatch(this.key, "a list");
  }
}

/** An array. */
export class PassList extends JSONTag {
  override readonly key: string = "";

  override check(value: unknown): boolean {
    return Array.isArray(value);
  }

  override toJson(value: unknown): unknown {
    return tagItems(this.serializer, value as readonly unknown[]);
  }

  override toValue(value: unknown): unknown {
    return value;
  }

  override tag(value: unknown): unknown {
    return this.toJson(value);
  }
}

/** Bytes, in standard base64. */
export class TagBytes extends JSONTag {
  override readonly key: string = " b";

  override check(value: unknown): boolean {
    return value instanceof Uint8Array;
  }

  override toJson(value: unknown): unknown {
    const bytes = value as Uint8Array;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  }

  override toValue(value: unknown): unknown {
    const text = value instanceof Markup ? String(value) : value;
    const bytes = typeof text === "string" ? decodeBase64(text) : undefined;
    if (bytes === undefined) throw mismatch(this.key, "base64 text");
    return bytes;
  }
}

/** Anything with an `__html__` method; it comes back as {@link Markup}. */
export class TagMarkup extends JSONTag {
  override readonly key: string = " m";

  override check(value: unknown): boolean {
    return hasHtml(value);
  }

  override toJson(value: unknown): unknown {
    return String((value as { __html__(): unknown }).__html__());
  }

  override toValue(value: unknown): unknown {
    return value instanceof Markup ? value : new Markup(pythonText(value));
  }
}

/** A {@link UUID}. */
export class TagUUID extends JSONTag {
  override readonly key: string = " u";

  override check(value: unknown): boolean {
    return value instanceof UUID;
  }

  override toJson(value: unknown): unknown {
    return (value as UUID).hex;
  }

  override toValue(value: unknown): unknown {
    if (typeof value !== "string" && !(value instanceof Markup)) throw mismatch(this.key, "a UUID");
    // Python's UUID() takes a URN, braces and hyphens anywhere, then whatever int(text, 16) takes.
    const bare = String(value).replace("urn:", "").replace("uuid:", "");
    const digits = withoutBraces(bare).replaceAll("-", "");
    if (digits.length !== 32) throw mismatch(this.key, "a UUID");
    const number = /^\s*\+?(?:0x_?)?([0-9a-f]+(?:_[0-9a-f]+)*)\s*$/i.exec(digits);
    if (number?.[1] === undefined) throw mismatch(this.key, "a UUID");
    return new UUID(number[1].replaceAll("_", "").padStart(32, "0"));
  }
}

/** A `Date`, as an HTTP date: whole seconds, in UTC. */
export class TagDateTime extends JSONTag {
  override readonly key: string = " d";

  override check(value: unknown): boolean {
    return value instanceof Date;
  }

  override toJson(value: unknown): unknown {
    try {
      return httpDate(value as Date);
    } catch (error) {
      throw new UnserializableError(error instanceof Error ? error.message : String(error), "");
    }
  }

  override toValue(value: unknown): unknown {
    if (!isTruthy(value)) return null;
    if (typeof value !== "string" && !(value instanceof Markup)) throw mismatch(this.key, "an HTTP date");
    return parseDate(String(value)) ?? null;
  }
}

function tagItems(serializer: TagSerializer, items: readonly unknown[]): unknown[] {
  // A loop, not map: a hole in a sparse array must be refused, not kept.
  const tagged: unknown[] = [];
  for (let i = 0; i < items.length; i++) tagged.push(tagAt(serializer, `[${i}]`, items[i]));
  return tagged;
}

function tagAt(serializer: TagSerializer, step: string, value: unknown): unknown {
  if (typeof value === "string" || typeof value === "number") return serializer.tag(value);
  try {
    return serializer.tag(value);
  } catch (error) {
    throw locate(error, step);
  }
}

function isDict(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && isPlainObject(value) && !hasHtml(value);
}

function hasHtml(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "__html__" in value && typeof value.__html__ === "function"
  );
}

/** The entries that are stored: one without a value is left out, as JSON.stringify leaves it out. */
function storedEntries(value: unknown): [unknown, unknown][] {
  const entries: [unknown, unknown][] =
    value instanceof Map ? [...value] : Object.entries(value as Record<string, unknown>);
  return entries.filter(([, item]) => item !== undefined);
}

function onlyKey(value: unknown): string | undefined {
  if (!(value instanceof Map) && !isDict(value)) return undefined;
  const entries = storedEntries(value);
  return entries.length === 1 && typeof entries[0]?.[0] === "string" ? entries[0][0] : undefined;
}

/** Without the braces at either end; a loop, as a regular expression would try the end at every brace. */
function withoutBraces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && "{}".includes(text.charAt(start))) start++;
  while (end > start && "{}".includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function mismatch(key: string, expected: string): TypeError {
  return new TypeError(`a value tagged ${JSON.stringify(key)} must hold ${expected}`);
}
