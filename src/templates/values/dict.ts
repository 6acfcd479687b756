/** Dictionaries: `Dict`, a `Map` that finds its keys as Python does, and access to every kind of dictionary. */
import { isPlainObject, pythonNamesOf } from "../../python/index.ts";
import { HashIndex, hashable, hashKey, isIndexed } from "./hash.ts";

/** What a template takes for a dictionary. */
export type Dictionary = Map<unknown, unknown> | Record<string, unknown>;

/**
 * The dictionary that a template makes: `1`, `1.0` and `True` are one key, and so are two tuples with the same
 * items. Otherwise it is a `Map`.
 */
export class Dict extends Map<unknown, unknown> {
  // Only keys that a Map can't compare by value are indexed; most dictionaries have none.
  #index: HashIndex | undefined;

  constructor(entries?: Iterable<readonly [unknown, unknown]>) {
    super();
    if (entries !== undefined) for (const [key, value] of entries) this.set(key, value);
  }

  override get(key: unknown): unknown {
    return super.get(this.#actual(key));
  }

  override has(key: unknown): boolean {
    return super.has(this.#actual(key));
  }

  override delete(key: unknown): boolean {
    const actual = this.#actual(key);
    this.#index?.delete(key);
    return super.delete(actual);
  }

  override clear(): void {
    this.#index = undefined;
    super.clear();
  }

  override set(key: unknown, value: unknown): this {
    if (typeof key === "string" && this.#index === undefined) return super.set(key, value);
    hashable(key);
    const actual = this.#actual(key);
    if (isIndexed(actual)) {
      this.#index ??= new HashIndex();
      this.#index.set(actual, actual);
    }
    return super.set(actual, value);
  }

  /** The key in the Map that equals this one, or the key itself. */
  #actual(key: unknown): unknown {
    if (typeof key === "string" && this.#index === undefined) return key;
    if (this.#index !== undefined) {
      const found = this.#index.get(key);
      if (found !== undefined) return found;
    }
    if (super.has(key)) return key;
    const plain = hashKey(key);
    return super.has(plain) ? plain : key;
  }
}

/** Whether the value is a dictionary. */
export function isDictionary(value: unknown): value is Dictionary {
  return typeof value === "object" && value !== null && (value instanceof Map || isPlainObject(value));
}

/** An object of ours that is a dictionary in Python: the fields of a form, a session. */
export type NamedDictionary = {
  has(key: string): boolean;
  keys(): Iterable<unknown>;
  /** With `multi`, each of several values of a key. */
  entries(options?: { readonly multi?: boolean }): Iterable<readonly [unknown, unknown]>;
};

/** Whether the value is a dictionary of that kind. */
export function isNamedDictionary(value: unknown): value is NamedDictionary {
  return typeof value === "object" && value !== null && pythonNamesOf(value)?.isDictionary === true;
}

/** The keys and values of either kind; `undefined` of what is none. */
export function entriesOrNothing(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (isDictionary(value)) return dictEntries(value);
  return isNamedDictionary(value) ? [...value.entries()] : undefined;
}

/** Finds the item of a dictionary; `undefined` if there is none, or it is `undefined`. */
export function dictGet(dictionary: Dictionary, key: unknown): unknown {
  if (dictionary instanceof Map) return mapGet(dictionary, key);
  const name = plainKey(key);
  return name !== undefined && Object.hasOwn(dictionary, name) ? dictionary[name] : undefined;
}

function mapGet(map: Map<unknown, unknown>, key: unknown): unknown {
  const value = map.get(key);
  if (value !== undefined || typeof key === "string" || map instanceof Dict) return value;
  return map.get(keyIn(map, key));
}

/** Whether a dictionary has the key. */
export function dictHas(dictionary: Dictionary, key: unknown): boolean {
  if (dictionary instanceof Map) return dictionary.has(key) || dictionary.has(keyIn(dictionary, key));
  const name = plainKey(key);
  return name !== undefined && Object.hasOwn(dictionary, name);
}

/** Sets an item. A plain object gets an own property, whatever its name is. */
export function dictSet(dictionary: Dictionary, key: unknown, value: unknown): void {
  if (dictionary instanceof Map) {
    dictionary.set(keyIn(dictionary, key), value);
  } else {
    const name = plainKey(key) ?? String(key);
    Object.defineProperty(dictionary, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Removes an item; whether there was one. */
export function dictDelete(dictionary: Dictionary, key: unknown): boolean {
  if (dictionary instanceof Map) return dictionary.delete(keyIn(dictionary, key));
  const name = plainKey(key);
  if (name === undefined || !Object.hasOwn(dictionary, name)) return false;
  delete dictionary[name];
  return true;
}

/** The keys of a dictionary in its order. */
export function dictKeys(dictionary: Dictionary): unknown[] {
  return dictionary instanceof Map ? [...dictionary.keys()] : Object.keys(dictionary);
}

/** Keys and values of a dictionary in its order. */
export function dictEntries(dictionary: Dictionary): [unknown, unknown][] {
  return dictionary instanceof Map ? [...dictionary.entries()] : Object.entries(dictionary);
}

/** How many items a dictionary has. */
export function dictSize(dictionary: Dictionary): number {
  return dictionary instanceof Map ? dictionary.size : Object.keys(dictionary).length;
}

/** A plain object's keys are strings; whole numbers find theirs, since JavaScript writes `{ 1: … }` so. */
function plainKey(key: unknown): string | undefined {
  if (typeof key === "string") return key;
  const plain = hashKey(key);
  if (typeof plain === "string" && !isIndexed(key)) return plain;
  return typeof plain === "number" || typeof plain === "bigint" ? `${plain}` : undefined;
}

/** The key of a host's Map that equals the given one, or the key itself. */
function keyIn(map: Map<unknown, unknown>, key: unknown): unknown {
  if (typeof key === "string" || map instanceof Dict || map.has(key)) return key;
  if (!isIndexed(key)) {
    const plain = hashKey(key);
    if (map.has(plain)) return plain;
    if (plain === 1 && map.has(true)) return true;
    return plain === 0 && map.has(false) ? false : key;
  }
  const index = new HashIndex();
  const hash = index.keyOf(key);
  for (const candidate of map.keys()) {
    if (isIndexed(candidate) && index.keyOf(candidate) === hash) return candidate;
  }
  return hashKey(key);
}
