/** How an application writes and reads JSON: Flask's provider, its defaults and its types. */
import { decodeJSON, httpDate, Response } from "../../http/index.ts";
import {
  type JSONFormat,
  JSONWriter,
  MAX_DEPTH,
  PYTHON_DEFAULT,
  parseJSON,
  UnserializableError,
} from "../../python/index.ts";

/** How a value is written: the arguments of Python's `json.dumps` that Flask's users give. */
export type DumpsOptions = {
  /** Puts each item on a line of its own, this many spaces further in. */
  readonly indent?: number | undefined;
  /** What stands between items, and between key and value. */
  readonly separators?: readonly [item: string, key: string] | undefined;
  readonly sortKeys?: boolean | undefined;
  readonly ensureAscii?: boolean | undefined;
};

/**
 * Writes and reads the JSON of an application: `flask.json.provider.JSONProvider`. Extend it, or
 * {@link DefaultJSONProvider}, and put yours in `app.json`.
 */
export abstract class JSONProvider {
  /** The text of a value. @throws TypeError for a value that has no JSON. */
  abstract dumps(value: unknown, options?: DumpsOptions): string;

  /** The value of a text, or of bytes in UTF-8, UTF-16 or UTF-32. @throws SyntaxError if it is no JSON. */
  abstract loads(text: string | Uint8Array): unknown;

  /**
   * A response that is the JSON of a value: what `jsonify` and a view that returns an object give.
   *
   * @param values The value; none is `null`, several are a list of them.
   */
  response(...values: readonly unknown[]): Response {
    return new Response(`${this.dumps(oneOf(values))}\n`, { mimetype: "application/json" });
  }
}

/** The choices of a {@link DefaultJSONProvider}. */
export type JSONProviderOptions = {
  /** Whether the application explains mistakes to its developer: responses are then laid out for people. */
  readonly isDebug?: (() => boolean) | undefined;
};

/**
 * JSON as Flask writes it: keys sorted, all but ASCII escaped, dates as in HTTP. It writes what JSON has, `Date`,
 * `UUID`, `Map`, `Tuple`, `Markup` and whatever has `__html__()` or `toJSON()`, such as decimals; integers of any size;
 * and what `JSON.rawJSON` made, as it is.
 *
 * @example
 * ```ts
 * app.json.sortKeys = false;
 * app.json.dateFormat = "iso";
 * ```
 */
export class DefaultJSONProvider extends JSONProvider {
  /** Writes everything but ASCII as `\uXXXX`. */
  ensureAscii = true;
  /** Sorts the keys of every object by code point. */
  sortKeys = true;
  /** Whether responses are written without spaces and lines; unless set, where `debug` is off. */
  compact: boolean | undefined = undefined;
  /** The content type of responses. */
  mimetype = "application/json";
  /** How a `Date` is written: as in HTTP (`Tue, 02 Jan 2024 03:04:05 GMT`), as Flask does, or ISO 8601. */
  dateFormat: "http" | "iso" = "http";
  /** What NaN and the infinities become, which JSON lacks: `null`, or the tokens that Python writes and reads. */
  nonFinite: "null" | "token" = "null";
  readonly #isDebug: () => boolean;
  readonly #convert = (value: object): unknown => this.default(value);
  #format: JSONFormat = PYTHON_DEFAULT;
  #writer: JSONWriter = new JSONWriter(PYTHON_DEFAULT);

  constructor(options: JSONProviderOptions = {}) {
    super();
    this.#isDebug = options.isDebug ?? (() => false);
  }

  /**
   * @throws UnserializableError, a TypeError with the path of the value, for what has no JSON.
   */
  override dumps(value: unknown, options: DumpsOptions = {}): string {
    const { indent, separators } = options;
    // Python leaves the space at the end of a line out.
    const itemSeparator = indent === undefined ? PYTHON_DEFAULT.itemSeparator : ",";
    return this.#writerOf({
      itemSeparator: separators?.[0] ?? itemSeparator,
      keySeparator: separators?.[1] ?? PYTHON_DEFAULT.keySeparator,
      indent,
      ensureAscii: options.ensureAscii ?? this.ensureAscii,
      sortKeys: options.sortKeys ?? this.sortKeys,
      convert: this.#convert,
      nonFiniteAsNull: this.nonFinite === "null",
    }).write(value);
  }

  /**
   * Reads what Python reads, NaN and Infinity among it; integers beyond 2^53 are bigints.
   *
   * @throws SyntaxError if it is no JSON; TypeError if the bytes are no text.
   */
  override loads(text: string | Uint8Array): unknown {
    const source = typeof text === "string" ? text : decodeJSON(text);
    // JavaScript would round a number of so many digits, and takes -0 for a float.
    if (!PYTHON_NUMBER.test(source)) {
      try {
        const value: unknown = JSON.parse(source);
        if (source.length < 2 * MAX_DEPTH || !isDeeper(value, MAX_DEPTH)) return value;
      } catch {
        // Python's tokens; or no JSON, and then the error says what is wrong in Python's terms.
      }
    }
    return parseJSON(source);
  }

  override response(...values: readonly unknown[]): Response {
    const isCompact = this.compact ?? !this.#isDebug();
    const text = this.dumps(oneOf(values), isCompact ? COMPACT : PRETTY);
    return new Response(`${text}\n`, { mimetype: this.mimetype });
  }

  /**
   * What is written in the place of an object of a class; override it for classes of your own. The object itself
   * means its `toJSON()`, and an error if it has none.
   *
   * @example
   * ```ts
   * class MyProvider extends DefaultJSONProvider {
   *   override default(value: object): unknown {
   *     return value instanceof Set ? [...value] : super.default(value);
   *   }
   * }
   * app.json = new MyProvider();
   * ```
   */
  default(value: object): unknown {
    if (value instanceof Date) return this.#dateText(value);
    if ("__html__" in value && typeof value.__html__ === "function") return String(value.__html__());
    return value;
  }

  #dateText(date: Date): string {
    try {
      return this.dateFormat === "iso" ? date.toISOString() : httpDate(date);
    } catch (error) {
      throw new UnserializableError(error instanceof Error ? error.message : "No date.", "");
    }
  }

  /** Responses come in one format, so the last writer is mostly the one that is wanted. */
  #writerOf(format: JSONFormat): JSONWriter {
    if (!isSameFormat(this.#format, format)) {
      this.#format = format;
      this.#writer = new JSONWriter(format);
    }
    return this.#writer;
  }
}

const PYTHON_NUMBER = /\d{16}|-0(?![.\deE])/;
const COMPACT: DumpsOptions = { separators: [",", ":"] };
const PRETTY: DumpsOptions = { indent: 2 };

function oneOf(values: readonly unknown[]): unknown {
  return values.length === 0 ? null : values.length === 1 ? values[0] : values;
}

function isSameFormat(a: JSONFormat, b: JSONFormat): boolean {
  return (
    a.itemSeparator === b.itemSeparator &&
    a.keySeparator === b.keySeparator &&
    a.indent === b.indent &&
    a.ensureAscii === b.ensureAscii &&
    a.sortKeys === b.sortKeys &&
    a.convert === b.convert &&
    a.nonFiniteAsNull === b.nonFiniteAsNull
  );
}

/** Whether a value is nested deeper than so many levels: what walks through it later would run out of stack. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeper(item, levels - 1));
}
