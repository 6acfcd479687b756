/** The methods of Python's `list`, `tuple`, `dict`, `set` and `frozenset`. */
import { Tuple } from "../../../python/index.ts";
import { IndexError, KeyError, OperandTypeError, ValueError } from "../../errors.ts";
import { intArgument, optionalInt } from "../arguments.ts";
import { Builtin, type Method, type Run, type RunVariadic, VariadicBuiltin } from "../builtin.ts";
import { call } from "../call.ts";
import { compare, contains, eq, le } from "../compare.ts";
import {
  Dict,
  type Dictionary,
  dictDelete,
  dictEntries,
  dictGet,
  dictHas,
  dictKeys,
  dictSet,
  entriesOrNothing,
  isDictionary,
} from "../dict.ts";
import { DictView } from "../dict-view.ts";
import { HashIndex } from "../hash.ts";
import { itemsOf, iterate } from "../iterate.ts";
import { repr } from "../text.ts";
import { truth } from "../truth.ts";

type Table = Map<string, Method>;

/** The methods of lists; those that change a list change the array that was given to the template. */
export const listMethods: Table = new Map();
/** The methods of tuples. */
export const tupleMethods: Table = new Map();
/** The methods of dictionaries, Maps and plain objects alike. */
export const dictMethods: Table = new Map();
/** The methods of sets. */
export const setMethods: Table = new Map();

function define(table: Table, name: string, parameters: string, run: Run): void {
  table.set(name, new Builtin(name, parameters === "" ? "self" : `self ${parameters}`, run));
}

function defineVariadic(table: Table, name: string, run: RunVariadic): void {
  table.set(name, new VariadicBuiltin(name, run));
}

for (const table of [listMethods, tupleMethods]) {
  define(
    table,
    "count",
    "value",
    (_, items: unknown[], value: unknown) => items.filter((item) => eq(item, value)).length,
  );
  define(
    table,
    "index",
    "value start? stop?",
    (_, items: unknown[], value: unknown, start?: unknown, stop?: unknown) => {
      const first = place(optionalInt(start, 0), items.length);
      const last = place(optionalInt(stop, items.length), items.length);
      for (let i = first; i < last; i++) if (eq(items[i], value)) return i;
      throw new ValueError(`${repr(value)} is not in list`);
    },
  );
}

function place(index: number, length: number): number {
  return Math.min(length, Math.max(0, index < 0 ? index + length : index));
}

define(listMethods, "append", "object", (_, items: unknown[], object: unknown) => {
  items.push(object);
  return null;
});
define(listMethods, "extend", "iterable", (_, items: unknown[], iterable: unknown) => {
  for (const item of [...iterate(iterable)]) items.push(item);
  return null;
});
define(listMethods, "insert", "index object", (_, items: unknown[], index: unknown, object: unknown) => {
  items.splice(place(intArgument(index), items.length), 0, object);
  return null;
});
define(listMethods, "pop", "index?", (_, items: unknown[], index?: unknown) => {
  if (items.length === 0) throw new IndexError("pop from empty list");
  const at = optionalInt(index, -1);
  const from = at < 0 ? at + items.length : at;
  if (from < 0 || from >= items.length) throw new IndexError("pop index out of range");
  return items.splice(from, 1)[0];
});
define(listMethods, "remove", "value", (_, items: unknown[], value: unknown) => {
  const at = items.findIndex((item) => eq(item, value));
  if (at === -1) throw new ValueError("list.remove(x): x not in list");
  items.splice(at, 1);
  return null;
});
define(listMethods, "clear", "", (_, items: unknown[]) => {
  items.length = 0;
  return null;
});
define(listMethods, "copy", "", (_, items: unknown[]) => [...items]);
define(listMethods, "reverse", "", (_, items: unknown[]) => {
  items.reverse();
  return null;
});
define(
  listMethods,
  "sort",
  "key? reverse?",
  (context, items: unknown[], key?: unknown, reverse?: unknown) => {
    const keyOf = (item: unknown): unknown =>
      key === undefined || key === null ? item : call(context, key, [item]);
    const direction = reverse !== undefined && truth(reverse) ? -1 : 1;
    const sorted = items.map((item) => ({ item, key: keyOf(item) }));
    sorted.sort((a, b) => direction * compare(a.key, b.key));
    sorted.forEach(({ item }, index) => {
      items[index] = item;
    });
    return null;
  },
);

