/** `HeaderSet`: a header that lists names, such as Vary or Allow, as a set. */
import { parseListHeader } from "./header-list.ts";
import { quoteHeaderValue } from "./quoted-string.ts";

/**
 * A set of names as a header lists them. Names are compared without regard to case and keep the spelling and
 * the order that they came with. That of a response is live: a change of it changes the header at once. After
 * Werkzeug's class.
 *
 * @example
 * ```ts
 * response.vary.add("Cookie");
 * ```
 */
export class HeaderSet implements Iterable<string> {
  #names: string[];
  readonly #onUpdate: ((set: HeaderSet) => void) | undefined;

  /**
   * @param names - The first names.
   * @param onUpdate - Called after each change, to write it into the headers.
   */
  constructor(names: Iterable<string> = [], onUpdate?: ((set: HeaderSet) => void) | undefined) {
    this.#names = Array.from(names);
    this.#onUpdate = onUpdate;
  }

  /** How many names there are. */
  get size(): number {
    return this.#names.length;
  }

  /** Whether the name is there, in any case. */
  has(name: string): boolean {
    return this.find(name) !== -1;
  }

  /** The place of a name, -1 if it is not there. */
  find(name: string): number {
    const lower = name.toLowerCase();
    return this.#names.findIndex((present) => present.toLowerCase() === lower);
  }

  /** Adds a name unless it is there. */
  add(name: string): void {
    if (this.has(name)) return;
    this.#names.push(name);
    this.#onUpdate?.(this);
  }

  /** Adds each of the names. */
  update(names: Iterable<string>): void {
    for (const name of names) this.add(name);
  }

  /** Removes a name; true if it was there. */
  delete(name: string): boolean {
    const lower = name.toLowerCase();
    const kept = this.#names.filter((present) => present.toLowerCase() !== lower);
    if (kept.length === this.#names.length) return false;
    this.#names = kept;
    this.#onUpdate?.(this);
    return true;
  }

  /** Removes all names, and so the header. */
  clear(): void {
    this.#names = [];
    this.#onUpdate?.(this);
  }

  /** The names in lower case. */
  asSet(): Set<string> {
    return new Set(this.#names.map((name) => name.toLowerCase()));
  }

  /** The names, in order. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.#names.values();
  }

  /** The names as the header lists them. */
  toHeader(): string {
    return this.#names.map((name) => quoteHeaderValue(name)).join(", ");
  }

  /** The same as {@link HeaderSet.toHeader}. */
  toString(): string {
    return this.toHeader();
  }
}

/**
 * The names that a header lists; none if it is missing. Werkzeug's `parse_set_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 * @param onUpdate - Called after each change of what is returned.
 */
export function parseSetHeader(
  value: string | undefined,
  onUpdate?: ((set: HeaderSet) => void) | undefined,
): HeaderSet {
  return new HeaderSet(parseListHeader(value), onUpdate);
}
