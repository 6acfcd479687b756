/** `Headers`: the header fields of a message, in order, in any case, one name as often as it comes. */
import { inspectAs, nameInPython } from "../python/index.ts";
import { checkFieldName, checkFieldValue } from "./field-syntax.ts";
import { locationUri } from "./location.ts";
import { dumpOptionsHeader } from "./options-header.ts";
import type { HeaderValue } from "./quoted-string.ts";
import { convert, FAILED, refuseType } from "./value-conversion.ts";

/** What {@link Headers} can be made of: headers of either kind, pairs, or an object of values or lists. */
export type HeadersSource =
  | Headers
  | globalThis.Headers
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[]>>;

/** Adds a field whose name and value are known to be right, and ASCII: a check takes longer than all else here. */
export let addKnown: (headers: Headers, name: string, value: string) => void;

/**
 * The header fields of a message: ordered, with any number of values a name, and names of any case. After
 * Werkzeug's `Headers`; unlike the Web's, it keeps the spelling and the order that it was given.
 *
 * Names must be tokens, and values may hold no control character but the tab and nothing above U+00FF: what
 * breaks that throws a TypeError that names the header, where it is set, so no text can smuggle in a header.
 *
 * @example
 * ```ts
 * const headers = new Headers({ "Content-Type": "text/plain", Link: ["</a>", "</b>"] });
 * headers.get("content-type");   // "text/plain"
 * headers.getList("link");       // ["</a>", "</b>"]
 * ```
 */
export class Headers implements Iterable<[string, string]> {
  static {
    addKnown = (headers, name, value) => {
      headers.#flat.push(name, value);
    };
  }

  // Name, value, name, value …: one array, since every response makes one of these and hands it on as it is.
  #flat: string[] = [];
  #isASCII = true;
  #isChecked = true;

  /** @param init - The first fields; a list in an object gives one field a value. */
  constructor(init?: HeadersSource | undefined) {
    if (init !== undefined) this.extend(init);
  }

  /**
   * The fields of a message as they came, whatever they hold: what is only read need not be fit to be sent.
   * Adding them to other headers checks them.
   */
  static received(fields: Iterable<readonly [string, string]>): Headers {
    const headers = new Headers();
    for (const [name, value] of fields) headers.#flat.push(name, value);
    headers.#isASCII = false;
    headers.#isChecked = false;
    return headers;
  }

  /** How many fields there are; a name that comes twice counts twice. */
  get size(): number {
    return this.#flat.length / 2;
  }

  /** Whether all values are ASCII; if not, they must be sent as Latin-1, whatever the body's encoding. */
  get isASCII(): boolean {
    return this.#isASCII;
  }

  /**
   * The first value of a name; `undefined` if there is none.
   *
   * @param name - The name, in any case.
   */
  get(name: string): string | undefined;
  /**
   * The first value of a name, or the fallback.
   *
   * @param name - The name, in any case.
   * @param fallback - What a missing header gives.
   */
  get<D>(name: string, fallback: D): string | D;
  /**
   * The first value of a name, converted; the fallback if there is none or it does not convert.
   *
   * @param name - The name, in any case.
   * @param fallback - What a missing header gives, or one that does not convert.
   * @param type - Converts the value, as in Flask's `headers.get("X-Count", 0, int)`.
   */
  get<T, D>(name: string, fallback: D, type: (value: string) => T): T | D;
  get(name: string, fallback?: unknown, type?: (value: string) => unknown): unknown {
    if (type === undefined) refuseType(fallback);
    const index = this.#indexOf(name, 0);
    if (index === -1) return fallback;
    const value = this.#flat[index + 1] ?? "";
    if (type === undefined) return value;
    const converted = convert(value, type);
    return converted === FAILED ? fallback : converted;
  }

  /** Every value of a name, in order; with `type`, those that convert. */
  getList(name: string): string[];
  getList<T>(name: string, type: (value: string) => T): T[];
  getList<T>(name: string, type?: (value: string) => T): (string | T)[] {
    const values: (string | T)[] = [];
    for (let index = this.#indexOf(name, 0); index !== -1; index = this.#indexOf(name, index + 2)) {
      const value = this.#flat[index + 1] ?? "";
      const converted = type === undefined ? value : convert(value, type);
      if (converted !== FAILED) values.push(converted);
    }
    return values;
  }

  /** Whether there is a field of this name. */
  has(name: string): boolean {
    return this.#indexOf(name, 0) !== -1;
  }

  /**
   * Adds a field at the end; those of the same name stay.
   *
   * @param name - Its name.
   * @param value - Its value.
   * @param options - Parameters that follow the value, in quotes where they must be.
   * @throws TypeError if name or value hold what they may not.
   * @example
   * ```ts
   * headers.add("Content-Disposition", "attachment", { filename: "tea list.txt" });
   * ```
   */
  add(name: string, value: string, options?: Readonly<Record<string, HeaderValue | undefined>>): void {
    if (options !== undefined) {
      this.add(name, dumpOptionsHeader(value, options));
      return;
    }
    checkFieldName(name);
    const text = asURL(name, value);
    if (!checkFieldValue(name, text)) this.#isASCII = false;
    this.#flat.push(name, text);
  }

  /** Gives a name this one value: in the place of its first field, or at the end. */
  set(name: string, value: string): void {
    const index = this.#indexOf(name, 0);
    if (index === -1) {
      this.add(name, value);
      return;
    }
    this.#flat[index] = name;
    // What is there has been checked.
    if (this.#flat[index + 1] !== value) {
      const text = asURL(name, value);
      if (!checkFieldValue(name, text)) this.#isASCII = false;
      this.#flat[index + 1] = text;
    }
    this.#deleteFrom(name, index + 2);
  }

