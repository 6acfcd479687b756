/** `MultiDict`: a dictionary whose keys have any number of values, as query strings and forms do. */
import { inspectAs, nameInPython } from "../python/index.ts";
import { BadRequestKeyError } from "./errors.ts";
import { convert, FAILED, refuseType } from "./value-conversion.ts";

/** What a {@link MultiDict} can be made of: another, pairs, or an object of values or lists of them. */
export type MultiDictSource<V> =
  | ImmutableMultiDict<V>
  | Iterable<readonly [string, V]>
  | Readonly<Record<string, V | readonly V[]>>;

// The subclass may change the lists, nobody else may see them.
let listsOf: <V>(dictionary: ImmutableMultiDict<V>) => Map<string, V[]>;

/** A dictionary that takes these lists over. */
export let ofLists: <V>(lists: Map<string, V[]>) => ImmutableMultiDict<V>;

/**
 * A dictionary whose keys may have several values each, in the order in which the keys first came. This one
 * is read only, as `request.args` is; {@link MultiDict} can be changed. After Werkzeug's class of the name.
 *
 * @example
 * ```ts
 * request.args.get("q");                  // the first value, or undefined
 * request.args.get("page", 1, Number);    // a number; 1 if it is missing or no number
 * request.args.getList("tag");            // every value
 * ```
 */
export class ImmutableMultiDict<V = string> implements Iterable<[string, V]> {
  static {
    listsOf = (dictionary) => dictionary.#lists;
    ofLists = (lists) => {
      const dictionary = new ImmutableMultiDict<never>();
      dictionary.#lists = lists as Map<string, never[]>;
      return dictionary;
    };
  }

  #lists: Map<string, V[]>;

