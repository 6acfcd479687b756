/** `cycler` and `joiner`: small objects that count how often they were asked. */
import { RuntimeError } from "../errors.ts";
import type { Callable } from "../values/call.ts";

/** Gives its items one after the other, and begins again after the last. */
export class Cycler {
  /** The items. */
  readonly items: readonly unknown[];
  /** Which of them is the current one. */
  pos: number = 0;

  constructor(items: readonly unknown[]) {
    if (items.length === 0) throw new RuntimeError("at least one item has to be provided");
    this.items = [...items];
  }

  /** The item that `next` gives. */
  get current(): unknown {
    return this.items[this.pos];
  }

  /** The current item; the one behind it becomes the current one. */
  next(): unknown {
    const { current } = this;
    this.pos = (this.pos + 1) % this.items.length;
    return current;
  }

  /** Begins again with the first item. */
  reset(): void {
    this.pos = 0;
  }
}

/** Gives nothing the first time it is called, and its separator from then on. */
export class Joiner implements Callable {
  /** What goes between two things. */
  readonly sep: unknown;
  /** Whether it was called before. */
  used: boolean = false;

  constructor(sep: unknown) {
    this.sep = sep;
  }

  __call__(): unknown {
    if (this.used) return this.sep;
    this.used = true;
    return "";
  }
}
