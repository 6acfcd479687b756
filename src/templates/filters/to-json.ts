/** The filter `tojson`: a value as JSON that is safe inside a script element and a quoted attribute. */
import { Markup } from "../../markup/index.ts";
import { floatRepr, MAX_DEPTH, writeString } from "../../python/index.ts";
import { OperandTypeError, ValueError } from "../errors.ts";
import { call, isCallable } from "../values/call.ts";
import { compare } from "../values/compare.ts";
import { type Dictionary, dictEntries, dictGet, dictKeys, isDictionary } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { Float } from "../values/float.ts";
import { asInt } from "../values/numbers.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { typeName } from "../values/type-name.ts";
import { Undefined } from "../values/undefined.ts";
import { type Table, table } from "./define.ts";

/** The one filter. */
export const toJSONFilters: Table = table({ tojson: ["value indent?", toJSON] });

function toJSON(context: CallContext, value: unknown, indent?: unknown): Markup {
  const { policies } = context.environment;
  const options = new Map(optionsOf(policies.get("json.dumps_kwargs")));
  if (indent !== undefined && indent !== null) options.set("indent", indent);
  const dumps = policies.get("json.dumps_function");
  const json = isCallable(dumps) ? str(call(context, dumps, [value], options)) : dump(value, options);
  return new Markup(json.replace(/[<>&']/g, escapeUnit));
}

function optionsOf(options: unknown): [string, unknown][] {
  return isDictionary(options) ? dictEntries(options).map(([key, value]) => [str(key), value]) : [];
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function dump(value: unknown, options: ReadonlyMap<string, unknown>): string {
  const indent = options.get("indent") ?? null;
  const width = asInt(indent);
  const ensureASCII = options.get("ensure_ascii");
  return new Writer({
    indent:
      indent === null
        ? undefined
        : width === undefined
          ? str(indent)
          : " ".repeat(Math.min(Number(width), 100)),
    sortsKeys: truth(options.get("sort_keys") ?? false),
    ensuresASCII: ensureASCII === undefined || truth(ensureASCII),
  }).write(value, "\n", 0);
}

type Options = {
  readonly indent: string | undefined;
  readonly sortsKeys: boolean;
  readonly ensuresASCII: boolean;
};

/** Python's `json.dumps` for the values of templates. */
class Writer {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  write(value: unknown, lineBreak: string, depth: number): string {
    switch (typeof value) {
      case "string":
        return writeString(value, this.#options.ensuresASCII);
      case "number":
        return numberText(value);
      case "boolean":
        return value ? "true" : "false";
      case "bigint":
        return str(value);
      case "object":
        return value === null ? "null" : this.#object(value, lineBreak, depth);
      default:
        throw unserializable(value);
    }
  }

  #object(value: object, lineBreak: string, depth: number): string {
    if (depth >= MAX_DEPTH) throw new ValueError("Circular reference detected");
    if (value instanceof Float) return value.toString();
    const inner = this.#options.indent === undefined ? "" : lineBreak + this.#options.indent;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.write(item, inner, depth + 1));
      return this.#group("[", items, "]", lineBreak, inner);
    }
    if (isDictionary(value)) {
      const items = this.#keys(value).map(
        (key) =>
          `${writeString(keyText(key), this.#options.ensuresASCII)}: ${this.write(dictGet(value, key) ?? null, inner, depth + 1)}`,
      );
      return this.#group("{", items, "}", lineBreak, inner);
    }
    if (!(value instanceof Undefined) && "toJSON" in value && typeof value.toJSON === "function") {
      return this.write(value.toJSON(), lineBreak, depth + 1);
    }
    throw unserializable(value);
  }

  #keys(dictionary: Dictionary): unknown[] {
    const keys = dictKeys(dictionary);
    if (!this.#options.sortsKeys) return keys;
    return keys.sort(compare);
  }

  #group(open: string, items: readonly string[], close: string, lineBreak: string, inner: string): string {
    if (items.length === 0) return open + close;
    if (this.#options.indent === undefined) return open + items.join(", ") + close;
    return open + inner + items.join(`,${inner}`) + lineBreak + close;
  }
}

function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return `${value}`;
  if (Number.isFinite(value)) return floatRepr(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function keyText(key: unknown): string {
  if (typeof key === "string" || key instanceof Markup || key instanceof Float) return key.toString();
  if (typeof key === "number") return numberText(key);
  if (typeof key === "bigint") return str(key);
  if (typeof key === "boolean") return key ? "true" : "false";
  if (key === null) return "null";
  throw new OperandTypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function unserializable(value: unknown): OperandTypeError {
  return new OperandTypeError(`Object of type ${typeName(value)} is not JSON serializable`);
}