  /** Gives a name these values, one field each; an empty list removes it. */
  setList(name: string, values: Iterable<string>): void {
    const [first, ...others] = values;
    if (first === undefined) {
      this.delete(name);
      return;
    }
    this.set(name, first);
    for (const value of others) this.add(name, value);
  }

  /** The first value of a name; if it has none, it gets this one. */
  setDefault(name: string, value: string): string {
    const present = this.get(name);
    if (present !== undefined) return present;
    this.add(name, value);
    return value;
  }

  /** Removes every field of a name; true if there was one. */
  delete(name: string): boolean {
    return this.#deleteFrom(name, 0);
  }

  /** Removes every field of a name and returns the first value it had, or `undefined`. */
  pop(name: string): string | undefined {
    const value = this.get(name);
    if (value !== undefined) this.delete(name);
    return value;
  }

  /** Removes all fields. */
  clear(): void {
    this.#flat = [];
  }

  /** Adds each of the fields at the end. Werkzeug's `extend`. */
  extend(source: HeadersSource): void {
    // What has been checked is not checked again, unless a subclass has its own mind of what may be added.
    if (source instanceof Headers && source.#isChecked && this.add === Headers.prototype.add) {
      this.#flat = this.#flat.concat(source.#flat);
      this.#isASCII &&= source.#isASCII;
      return;
    }
    // A generator takes longer than the checks.
    const fields = Array.isArray(source) ? (source as readonly [string, string][]) : fieldsOf(source);
    for (const [name, value] of fields) this.add(name, value);
  }

  /** Puts the fields in the place of those of the same names. Werkzeug's `update`. */
  update(source: HeadersSource): void {
    const lists = new Map<string, { readonly name: string; readonly values: string[] }>();
    for (const [name, value] of fieldsOf(source)) {
      checkFieldName(name);
      const list = lists.get(name.toLowerCase());
      if (list === undefined) lists.set(name.toLowerCase(), { name, values: [value] });
      else list.values.push(value);
    }
    for (const { name, values } of lists.values()) this.setList(name, values);
  }

  /** The names, in order, each as often as it comes. */
  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }

  /** The values, in order. */
  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value;
  }

  /** The fields as pairs of name and value, in order. */
  *entries(): IterableIterator<[string, string]> {
    const flat = this.#flat;
    for (let index = 0; index < flat.length; index += 2) yield [flat[index] ?? "", flat[index + 1] ?? ""];
  }

  /** The same as {@link Headers.entries}. */
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** The fields as one array, name and value in turn, as `writeHead` of `node:http` takes them. A copy. */
  toFlat(): string[] {
    return this.#flat.slice();
  }

  /** The fields as they stand in a message, a line each. */
  toString(): string {
    let text = "";
    for (const [name, value] of this) text += `${name}: ${value}\r\n`;
    return `${text}\r\n`;
  }

  /** The fields as pairs. */
  toJSON(): [string, string][] {
    return [...this];
  }

  #indexOf(name: string, start: number): number {
    const flat = this.#flat;
    for (let index = start; index < flat.length; index += 2) {
      if (sameName(flat[index], name)) return index;
    }
    return -1;
  }

  #deleteFrom(name: string, start: number): boolean {
    const first = this.#indexOf(name, start);
    if (first === -1) return false;
    const flat = this.#flat;
    const kept = flat.slice(0, first);
    for (let index = first + 2; index < flat.length; index += 2) {
      if (!sameName(flat[index], name)) kept.push(flat[index] ?? "", flat[index + 1] ?? "");
    }
    this.#flat = kept;
    return true;
  }
}

nameInPython(Headers.prototype, {
  getlist: "getList",
  items: "entries",
  setlist: "setList",
  setdefault: "setDefault",
});
inspectAs(Headers.prototype, (headers) => `Headers ${JSON.stringify([...headers])}`);

/** The value; that of a header which holds a URL is percent-encoded if no header could hold it as it is. */
function asURL(name: string, value: string): string {
  // The lengths of Location and Content-Location; most names end here.
  if (name.length !== 8 && name.length !== 16) return value;
  const lower = name.toLowerCase();
  const holdsURL = lower === "location" || lower === "content-location";
  return holdsURL && /[^\0-\xff]/.test(value) ? locationUri(value) : value;
}

function sameName(a: string | undefined, b: string): boolean {
  // Most look-ups spell the name as it is stored; the lengths settle nearly all of the rest.
  return a === b || (a !== undefined && a.length === b.length && a.toLowerCase() === b.toLowerCase());
}

function* fieldsOf(source: HeadersSource): Iterable<readonly [string, string]> {
  if (typeof source !== "object" || source === null) {
    throw new TypeError(
      `Headers are made of an object, pairs or other headers: { "X-Tea": "green" }, not of ${JSON.stringify(source)}.`,
    );
  }
  if (isIterable(source)) {
    yield* source;
    return;
  }
  for (const [name, value] of Object.entries(source)) {
    if (typeof value === "string") yield [name, value];
    else if (Array.isArray(value)) for (const one of value) yield [name, one];
    else throw new TypeError(`The value of header ${name} must be a string or a list of strings.`);
  }
}

function isIterable(source: HeadersSource): source is Iterable<readonly [string, string]> {
  return Symbol.iterator in source;
}
