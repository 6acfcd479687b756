/** `Directives`: named values that one header holds together, such as those of Cache-Control. */

/** What names the values of a header, in order; `undefined` is a name that stands alone. */
export type DirectiveValues = Iterable<readonly [name: string, value: string | undefined]>;

/**
 * The directives of a header by name, as `get`, `set` and `delete` see them. Those of a response are live: a
 * change of them changes the header at once.
 */
export abstract class Directives implements Iterable<[string, string | undefined]> {
  readonly #values: Map<string, string | undefined>;
  readonly #onUpdate: ((text: string) => void) | undefined;

  /**
   * @param values - The first directives.
   * @param onUpdate - Called after each change with the value of the header, to write it.
   */
  constructor(values: DirectiveValues = [], onUpdate?: ((text: string) => void) | undefined) {
    this.#values = new Map(values);
    this.#onUpdate = onUpdate;
  }

  /** The directives as the header has them. */
  abstract toHeader(): string;

  /** How many directives there are. */
  get size(): number {
    return this.#values.size;
  }

  /** The value of a directive; `undefined` if it is not there, or stands alone. */
  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Whether the directive is there. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Gives a directive this value; with `undefined` it stands alone. */
  set(name: string, value?: string | undefined): void {
    this.#values.set(name, value);
    this.#onUpdate?.(this.toHeader());
  }

  /** Removes a directive; true if it was there. */
  delete(name: string): boolean {
    const wasThere = this.#values.delete(name);
    if (wasThere) this.#onUpdate?.(this.toHeader());
    return wasThere;
  }

  /** The directives with their values, in order. */
  [Symbol.iterator](): IterableIterator<[string, string | undefined]> {
    return this.#values.entries();
  }

  /** The same as {@link Directives.toHeader}. */
  toString(): string {
    return this.toHeader();
  }
}
