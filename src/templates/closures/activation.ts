/** What closures work on while a template renders: variables, the place they have come to, and the text so far. */

import type { Context } from "../runtime/context.ts";
import type { Span } from "../syntax/token.ts";
import type { CallContext } from "../values/environment.ts";
import { str } from "../values/text.ts";

/** A function of a template that is running: its text, a block, a macro. */
export class Activation {
  /** The place it has come to. */
  position: Span = { lineno: 0, column: 0, end: 0 };
  /** The parent template, once an `extends` has set one. */
  parent: unknown = null;
}

/** The variables of a scope while it runs. */
export class State {
  /** The variables by the names that the analysis of scopes has given them; outer ones are inherited. */
  readonly variables: Record<string, unknown>;
  readonly context: Context;
  readonly activation: Activation;
  /** What calls are given: the context, with what loops and blocks have set. */
  callContext: CallContext;
  /** What is set in this loop or block, for functions that are passed the context. */
  names: Map<string, unknown> | undefined;
  /** The text that the filter of a block is applied to. */
  text: unknown;

  constructor(
    context: Context,
    activation: Activation,
    variables: Record<string, unknown> = Object.create(null) as Record<string, unknown>,
    callContext: CallContext = context,
  ) {
    this.context = context;
    this.activation = activation;
    this.variables = variables;
    this.callContext = callContext;
  }

  /** The state of a scope inside this one, in the same function or in one of its own. */
  inner(activation: Activation = this.activation): State {
    const variables = Object.create(this.variables) as Record<string, unknown>;
    const inner = new State(this.context, activation, variables, this.callContext);
    inner.names = this.names;
    return inner;
  }
}

/** The text that has been put out, or the values of a native template. */
export class Output {
  text: string = "";
  readonly values: unknown[] = [];
  readonly #isNative: boolean;

  constructor(isNative: boolean) {
    this.#isNative = isNative;
  }

  /** Adds a piece of text, or a value of a native template. */
  add(piece: unknown): void {
    if (this.#isNative) this.values.push(piece);
    else this.text += piece;
  }

  /** Adds what the function of a template or block gave. */
  addRendered(rendered: unknown): void {
    if (!this.#isNative) this.text += rendered;
    else if (Array.isArray(rendered)) for (const value of rendered) this.values.push(value);
    else this.values.push(rendered);
  }

  /** What has been put out: text, or a list of values. */
  get result(): unknown {
    return this.#isNative ? this.values : this.text;
  }

  /** Takes what has been put out since the last time, as text. */
  take(): string {
    const text = this.#isNative ? this.values.map(str).join("") : this.text;
    this.text = "";
    this.values.length = 0;
    return text;
  }
}
