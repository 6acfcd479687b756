/** `HeaderSet`: a header that lists names, such as Vary or Allow, as a set. */
import type { Headers } from "./headers.ts";

/**
 * A set of names that stands in a header, live: what is added or removed changes the header at once. Names
 * are compared without regard to case and keep the spelling that they came with. After Werkzeug's class.
 *
 * @example
 * ```ts
 * response.vary.add("Cookie");
 * ```
 */
export class HeaderSet implements Iterable<string> {
  readonly #headers: Headers;
  readonly #header: string;

  /**
   * @param headers - The headers that the set stands in.
   * @param header - The name of its header.
   */
  constructor(headers: Headers, header: string) {
    this.#headers = headers;
    this.#header = header;
  }

  /** How many names there are. */
  get size(): number {
    return this.#items().length;
  }

  /** Whether the name is there, in any case. */
  has(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#items().some((item) => item.toLowerCase() === lower);
  }

  /** Adds a name unless it is there. */
  add(name: string): void {
    if (!this.#headers.has(this.#header)) {
      this.#headers.add(this.#header, name);
      return;
    }
    const items = this.#items();
    if (items.some((item) => item.toLowerCase() === name.toLowerCase())) return;
    this.#write([...items, name]);
  }

  /** Adds each of the names. */
  update(names: Iterable<string>): void {
    for (const name of names) this.add(name);
  }

  /** Removes a name; true if it was there. */
  delete(name: string): boolean {
    const lower = name.toLowerCase();
    const items = this.#items();
    const kept = items.filter((item) => item.toLowerCase() !== lower);
    if (kept.length === items.length) return false;
    this.#write(kept);
    return true;
  }

  /** Removes the header. */
  clear(): void {
    this.#headers.delete(this.#header);
  }

  /** The names, in order. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.#items().values();
  }

  /** The names as the header lists them. */
  toString(): string {
    return this.#items().join(", ");
  }

  #items(): string[] {
    const items: string[] = [];
    for (const value of this.#headers.getList(this.#header)) {
      for (const item of value.split(",")) {
        const name = item.trim();
        if (name !== "") items.push(name);
      }
    }
    return items;
  }

  #write(items: readonly string[]): void {
    if (items.length === 0) this.#headers.delete(this.#header);
    else this.#headers.set(this.#header, items.join(", "));
  }
}
