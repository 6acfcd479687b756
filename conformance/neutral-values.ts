/** Neutral values: Python's values as the vector files write them in JSON, read, written and compared. */
import { Markup } from "../src/markup/index.ts";
import { numberText, Tuple, UUID } from "../src/python/index.ts";

/** How values are read. */
export type ReadOptions = {
  /** A dictionary becomes a `Map`, which keeps every key and their order, or a plain object. */
  readonly dictionary: "map" | "object";
  /** A whole float becomes a text of JSON (`JSON.rawJSON`), which keeps its point; otherwise a number. */
  readonly rawFloats?: boolean;
  /** Reads the kinds that JavaScript has no value for (sets, Decimals, …); without it they are errors. */
  readonly other?: (kind: string, fields: Record<string, unknown>) => unknown;
};

/**
 * The JavaScript value of a neutral value. JavaScript's numbers are floats, so a whole float is a whole
 * number here; -0 and what lies beyond 2^53 stay apart, as an integer of that size is a bigint.
 */
export function readValue(neutral: unknown, options: ReadOptions): unknown {
  if (Array.isArray(neutral)) return neutral.map((item) => readValue(item, options));
  if (!isFields(neutral)) return neutral;
  switch (neutral.$) {
    case "int":
      return BigInt(text(neutral.v));
    case "float":
      return options.rawFloats === true && text(neutral.v).endsWith(".0")
        ? rawJSON(text(neutral.v))
        : readFloat(text(neutral.v));
    case "tuple":
      return new Tuple(...list(neutral.v).map((item) => readValue(item, options)));
    case "dict":
      return readDictionary(pairs(neutral.v), options);
    case "bytes":
    case "repeat":
      return readBytesOrText(neutral);
    case "markup":
      return new Markup(text(neutral.v));
    case "uuid":
      return new UUID(text(neutral.v));
    case "datetime":
      return readDateTime(text(neutral.v), neutral.offset);
    default:
      if (options.other !== undefined) return options.other(`${neutral.$}`, neutral);
      throw new Error(`no way to read the neutral value ${JSON.stringify(neutral)}`);
  }
}

/** The neutral value of a JavaScript value; what has none is named for the report. */
export function writeValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "bigint") return { $: "int", v: `${value}` };
  if (typeof value !== "object") return typeof value === "function" ? { $: "function" } : value;
  if (value instanceof Tuple) return { $: "tuple", v: [...value].map(writeValue) };
  if (Array.isArray(value)) return value.map(writeValue);
  if (value instanceof Uint8Array) return { $: "bytes", b64: Buffer.from(value).toString("base64") };
  if (value instanceof Markup) return { $: "markup", v: value.toString() };
  if (value instanceof UUID) return { $: "uuid", v: value.toString() };
  if (value instanceof Date) return { $: "datetime", v: value.toISOString() };
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return { $: "dict", v: entries.map(([key, item]) => [writeValue(key), writeValue(item)]) };
}

/** Bytes or text: a string stands for text, a tagged value for bytes or a long text. */
export function readBytesOrText(neutral: unknown): string | Uint8Array {
  if (typeof neutral === "string") return neutral;
  if (isFields(neutral)) {
    if (neutral.$ === "bytes") return new Uint8Array(Buffer.from(text(neutral.b64), "base64"));
    if (neutral.$ === "repeat") return text(neutral.s).repeat(Number(neutral.n));
  }
  throw new Error(`${JSON.stringify(neutral)} is neither bytes nor text`);
}

/** Text, or bytes of UTF-8, as the files write either: a string; other bytes in base64. */
export function writeBytesOrText(value: string | Uint8Array): unknown {
  if (typeof value === "string") return value;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return writeValue(value);
  }
}

/** Whether two neutral values, or any two values of JSON, are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether the value is a JSON object. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function rawJSON(source: string): unknown {
  return (JSON as unknown as { rawJSON(source: string): unknown }).rawJSON(source);
}

function readFloat(repr: string): number {
  const names: Record<string, number> = {
    nan: Number.NaN,
    inf: Number.POSITIVE_INFINITY,
    "-inf": Number.NEGATIVE_INFINITY,
  };
  return names[repr] ?? Number(repr);
}

function writeNumber(value: number): unknown {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value;
  const names: Record<string, string> = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" };
  return { $: "float", v: names[`${value}`] ?? numberText(value) };
}

function readDictionary(entries: readonly (readonly [unknown, unknown])[], options: ReadOptions): unknown {
  const read = entries.map(([key, value]) => [readValue(key, options), readValue(value, options)] as const);
  // fromEntries defines properties, so `__proto__` is a key like any other.
  return options.dictionary === "map"
    ? new Map(read)
    : Object.fromEntries(read.map(([key, value]) => [`${key}`, value]));
}

function readDateTime(wallTime: string, offset: unknown): Date {
  // Flask takes a time without a zone to be UTC.
  const utc = Date.parse(`${wallTime}Z`);
  return new Date(utc - (typeof offset === "number" ? offset * 1000 : 0));
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`${JSON.stringify(value)} is no string`);
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list`);
  return value;
}

function pairs(value: unknown): readonly (readonly [unknown, unknown])[] {
  return list(value).map((pair) => {
    const [key, item] = list(pair);
    return [key, item] as const;
  });
}
