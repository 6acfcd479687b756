/** The session: a typed dictionary that knows when it was read, and notices each change, however deep. */
import { inspectAs, nameInPython, type SourceEntry } from "../python/index.ts";
import { SessionClosedError } from "./errors.ts";
import type { SessionData, SessionValue } from "./session-value.ts";
import { type SessionCodec, TrackedValues } from "./tracked-values.ts";

/** Reads what the browser or the store holds; called at the first touch, at most once. The session keeps the Map. */
export type SessionLoader = () => Map<string, SourceEntry> | undefined;

type StringKey<T> = Extract<keyof T, string>;

/** A key that is not declared: a declared one must not pass with a value of another type. */
type OtherKey<K extends string> = K extends StringKey<SessionData> ? never : K;

/**
 * The data of one browser's session, after `flask.sessions.SecureCookieSession`: a dictionary with string
 * keys. Add to {@link SessionData} to have your keys typed.
 *
 * Changes inside a value are noticed: `session.get("cart").push(3)` is saved, without `modified = true`.
 */
export class Session implements Iterable<[string, SessionValue]> {
  readonly #codec: SessionCodec;
  #load: SessionLoader | undefined;
  #values: TrackedValues;
  #modified = false;
  #accessed = false;
  #closed = false;

  /**
   * @param codec Writes the values.
   * @param load Reads the stored session when it is first touched; a new, empty one if not given.
   */
  constructor(codec: SessionCodec, load?: SessionLoader) {
    this.#codec = codec;
    this.#load = load;
    this.#values = new TrackedValues(codec);
  }

  /** Whether the session holds no stored data. Flask's cookie sessions always say `false`, and so does this. */
  get isNew(): boolean {
    return false;
  }

  /** Whether the session was read or written in this request; the response then varies by the cookie. */
  get accessed(): boolean {
    return this.#accessed;
  }