  /** @param init - The first values; a list in an object gives its key several. */
  constructor(init?: MultiDictSource<V> | undefined) {
    this.#lists = new Map();
    if (init !== undefined) addAll(this.#lists, init);
  }

  /** How many keys there are. */
  get size(): number {
    return this.#lists.size;
  }

  /**
   * The first value of a key; `undefined` if it is missing.
   *
   * @param key - The key.
   */
  get(key: string): V | undefined;
  /**
   * The first value of a key, or the fallback.
   *
   * @param key - The key.
   * @param fallback - What a missing key gives.
   */
  get<D>(key: string, fallback: D): V | D;
  /**
   * The first value of a key, converted; the fallback if the key is missing or its value does not convert: `type`
   * throws, gives `NaN`, or is `Number` and the value is blank.
   *
   * @param key - The key.
   * @param fallback - What a missing key gives, or a value that does not convert.
   * @param type - Converts the value, as in Flask's `args.get("page", 1, int)`.
   */
  get<T, D = undefined>(key: string, fallback: D, type: (value: V) => T): T | D;
  get(key: string, fallback?: unknown, type?: (value: V) => unknown): unknown {
    if (type === undefined) refuseType(fallback);
    const values = this.#lists.get(key);
    if (values === undefined || values.length === 0) return fallback;
    const value = values[0];
    if (type === undefined || value === undefined) return value;
    const converted = convert(value, type);
    return converted === FAILED ? fallback : converted;
  }

  /** Every value of a key, in order; with `type`, those that convert. */
  getList(key: string): V[];
  getList<T>(key: string, type: (value: V) => T): T[];
  getList<T>(key: string, type?: (value: V) => T): (V | T)[] {
    const values = this.#lists.get(key) ?? [];
    if (type === undefined) return values.slice();
    const converted: T[] = [];
    for (const value of values) {
      const result = convert(value, type);
      if (result !== FAILED) converted.push(result);
    }
    return converted;
  }

  /**
   * The first value of a key that must be there, as Flask's `form["name"]`.
   * @throws BadRequestKeyError, a 400 that names the key, if it is missing.
   */
  require(key: string): V {
    const value = this.#lists.get(key)?.[0];
    if (value === undefined) throw new BadRequestKeyError(key);
    return value;
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this.#lists.has(key);
  }

  /** The keys, in the order in which they first came. */
  keys(): IterableIterator<string> {
    return this.#lists.keys();
  }

  /** The first value of each key. */
  *values(): IterableIterator<V> {
    for (const [, value] of this) yield value;
  }

  /**
   * Each key with its first value.
   *
   * @param options - With `multi: true` each of its values.
   */
  *entries({ multi = false }: { readonly multi?: boolean | undefined } = {}): IterableIterator<[string, V]> {
    for (const [key, values] of this.#lists) {
      const [first] = values;
      if (multi) for (const value of values) yield [key, value];
      else if (first !== undefined) yield [key, first];
    }
  }

  /** Each key with its first value. */
  [Symbol.iterator](): IterableIterator<[string, V]> {
    return this.entries();
  }

  /** Each key with all its values. */
  *lists(): IterableIterator<[string, V[]]> {
    for (const [key, values] of this.#lists) yield [key, values.slice()];
  }

  /** The values of each key. */
  *listValues(): IterableIterator<V[]> {
    for (const values of this.#lists.values()) yield values.slice();
  }

  /** A copy that can be changed. */
  copy(): MultiDict<V> {
    return new MultiDict(this);
  }

  /**
   * The first value of each key, as a plain object; it has no prototype, so any key is just a key.
   *
   * @param options - With `flat: false` each key has the list of its values.
   */
  toObject(options?: { readonly flat?: true | undefined }): Record<string, V>;
  toObject(options: { readonly flat: false }): Record<string, V[]>;
  toObject({ flat = true }: { readonly flat?: boolean | undefined } = {}): Record<string, V | V[]> {
    const object: Record<string, V | V[]> = Object.create(null);
    for (const [key, values] of flat ? this.entries() : this.lists()) object[key] = values;
    return object;
  }

  /** Each key with all its values, as an object of lists. */
  toJSON(): Record<string, V[]> {
    const object: Record<string, V[]> = Object.create(null);
    for (const [key, values] of this.lists()) object[key] = values;
    return object;
  }
}

nameInPython(
  ImmutableMultiDict.prototype,
  {
    copy: "copy",
    getlist: "getList",
    lists: "lists",
    listvalues: "listValues",
    to_dict: "toObject",
    setlist: "setList",
    setdefault: "setDefault",
    setlistdefault: "setListDefault",
    poplist: "popList",
    popitem: "popItem",
    popitemlist: "popItemList",
  },
  { isDictionary: true },
);
inspectAs(
  ImmutableMultiDict.prototype,
  (dict) => `${dict.constructor.name} ${JSON.stringify([...dict.lists()])}`,
);

/** An {@link ImmutableMultiDict} that can be changed. Werkzeug's `MultiDict`. */
export class MultiDict<V = string> extends ImmutableMultiDict<V> {
  /** Gives a key this one value. */
  set(key: string, value: V): void {
    listsOf(this).set(key, [value]);
  }

  /** Adds a value to those of a key. */
  add(key: string, value: V): void {
    append(listsOf(this), key, value);
  }

  /** Gives a key these values; an empty list removes it. */
  setList(key: string, values: Iterable<V>): void {
    const list = Array.from(values);
    if (list.length === 0) listsOf(this).delete(key);
    else listsOf(this).set(key, list);
  }

  /** The first value of a key; if it has none, it gets this one. */
  setDefault(key: string, value: V): V {
    const present = listsOf(this).get(key)?.[0];
    if (present !== undefined) return present;
    this.set(key, value);
    return value;
  }

  /** Every value of a key; if it has none, it gets these. */
  setListDefault(key: string, values: Iterable<V>): V[] {
    if (!this.has(key)) this.setList(key, values);
    return this.getList(key);
  }

  /** Adds every value of the source to those that are there. Werkzeug's `update`, which extends too. */
  update(source: MultiDictSource<V>): void {
    addAll(listsOf(this), source);
  }

  /** Removes a key; true if it was there. */
  delete(key: string): boolean {
    return listsOf(this).delete(key);
  }

  /** Removes a key and returns its first value, or the default. */
  pop(key: string): V | undefined;
  pop<D>(key: string, fallback: D): V | D;
  pop(key: string, fallback?: unknown): unknown {
    const values = this.popList(key);
    return values.length === 0 ? fallback : values[0];
  }

  /** Removes a key and returns all its values. */
  popList(key: string): V[] {
    const values = listsOf(this).get(key) ?? [];
    listsOf(this).delete(key);
    return values;
  }

  /** Removes the key that came last and returns it with its first value; `undefined` if there is none. */
  popItem(): [string, V] | undefined {
    const item = this.popItemList();
    const first = item?.[1][0];
    return item === undefined || first === undefined ? undefined : [item[0], first];
  }

  /** Removes the key that came last and returns it with all its values; `undefined` if there is none. */
  popItemList(): [string, V[]] | undefined {
    const key = [...listsOf(this).keys()].at(-1);
    return key === undefined ? undefined : [key, this.popList(key)];
  }

  /** Removes all keys. */
  clear(): void {
    listsOf(this).clear();
  }
}

function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const values = lists.get(key);
  if (values === undefined) lists.set(key, [value]);
  else values.push(value);
}

function addAll<V>(lists: Map<string, V[]>, source: MultiDictSource<V>): void {
  if (source instanceof ImmutableMultiDict) {
    for (const [key, values] of source.lists()) for (const value of values) append(lists, key, value);
  } else if (isIterable(source)) {
    for (const [key, value] of source) append(lists, key, value);
  } else {
    for (const [key, value] of Object.entries(source)) {
      if (Array.isArray(value)) for (const one of value) append(lists, key, one);
      else append(lists, key, value as V);
    }
  }
}

function isIterable<V>(source: MultiDictSource<V>): source is Iterable<readonly [string, V]> {
  return Symbol.iterator in source;
}
