/** A bounded cache: what was not asked for longest goes first. */

/** The last few things that were asked for, by their keys. */
export class LRUCache<T> {
  readonly #capacity: number;
  readonly #items = new Map<string, T>();

  /** @param capacity - How many are kept; a negative number keeps all, 0 none. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): T | undefined {
    const item = this.#items.get(key);
    if (item === undefined || this.#capacity < 0) return item;
    this.#items.delete(key);
    this.#items.set(key, item);
    return item;
  }

  set(key: string, item: T): void {
    if (this.#capacity === 0) return;
    this.#items.delete(key);
    this.#items.set(key, item);
    if (this.#capacity < 0 || this.#items.size <= this.#capacity) return;
    for (const oldest of this.#items.keys()) {
      this.#items.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#items.clear();
  }

  get size(): number {
    return this.#items.size;
  }
}