  set accessed(accessed: boolean) {
    // The response did not say that it depends on the cookie, and a cache may keep it for others.
    if (accessed && !this.#accessed) this.#refuseIfClosed("first access");
    this.#accessed = accessed;
  }

  /** Whether the stored data has been read yet; it is not before the first touch. */
  get opened(): boolean {
    return this.#load === undefined;
  }

  /**
   * Whether anything changed, also inside a value. Setting it to `true` forces a save; to `false` takes the
   * state of this moment for unchanged.
   */
  get modified(): boolean {
    return this.#modified || this.#values.hasChanges();
  }

  set modified(modified: boolean) {
    this.#open();
    this.#refuseIfClosed("modified");
    this.#modified = modified;
    if (!modified) this.#values.acceptChanges();
  }

  /**
   * Whether the cookie outlives the browser: it then expires after `permanentSessionLifetime` seconds.
   * Stored under the key `_permanent`, as Flask does.
   */
  get permanent(): boolean {
    return this.get("_permanent", false) as boolean;
  }

  set permanent(permanent: boolean) {
    this.#write("permanent", "_permanent", Boolean(permanent));
  }

  /** The number of keys. */
  get size(): number {
    return this.#open().size;
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this.#open().has(key);
  }

  /** The value of a key, or the default, which is not stored; `undefined` if neither is there. */
  get<K extends StringKey<SessionData>>(key: K): SessionData[K] | undefined;
  get<K extends StringKey<SessionData>>(key: K, fallback: SessionData[K]): SessionData[K];
  get<K extends string>(key: OtherKey<K>): SessionValue | undefined;
  get<K extends string, D extends SessionValue | undefined>(key: OtherKey<K>, fallback: D): SessionValue | D;
  get(key: string, fallback?: unknown): unknown {
    return this.#open().get(key, fallback);
  }

  /**
   * Stores a value.
   *
   * @throws SessionClosedError if the response has been sent; on a null session, an error that says what to set.
   */
  set<K extends StringKey<SessionData>>(key: K, value: SessionData[K]): this;
  set<K extends string>(key: OtherKey<K>, value: SessionValue): this;
  set(key: string, value: unknown): this {
    this.#write("set", key, value);
    return this;
  }

  /** Removes a key; says whether it was there. */
  delete(key: string): boolean {
    const values = this.#open();
    this.#beforeWrite("delete");
    const existed = values.delete(key);
    if (existed) this.#modified = true;
    return existed;
  }

  /** Removes a key and gives its value, or the default if it was not there. */
  pop<K extends StringKey<SessionData>>(key: K): SessionData[K] | undefined;
  pop<K extends StringKey<SessionData>>(key: K, fallback: SessionData[K]): SessionData[K];
  pop<K extends string>(key: OtherKey<K>): SessionValue | undefined;
  pop<K extends string, D extends SessionValue | undefined>(key: OtherKey<K>, fallback: D): SessionValue | D;
  pop(key: string, fallback?: unknown): unknown {
    const values = this.#open();
    this.#beforeWrite("pop");
    if (!values.has(key)) return fallback;
    this.#modified = true;
    return values.take(key, fallback);
  }

  /** Removes the key that was added last and gives it with its value; `undefined` if there is none. */
  popItem(): [string, SessionValue] | undefined {
    const key = [...this.#open().keys()].at(-1);
    this.#beforeWrite("popItem");
    return key === undefined ? undefined : [key, this.pop(key) as SessionValue];
  }

  /** The value of the key; if it is not there, the given one, which is then stored. */
  setDefault<K extends StringKey<SessionData>>(key: K, value: SessionData[K]): SessionData[K];
  setDefault<K extends string, V extends SessionValue>(key: OtherKey<K>, value: V): SessionValue | V;
  setDefault(key: string, value: unknown): unknown {
    const values = this.#open();
    this.#beforeWrite("setDefault");
    if (values.has(key)) return values.get(key);
    this.#write("setDefault", key, value);
    return value;
  }

  /** Stores every entry of an object, a Map or a list of pairs. */
  update(
    values:
      | Partial<SessionData>
      | { readonly [key: string]: SessionValue }
      | Iterable<readonly [string, SessionValue]>,
  ): void {
    const pairs = Symbol.iterator in values ? values : Object.entries(values);
    this.#open();
    this.#beforeWrite("update");
    this.#modified = true;
    for (const [key, value] of pairs) this.#write("update", key, value);
  }

  /** Removes every key. The cookie is then deleted, unless something is stored again. */
  clear(): void {
    this.#open();
    this.#beforeWrite("clear");
    this.#values.clear();
    this.#modified = true;
  }

  /**
   * Gives the session a new identity with the same data: call it where a visitor logs in. A session that
   * lives in the cookie has no identity but its text, so here it is signed afresh.
   */
  regenerate(): void {
    this.#open();
    this.#beforeWrite("regenerate");
    this.#modified = true;
  }

  /** The keys, in the order they were stored. */
  keys(): MapIterator<string> {
    return this.#open().keys();
  }

  /** The values, in the order of {@link Session.keys}. */
  *values(): Generator<SessionValue> {
    for (const [, value] of this) yield value;
  }

  /** The entries, in the order of {@link Session.keys}. */
  entries(): Generator<[string, SessionValue]> {
    return this[Symbol.iterator]();
  }

  /** The entries, as {@link Session.entries} gives them. */
  *[Symbol.iterator](): Generator<[string, SessionValue]> {
    const values = this.#open();
    for (const key of values.keys()) yield [key, values.get(key) as SessionValue];
  }

  /** The data as a plain object. */
  toObject(): { [key: string]: SessionValue } & Partial<SessionData> {
    return Object.fromEntries(this) as { [key: string]: SessionValue } & Partial<SessionData>;
  }

  /** The data, so that a logged session shows what it holds. */
  toJSON(): unknown {
    return this.toObject();
  }

  /**
   * The text that the session's interface stores. A value that nobody changed is written as it was read.
   *
   * @throws UnserializableError with the path of a value that cannot be written.
   */
  dump(): string {
    return this.#open(false).dump();
  }

  /** Reads the stored data if it was not read yet, without counting as an access; for interfaces. */
  open(): void {
    this.#open(false);
  }

  /**
   * Ends writing, once the session has been saved; a write after this could only be lost. For applications.
   *
   * @param options `watch`: a change inside a value is noticed from here on, by {@link Session.lostChanges}.
   */
  close({ watch = false }: { readonly watch?: boolean | undefined } = {}): void {
    this.#closed = true;
    if (watch) this.#values.acceptChanges();
  }

  /** The keys whose values were changed after the session had been closed, and watched: none of it was saved. */
  lostChanges(): string[] {
    return this.#closed ? this.#values.changedKeys() : [];
  }

  /** Called before each change with the method's name; throws to refuse it. */
  protected beforeWrite(_operation: string): void {}

  #beforeWrite(operation: string): void {
    this.#refuseIfClosed(operation);
    this.beforeWrite(operation);
  }

  #refuseIfClosed(operation: string): void {
    if (this.#closed) throw new SessionClosedError(operation);
  }

  #write(operation: string, key: string, value: unknown): void {
    this.#open();
    this.#beforeWrite(operation);
    this.#values.set(key, value);
    this.#modified = true;
  }

  #open(access = true): TrackedValues {
    if (access && !this.#accessed) this.accessed = true;
    const load = this.#load;
    if (load === undefined) return this.#values;
    this.#load = undefined;
    const stored = load();
    if (stored !== undefined) this.#values = new TrackedValues(this.#codec, stored);
    return this.#values;
  }
}

nameInPython(
  Session.prototype,
  {
    accessed: "accessed",
    modified: "modified",
    new: "isNew",
    permanent: "permanent",
    popitem: "popItem",
    setdefault: "setDefault",
    to_dict: "toObject",
  },
  { isDictionary: true },
);
inspectAs(
  Session.prototype,
  (session, inspect) =>
    `${session.constructor.name} ${session.opened ? inspect(session.toObject()) : "(not opened yet)"}`,
);
