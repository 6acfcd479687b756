/** The tagged JSON of Jinja's cases as values of templates, and back. */
import { Markup } from "../../src/markup/index.ts";
import { Tuple } from "../../src/python/index.ts";
import { ValueError } from "../../src/templates/errors.ts";
import { Macro } from "../../src/templates/runtime/macro.ts";
import { declareNames } from "../../src/templates/values/call.ts";
import { Dict } from "../../src/templates/values/dict.ts";
import { Float, float } from "../../src/templates/values/float.ts";
import { Range } from "../../src/templates/values/range.ts";
import { PythonType } from "../../src/templates/values/type-name.ts";
import { Undefined } from "../../src/templates/values/undefined.ts";
import { hostValue } from "./hosts.ts";

type Json = { readonly [key: string]: unknown };

/** Reads a value. */
export function readJinja(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readJinja);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0].startsWith("$")) return readTagged(first[0], first[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, readJinja(item)]));
}

function readTagged(tag: string, value: unknown): unknown {
  const list = (): unknown[] => (value as unknown[]).map(readJinja);
  switch (tag) {
    case "$float":
      return readFloat(String(value));
    case "$int":
      return BigInt(String(value));
    case "$tuple":
      return Tuple.from(list());
    case "$set":
    case "$frozenset":
      return new Set(list());
    case "$dict":
      return new Dict(
        (value as [unknown, unknown][]).map(([key, item]) => [readJinja(key), readJinja(item)]),
      );
    case "$markup":
      return new Markup(String(value));
    case "$bytes":
      return Uint8Array.from(String(value), (character) => character.charCodeAt(0));
    case "$range": {
      const [start, stop, step] = value as [number, number, number];
      return new Range(start, stop, step);
    }
    case "$iter":
      return list().values();
    case "$aiter":
      return readAsyncIterator(list());
    case "$namedtuple":
      return readNamedTuple(value as { fields: string[]; values: unknown[] });
    case "$object":
      return readObject(value as Json);
    case "$fn":
      return readFunction(value as Json);
    case "$type":
      return new PythonType(String(value));
    case "$host":
      return hostValue(String(value));
    default:
      throw new Error(`the cases have a new tag: ${tag}`);
  }
}

function readFloat(text: string): unknown {
  const number = text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text);
  return float(number);
}

async function* readAsyncIterator(items: unknown[]): AsyncIterableIterator<unknown> {
  yield* items;
}

function readNamedTuple({ fields, values }: { fields: string[]; values: unknown[] }): unknown {
  const tuple = Tuple.from(values.map(readJinja));
  for (const [index, field] of fields.entries()) {
    Object.defineProperty(tuple, field, { value: tuple[index], enumerable: false });
  }
  return tuple;
}

function readObject({ attrs, str, int, type }: Json): unknown {
  const Class = { [String(type)]: class {} }[String(type)] as new () => object;
  const object: object = new Class();
  for (const [name, value] of Object.entries(attrs as Json)) {
    Object.defineProperty(object, name, { value: readJinja(value), enumerable: true });
  }
  if (str !== undefined) Object.defineProperty(object, "toString", { value: () => str });
  if (int !== undefined) Object.defineProperty(object, "valueOf", { value: () => int });
  return object;
}

function readFunction({ returns, raises, async: isAsync }: Json): unknown {
  const run = (): unknown => {
    if (raises !== undefined) throw new ValueError(JSON.stringify(raises));
    return readJinja(returns);
  };
  return declareNames(isAsync === true ? async () => run() : run, []);
}

/** Writes a value. */
export function writeJinja(value: unknown): unknown {
  if (value instanceof Float) return { $float: value.toString() };
  if (typeof value === "bigint") return { $int: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { $float: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
  }
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return { $float: String(value) };
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Undefined) {
    return { $undefined: { name: value.undefinedName, class: value.constructor.name } };
  }
  if (value instanceof Markup) return { $markup: value.toString() };
  if (value instanceof Tuple) return { $tuple: [...value].map(writeJinja) };
  if (value instanceof Set) return { $set: [...value].map(writeJinja) };
  if (value instanceof Range) return { $range: [value.start, value.stop, value.step] };
  if (value instanceof PythonType) return { $type: value.__name__ };
  if (value instanceof Macro) {
    const { name, arguments: names, caller, catch_kwargs, catch_varargs } = value;
    return { $macro: { name, arguments: names, caller, catch_kwargs, catch_varargs } };
  }
  if (Array.isArray(value)) return value.map(writeJinja);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const isPlain = entries.every(([key]) => typeof key === "string" && !/^(\$|\d+$)/.test(key));
  return isPlain
    ? Object.fromEntries(entries.map(([key, item]) => [key, writeJinja(item)]))
    : { $dict: entries.map(([key, item]) => [writeJinja(key), writeJinja(item)]) };
}