define(
  dictMethods,
  "get",
  "key default?",
  (_, dictionary: Dictionary, key: unknown, otherwise: unknown = null) => {
    const value = dictGet(dictionary, key);
    return value === undefined ? otherwise : value;
  },
);
define(dictMethods, "keys", "", (_, dictionary: Dictionary) => new DictView("dict_keys", dictionary));
define(dictMethods, "values", "", (_, dictionary: Dictionary) => new DictView("dict_values", dictionary));
define(dictMethods, "items", "", (_, dictionary: Dictionary) => new DictView("dict_items", dictionary));
define(dictMethods, "copy", "", (_, dictionary: Dictionary) => new Dict(dictEntries(dictionary)));
define(dictMethods, "clear", "", (_, dictionary: Dictionary) => {
  for (const key of dictKeys(dictionary)) dictDelete(dictionary, key);
  return null;
});
define(
  dictMethods,
  "setdefault",
  "key default?",
  (_, dictionary: Dictionary, key: unknown, otherwise: unknown = null) => {
    if (!dictHas(dictionary, key)) dictSet(dictionary, key, otherwise);
    return dictGet(dictionary, key);
  },
);
define(dictMethods, "pop", "key default?", (_, dictionary: Dictionary, key: unknown, otherwise?: unknown) => {
  if (dictHas(dictionary, key)) {
    const value = dictGet(dictionary, key);
    dictDelete(dictionary, key);
    return value;
  }
  if (otherwise === undefined) throw new KeyError(repr(key));
  return otherwise;
});
define(dictMethods, "popitem", "", (_, dictionary: Dictionary) => {
  const key = dictKeys(dictionary).at(-1);
  if (key === undefined) throw new KeyError("'popitem(): dictionary is empty'");
  const value = dictGet(dictionary, key);
  dictDelete(dictionary, key);
  return new Tuple(key, value);
});
defineVariadic(dictMethods, "update", (_, [dictionary, ...sources], keywords) => {
  if (!isDictionary(dictionary)) throw new OperandTypeError("update() needs a dictionary");
  for (const source of sources) for (const [key, value] of pairsOf(source)) dictSet(dictionary, key, value);
  for (const [key, value] of keywords ?? []) dictSet(dictionary, key, value);
  return null;
});
define(
  dictMethods,
  "fromkeys",
  "iterable value?",
  (_, _dictionary: Dictionary, iterable: unknown, value: unknown = null) =>
    new Dict(itemsOf(iterable).map((key) => [key, value])),
);

/** What `dict(…)` and `dict.update` take: a dictionary, or an iterable of pairs. */
export function pairsOf(source: unknown): readonly (readonly [unknown, unknown])[] {
  const entries = entriesOrNothing(source);
  if (entries !== undefined) return entries;
  return itemsOf(source).map((pair, index) => {
    const [key, value, ...rest] = itemsOf(pair);
    if (value === undefined || rest.length > 0) {
      throw new ValueError(`dictionary update sequence element #${index} must have two items`);
    }
    return [key, value] as const;
  });
}

function members(items: Iterable<unknown>): HashIndex {
  const index = new HashIndex();
  for (const item of items) index.set(item, true);
  return index;
}

function setOf(items: Iterable<unknown>): Set<unknown> {
  const index = new HashIndex();
  const set = new Set<unknown>();
  for (const item of items) {
    if (index.has(item)) continue;
    index.set(item, true);
    set.add(item);
  }
  return set;
}

defineVariadic(setMethods, "union", (_, sets) => setOf(sets.flatMap((set) => [...iterate(set)])));
defineVariadic(setMethods, "intersection", (_, [set, ...others]) => {
  const indexes = others.map((other) => members(iterate(other)));
  return setOf([...iterate(set)].filter((item) => indexes.every((index) => index.has(item))));
});
defineVariadic(setMethods, "difference", (_, [set, ...others]) => {
  const indexes = others.map((other) => members(iterate(other)));
  return setOf([...iterate(set)].filter((item) => !indexes.some((index) => index.has(item))));
});
define(setMethods, "symmetric_difference", "other", (_, set: Set<unknown>, other: unknown) => {
  const second = setOf(iterate(other));
  const [inFirst, inSecond] = [members(set), members(second)];
  return setOf([
    ...[...set].filter((item) => !inSecond.has(item)),
    ...[...second].filter((item) => !inFirst.has(item)),
  ]);
});
define(setMethods, "issubset", "other", (_, set: Set<unknown>, other: unknown) =>
  le(set, setOf(iterate(other))),
);
define(setMethods, "issuperset", "other", (_, set: Set<unknown>, other: unknown) =>
  le(setOf(iterate(other)), set),
);
define(setMethods, "isdisjoint", "other", (_, set: Set<unknown>, other: unknown) => {
  const index = members(set);
  return !itemsOf(other).some((item) => index.has(item));
});
define(setMethods, "copy", "", (_, set: Set<unknown>) => new Set(set));
define(setMethods, "add", "element", (_, set: Set<unknown>, element: unknown) => {
  if (!contains(set, element)) set.add(element);
  return null;
});
define(setMethods, "discard", "element", (_, set: Set<unknown>, element: unknown) => {
  for (const item of set) if (eq(item, element)) set.delete(item);
  return null;
});
define(setMethods, "remove", "element", (_, set: Set<unknown>, element: unknown) => {
  if (!contains(set, element)) throw new KeyError(repr(element));
  for (const item of set) if (eq(item, element)) set.delete(item);
  return null;
});
define(setMethods, "pop", "", (_, set: Set<unknown>) => {
  for (const item of set) {
    set.delete(item);
    return item;
  }
  throw new KeyError("'pop from an empty set'");
});
define(setMethods, "clear", "", (_, set: Set<unknown>) => {
  set.clear();
  return null;
});
defineVariadic(setMethods, "update", (_, [set, ...others]) => {
  if (!(set instanceof Set)) throw new OperandTypeError("update() needs a set");
  for (const other of others) for (const item of itemsOf(other)) if (!contains(set, item)) set.add(item);
  return null;
});
