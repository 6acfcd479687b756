/** Python's `range`: numbers that are counted, not kept. */
import { ValueError } from "../errors.ts";

/** The integers from `start` up to (or down to), but not including `stop`. */
export class Range implements Iterable<number> {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  /** How many numbers there are. */
  readonly length: number;

  /** @param step - May be negative; zero throws a ValueError. */
  constructor(start: number, stop: number, step: number = 1) {
    if (step === 0) throw new ValueError("range() arg 3 must not be zero");
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  /** The numbers, in order. */
  *[Symbol.iterator](): IterableIterator<number> {
    for (let index = 0; index < this.length; index++) yield this.start + index * this.step;
  }

  /** The number at an index from 0 to `length - 1`. */
  at(index: number): number {
    return this.start + index * this.step;
  }

  /** Where the number stands; -1 if it is not in the range. */
  indexOf(value: number): number {
    const index = (value - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.length ? index + 0 : -1;
  }

  /** As Python prints it: `range(0, 3)`. */
  toString(): string {
    const step = this.step === 1 ? "" : `, ${this.step}`;
    return `range(${this.start}, ${this.stop}${step})`;
  }
}
