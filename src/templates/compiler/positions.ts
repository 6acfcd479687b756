/** Where in the source code was made from: the tag that is being compiled, line by line. */
import type { Span } from "../syntax/token.ts";

const NO_SPANS: ReadonlyMap<object, Span> = new Map();

/** Finds the places of a template's code in its source. */
export class Positions {
  readonly #spans: ReadonlyMap<object, Span>;
  #tag: Span | undefined;

  /** @param spans - The tags, by what was read from them. */
  constructor(spans: ReadonlyMap<object, Span> = NO_SPANS) {
    this.#spans = spans;
  }

  /** Compiles what was read from a tag, if the node is known to come from one. */
  within<T>(node: object, compile: () => T): T {
    const outer = this.#tag;
    this.#tag = this.#spans.get(node) ?? outer;
    const result = compile();
    this.#tag = outer;
    return result;
  }

  /** What the tag takes up of the line; for any other line, the line as a whole. */
  at(lineno: number): Span {
    return this.#tag?.lineno === lineno ? this.#tag : { lineno, column: 0, end: 0 };
  }
}
