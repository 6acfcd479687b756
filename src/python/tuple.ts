/** An immutable-by-convention list that stays a tuple on its way through Python: `Tuple`. */

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
    super();
    for (const item of items) this.push(item);
  }

  /** Methods such as `map` and `slice` give plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** The same as `new Tuple(...items)`. */
  static override of<U extends readonly unknown[]>(...items: U): Tuple<U> & U[number][] {
    return new Tuple<U>(...items);
  }

  /** A tuple of the items of any iterable; Python's `tuple(iterable)`. */
  static override from<U>(items: Iterable<U> | ArrayLike<U>): Tuple<U[]> & U[] {
    return new Tuple<U[]>(...Array.from(items));
  }
}
