/** `loop`: what a loop in a template knows about itself. */
import { OperandTypeError } from "../errors.ts";
import type { Callable } from "../values/call.ts";
import { eq } from "../values/compare.ts";
import type { CallContext } from "../values/environment.ts";
import { isAsyncIterable, iterate } from "../values/iterate.ts";
import type { UndefinedClass } from "../values/undefined.ts";
import { checkDepth } from "./depth.ts";

/** Renders the body of a recursive loop for other items, one level deeper. */
export type Recurse = (iterable: unknown, depth0: number) => unknown;

/** What both kinds of loops have in common: the place, not the items. */
abstract class Loop implements Callable {
  /** The item of this round. */
  current: unknown;
  /** The number of this round, from 0. */
  index0: number = -1;
  /** How deep a recursive loop is, from 0. */
  readonly depth0: number;
  readonly #undefined: UndefinedClass;
  readonly #recurse: Recurse | null;
  #lastChange: readonly unknown[] | undefined;

  constructor(undefinedClass: UndefinedClass, recurse: Recurse | null, depth0: number) {
    this.#undefined = undefinedClass;
    this.#recurse = recurse;
    this.depth0 = depth0;
  }

  /** The item of an earlier or later round, if it was read already. */
  protected abstract itemAt(index: number): unknown;

  /** The number of this round, from 1. */
  get index(): number {
    return this.index0 + 1;
  }

  /** Whether this is the first round. */
  get first(): boolean {
    return this.index0 === 0;
  }

  /** How deep a recursive loop is, from 1. */
  get depth(): number {
    return this.depth0 + 1;
  }

  /** The item of the round before. */
  get previtem(): unknown {
    return this.first ? this.missing("there is no previous item") : this.itemAt(this.index0 - 1);
  }

  /** One of the values after the other, round by round. */
  cycle(...values: readonly unknown[]): unknown {
    if (values.length === 0) throw new OperandTypeError("no items for cycling given");
    return values[this.index0 % values.length];
  }

  /** Whether the values are others than they were in the last call. */
  changed(...values: readonly unknown[]): boolean {
    if (this.#lastChange !== undefined && eq(this.#lastChange, values)) return false;
    this.#lastChange = values;
    return true;
  }

  /** `loop(items)` in a recursive loop. */
  __call__(_context: CallContext, args: readonly unknown[]): unknown {
    if (this.#recurse === null) {
      throw new OperandTypeError("The loop must have the 'recursive' marker to be enabled.");
    }
    if (args.length !== 1) throw new OperandTypeError(`loop() takes one argument (${args.length} given)`);
    checkDepth(this.depth);
    return this.#recurse(args[0], this.depth0 + 1);
  }

  protected missing(hint: string): unknown {
    return new this.#undefined(hint);
  }
}

/** The `loop` of a template that renders at once. */
export class LoopContext extends Loop {
  readonly #items: unknown[];
  /** What has more items than were read; `undefined` when all were. */
  #rest: Iterator<unknown> | undefined;

  /**
   * @param iterable - What is looped over.
   * @param recurse - Renders the body again, in a recursive loop.
   */
  constructor(iterable: unknown, undefinedClass: UndefinedClass, recurse: Recurse | null = null, depth0 = 0) {
    super(undefinedClass, recurse, depth0);
    const isArray = Array.isArray(iterable);
    // An array is read where it lies, so that what the loop appends to it is seen, as Python does.
    this.#items = isArray ? iterable : [];
    this.#rest = isArray ? undefined : iterate(iterable)[Symbol.iterator]();
  }

  /** Goes to the next round; whether there is one. */
  step(): boolean {
    const index = this.index0 + 1;
    if (!this.#has(index)) return false;
    this.index0 = index;
    this.current = this.#items[index];
    return true;
  }

  /** Whether there was no round at all. */
  get isEmpty(): boolean {
    return this.index0 === -1;
  }

  /** Reads items up to an index, which is never further than one ahead; whether there is one at it. */
  #has(index: number): boolean {
    while (this.#rest !== undefined && this.#items.length <= index) this.#readOne(this.#rest);
    return index < this.#items.length;
  }

  #readOne(rest: Iterator<unknown>): void {
    const { done, value } = rest.next();
    if (done) this.#rest = undefined;
    else this.#items.push(value);
  }

  protected override itemAt(index: number): unknown {
    return this.#items[index];
  }

  /** How many rounds there are; an iterator is read to its end for it. */
  get length(): number {
    while (this.#rest !== undefined) this.#readOne(this.#rest);
    return this.#items.length;
  }

  /** Whether this is the last round. */
  get last(): boolean {
    return !this.#has(this.index0 + 1);
  }

  /** How many rounds are left, this one with them. */
  get revindex(): number {
    return this.length - this.index0;
  }

  /** How many rounds are left behind this one. */
  get revindex0(): number {
    return this.length - this.index;
  }

  /** The item of the next round. */
  get nextitem(): unknown {
    return this.last ? this.missing("there is no next item") : this.#items[this.index0 + 1];
  }

  __repr__(): string {
    return `<LoopContext ${this.index}/${this.length}>`;
  }
}

/** The `loop` of a template that may wait for its items: what needs a look ahead is a promise. */
export class AsyncLoopContext extends Loop {
  readonly #items: unknown[] = [];
  #rest: AsyncIterator<unknown> | Iterator<unknown> | undefined;

  /** @see LoopContext */
  constructor(iterable: unknown, undefinedClass: UndefinedClass, recurse: Recurse | null = null, depth0 = 0) {
    super(undefinedClass, recurse, depth0);
    this.#rest = isAsyncIterable(iterable)
      ? iterable[Symbol.asyncIterator]()
      : iterate(iterable)[Symbol.iterator]();
  }

  /** Goes to the next round; whether there is one. */
  async step(): Promise<boolean> {
    const index = this.index0 + 1;
    if (!(await this.#has(index))) return false;
    this.index0 = index;
    this.current = this.#items[index];
    return true;
  }

  /** Whether there was no round at all. */
  get isEmpty(): boolean {
    return this.index0 === -1;
  }

  async #has(index: number): Promise<boolean> {
    while (this.#rest !== undefined && this.#items.length <= index) await this.#readOne(this.#rest);
    return index < this.#items.length;
  }

  async #readOne(rest: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
    const { done, value } = await rest.next();
    if (done) this.#rest = undefined;
    else this.#items.push(value);
  }

  protected override itemAt(index: number): unknown {
    return this.#items[index];
  }

  async #length(): Promise<number> {
    while (this.#rest !== undefined) await this.#readOne(this.#rest);
    return this.#items.length;
  }

  /** How many rounds there are. */
  get length(): Promise<number> {
    return this.#length();
  }

  /** Whether this is the last round. */
  get last(): Promise<boolean> {
    return this.#has(this.index0 + 1).then((hasNext) => !hasNext);
  }

  /** How many rounds are left, this one with them. */
  get revindex(): Promise<number> {
    const { index0 } = this;
    return this.#length().then((length) => length - index0);
  }

  /** How many rounds are left behind this one. */
  get revindex0(): Promise<number> {
    const { index } = this;
    return this.#length().then((length) => length - index);
  }

  /** The item of the next round. */
  get nextitem(): Promise<unknown> {
    const next = this.index0 + 1;
    return this.#has(next).then((hasNext) =>
      hasNext ? this.#items[next] : this.missing("there is no next item"),
    );
  }

  __repr__(): string {
    return `<AsyncLoopContext ${this.index}>`;
  }
}
