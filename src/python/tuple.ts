/** An immutable-by-convention list that stays a tuple on its way through Python: `Tuple`. */

/** More arguments than this might not fit the stack. */
const MOST_ARGUMENTS = 10_000;

/**
 * Python's `tuple`: an array that a session stores as a tuple, so that Flask reads back a tuple and not a
 * list. It is an `Array` in every other respect: it has indices, iterates, destructures and prints as one.
 *
 * @example
 * ```ts
 * session.set("size", new Tuple(640, 480));
 * const [width, height] = session.get("size") as Tuple<[number, number]>;
 * ```
 */
export class Tuple<T extends readonly unknown[] = readonly unknown[]> extends Array<T[number]> {
  declare readonly "0": T extends readonly [infer First, ...unknown[]] ? First : T[0];
  declare readonly "1": T extends readonly [unknown, infer Second, ...unknown[]] ? Second : T[1];

  /** @param items The items, in order; unlike `new Array(3)`, `new Tuple(3)` holds the number 3. */
  constructor(...items: T) {
    if (items.length === 1) {
      super();
      this.push(items[0] as T[number]);
    } else {
      // `new Array` takes anything but one number for its items.
      super(...items);
    }
  }

  /** The same as `new Tuple(...items)`. */
  static override of<U extends readonly unknown[]>(...items: U): Tuple<U> & U[number][] {
    return new Tuple<U>(...items);
  }

  /** A tuple of the items of any iterable; Python's `tuple(iterable)`. */
  static override from<U>(items: Iterable<U> | ArrayLike<U>): Tuple<U[]> & U[] {
    const all = Array.from(items);
    if (all.length <= MOST_ARGUMENTS) return new Tuple<U[]>(...all);
    const tuple = new Tuple<U[]>();
    for (const item of all) tuple.push(item);
    return tuple;
  }
}

// Methods such as `map` and `slice` give plain arrays. As an accessor in the class this made each `new Tuple`
// take a microsecond instead of a few nanoseconds (V8 13).
Object.defineProperty(Tuple, Symbol.species, { value: Array, configurable: true });
