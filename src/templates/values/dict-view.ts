/** What `dict.keys()`, `dict.values()` and `dict.items()` give: the dictionary seen from one side. */
import { Tuple } from "../../python/index.ts";
import { eq } from "./compare.ts";
import { type Dictionary, dictEntries, dictHas, dictKeys, dictSize } from "./dict.ts";
import { iterate } from "./iterate.ts";
import { repr } from "./text.ts";

/** The side of a dictionary that a view shows, under its name in Python. */
export type DictSide = "dict_keys" | "dict_values" | "dict_items";

/** A view of a dictionary; it follows the dictionary's changes. */
export class DictView implements Iterable<unknown> {
  readonly #side: DictSide;
  readonly #dictionary: Dictionary;

  constructor(side: DictSide, dictionary: Dictionary) {
    this.#side = side;
    this.#dictionary = dictionary;
  }

  /** How many items the dictionary has. */
  get length(): number {
    return dictSize(this.#dictionary);
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.toArray().values();
  }

  /** The items at this moment: keys, values, or tuples of both. */
  toArray(): unknown[] {
    switch (this.#side) {
      case "dict_keys":
        return dictKeys(this.#dictionary);
      case "dict_values":
        return dictEntries(this.#dictionary).map(([, value]) => value);
      default:
        return pairs(this.#dictionary);
    }
  }

  /** The same as {@link toArray}, with arrays for tuples. */
  unpacked(): readonly unknown[] {
    return this.#side === "dict_items" ? dictEntries(this.#dictionary) : this.toArray();
  }

  /** `item in view`. */
  has(item: unknown): boolean {
    if (this.#side === "dict_keys") return dictHas(this.#dictionary, item);
    return this.toArray().some((other) => eq(other, item));
  }

  /** As Python prints it: `dict_keys(['a'])`. */
  toString(): string {
    return `${this.#side}(${repr(this.toArray())})`;
  }
}

/** Written out, for a loop over the items of a dictionary is what pages are made of. */
function pairs(dictionary: Dictionary): unknown[] {
  const tuples: unknown[] = [];
  if (dictionary instanceof Map) {
    for (const [key, value] of dictionary) tuples.push(new Tuple(key, value));
  } else {
    for (const key of Object.keys(dictionary)) tuples.push(new Tuple(key, dictionary[key]));
  }
  return tuples;
}

/**
 * The items of a value for a loop that takes each apart, `for key, value in dict.items()`: such a loop sees no
 * tuple, and plain arrays are made in a fraction of the time.
 */
export function iterateUnpacked(value: unknown): Iterable<unknown> {
  return value instanceof DictView ? value.unpacked() : iterate(value);
}
