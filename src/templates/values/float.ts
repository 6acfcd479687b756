/** `Float`: a whole number that a template made as a float, so that it prints as one. */

/**
 * A float whose value is a whole number up to 2^53: `{{ 4 / 2 }}` prints `2.0`. All other floats are plain
 * numbers, for a number that is not whole (or beyond 2^53) can be nothing else.
 *
 * Functions written in TypeScript never see one: they are given the plain number.
 */
export class Float {
  readonly #value: number;

  /** @param value - A whole number; `float()` takes one that may not be whole. */
  constructor(value: number) {
    this.#value = value;
  }

  /** The plain number, so that arithmetic in JavaScript works. */
  valueOf(): number {
    return this.#value;
  }

  /** As Python prints it: `2.0`. */
  toString(): string {
    return Object.is(this.#value, -0) ? "-0.0" : `${this.#value}.0`;
  }

  /** As Python writes it in JSON is `2.0`; JavaScript knows the number alone. */
  toJSON(): number {
    return this.#value;
  }
}

/** A number as Python's `float`: a {@link Float} if it is whole. */
export function float(value: number): number | Float {
  return Number.isSafeInteger(value) ? new Float(value) : value;
}
