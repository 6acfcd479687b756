/** Flask's session serializer: compact JSON in which tags carry the types that JSON lacks. */
import {
  describe,
  type JSONFormat,
  JSONWriter,
  keyText,
  MAX_DEPTH,
  parseJSON,
  parseJSONEntries,
  type SourceEntry,
  sortKeys,
  UnserializableError,
  writeString,
} from "../python/index.ts";
import {
  type JSONTag,
  PassDict,
  PassList,
  TagBytes,
  TagDateTime,
  TagDict,
  TagMarkup,
  type TagSerializer,
  TagTuple,
  TagUUID,
} from "./json-tag.ts";

/** A subclass of {@link JSONTag}. */
export type JSONTagClass = new (serializer: TagSerializer) => JSONTag;

/** How the text is written; the defaults are those of a Flask application. */
export type TaggedJSONOptions = {
  /** Sorts the keys of every dictionary by code point; `true` unless given. */
  readonly sortKeys?: boolean | undefined;
  /** Writes everything but printable ASCII as `\uXXXX`; `true` unless given. */
  readonly ensureAscii?: boolean | undefined;
};

/**
 * Writes and reads the JSON of Flask's session cookies: `flask.json.tag.TaggedJSONSerializer`, with tags for
 * `Tuple`, bytes, `Markup`, `UUID`, `Date`, and dictionaries that look like a tag.
 *
 * @example
 * ```ts
 * const serializer = new TaggedJSONSerializer();
 * serializer.dumps({ size: new Tuple(640, 480) }); // '{"size":{" t":[640,480]}}'
 * ```
 */
export class TaggedJSONSerializer implements TagSerializer {
  /** The tags that a new serializer starts with, in the order they are tried. */
  static readonly defaultTags: readonly JSONTagClass[] = [
    TagDict,
    PassDict,
    TagTuple,
    PassList,
    TagBytes,
    TagMarkup,
    TagUUID,
    TagDateTime,
  ];

  readonly #tags = new Map<string, JSONTag>();
  readonly #order: JSONTag[] = [];
  readonly #format: JSONFormat;
  readonly #writer: JSONWriter;
  #tagsStrings = false;
  #depth = 0;

  constructor(options: TaggedJSONOptions = {}) {
    this.#format = {
      itemSeparator: ",",
      keySeparator: ":",
      sortKeys: options.sortKeys ?? true,
      ensureAscii: options.ensureAscii ?? true,
    };
    this.#writer = new JSONWriter(this.#format);
    for (const tagClass of (this.constructor as typeof TaggedJSONSerializer).defaultTags)
      this.register(tagClass);
    this.#tagsStrings = false;
  }

  /** The registered tags by key. */
  get tags(): ReadonlyMap<string, JSONTag> {
    return this.#tags;
  }

  /**
   * Adds a tag of your own.
   *
   * @param tagClass The tag's class.
   * @param options `force` replaces a tag of the same key; `index` is the place in the order of trial, the end
   *   if not given.
   * @throws Error if the key is taken and `force` is not given.
   */
  register(
    tagClass: JSONTagClass,
    options: { readonly force?: boolean | undefined; readonly index?: number | undefined } = {},
  ): void {
    const tag = new tagClass(this);
    if (tag.key !== "") {
      if (this.#tags.has(tag.key) && options.force !== true) {
        throw new Error(
          `The tag ${JSON.stringify(tag.key)} is registered already; pass { force: true } to replace it.`,
        );
      }
      this.#tags.set(tag.key, tag);
    }
    this.#order.splice(options.index ?? this.#order.length, 0, tag);
    // Only a tag that we do not know could be one for strings and numbers.
    this.#tagsStrings = true;
  }

  /**
   * Tags a value and everything inside it, so that what remains is JSON.
   *
   * @throws UnserializableError with the path, if a value has no tag and is no JSON.
   */
  tag(value: unknown): unknown {
    if (!this.#tagsStrings && (typeof value !== "object" || value === null)) return checkAtom(value);
    if (this.#depth >= MAX_DEPTH) {
      throw new UnserializableError(`nested deeper than ${MAX_DEPTH} levels, or circular`, "");
    }
    this.#depth++;
    try {
      for (const tag of this.#order) {
        if (tag.check(value)) return tag.tag(value);
      }
      if (typeof value !== "object" || value === null) return checkAtom(value);
      // Tagged as any value is: a dictionary that looks like a tag must not come back as what it looks like.
      if ("toJSON" in value && typeof value.toJSON === "function") return this.tag(value.toJSON());
      throw new UnserializableError(`${describe(value)} cannot be stored: ${REMEDY}`, "");
    } finally {
      this.#depth--;
    }
  }

  /**
   * Writes a value as compact tagged JSON.
   *
   * @throws UnserializableError with the path of a value that cannot be written.
   */
  dumps(value: unknown): string {
    return this.#writer.write(this.tag(value));
  }

  /**
   * Reads tagged JSON.
   *
   * @throws JSONDecodeError if the text is no JSON; TypeError if a tag does not hold what it must.
   */
  loads(text: string): unknown {
    return parseJSON(text, this.#untag);
  }

  /**
   * Reads a dictionary, and keeps the text that each of its values was read from; `undefined` if the text
   * holds something else. This is how a session writes back untouched values as they came.
   *
   * @throws as {@link TaggedJSONSerializer.loads} does.
   */
  loadEntries(text: string): Map<string, SourceEntry> | undefined {
    const entries = parseJSONEntries(text, this.#untag);
    if (entries?.size !== 1) return entries;
    const [[key, entry]] = entries as unknown as [[string, SourceEntry]];
    const tag = this.#tags.get(key);
    if (tag === undefined) return entries;
    // The dictionary as a whole is tagged: only as one that looks like a tag can it be a dictionary still.
    if (!(tag instanceof TagDict)) return undefined;
    const inner = parseJSONEntries(entry.source, this.#untag);
    const first = inner?.entries().next().value;
    if (first === undefined)
      throw new TypeError(`a value tagged ${JSON.stringify(key)} must hold a dictionary`);
    return new Map([[first[0].slice(0, -2), first[1]]]);
  }

  /**
   * Writes a dictionary whose values can give their own JSON.
   *
   * @param keys The keys, in any order.
   * @param textOf Gives the JSON of a key's value.
   * @throws UnserializableError if the keys are of different types and must be sorted.
   */
  dumpEntries<K>(keys: Iterable<K>, textOf: (key: K) => string): string {
    const sorted = [...keys];
    if (this.#format.sortKeys) sortKeys(sorted);
    const [only] = sorted;
    if (sorted.length === 1 && typeof only === "string" && this.#tags.has(only)) {
      return `{" di":{${this.#key(`${only}__`)}:${textOf(only)}}}`;
    }
    let text = "";
    for (const key of sorted) text += `${text === "" ? "" : ","}${this.#key(keyText(key))}:${textOf(key)}`;
    return `{${text}}`;
  }

  #key(name: string): string {
    return writeString(name, this.#format.ensureAscii);
  }

  readonly #untag = (object: Record<string, unknown>): unknown => {
    const keys = Object.keys(object);
    if (keys.length !== 1) return object;
    const key = keys[0] as string;
    const tag = this.#tags.get(key);
    return tag === undefined ? object : tag.toValue(object[key]);
  };
}

const REMEDY = "store plain values, an array instead of a Set, or register a JSONTag for its class";

function checkAtom(value: unknown): unknown {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") {
    throw new UnserializableError(`${describe(value)} cannot be stored: ${REMEDY}`, "");
  }
  return value;
}
