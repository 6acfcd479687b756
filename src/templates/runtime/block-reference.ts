/** `super` and `self`: the blocks of a template as things that can be called. */
import { Markup } from "../../markup/index.ts";
import type { Callable } from "../values/call.ts";
import { nativeConcat } from "../values/native-concat.ts";
import type { BlockFunction } from "./compiled.ts";
import type { Context } from "./context.ts";

/** A block at one place of the chain of templates; printing or calling it renders it. */
export class BlockReference implements Callable {
  readonly name: string;
  readonly #context: Context;
  readonly #stack: readonly BlockFunction[];
  readonly #depth: number;

  constructor(name: string, context: Context, stack: readonly BlockFunction[], depth: number) {
    this.name = name;
    this.#context = context;
    this.#stack = stack;
    this.#depth = depth;
  }

  /** `super.super`: the same block, one template further up. */
  get super(): unknown {
    const next = this.#depth + 1;
    return next < this.#stack.length
      ? new BlockReference(this.name, this.#context, this.#stack, next)
      : this.#context.undefined("super", `there is no parent block called '${this.name}'.`);
  }

  __call__(): unknown {
    const context = this.#context;
    const block = (): unknown => this.#stack[this.#depth]?.(context);
    switch (context.variant) {
      case "string":
        return this.#value(context.enter(block));
      case "stream":
        return this.#value(context.enter(() => joinPieces(block() as Iterable<string>)));
      case "async":
        return (context.enter(block) as Promise<unknown>).then((text) => this.#value(text));
      case "asyncStream":
        return context
          .enter(() => joinAsyncPieces(block() as AsyncIterable<string>))
          .then((text) => this.#value(text));
    }
  }

  #value(rendered: unknown): unknown {
    const text = Array.isArray(rendered) ? nativeConcat(rendered) : rendered;
    return typeof text === "string" && this.#context.evalContext.autoescape ? new Markup(text) : text;
  }
}

/** `self`: the blocks of a template by their names. */
export class TemplateReference {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  __getitem__(name: unknown): unknown {
    const blocks = typeof name === "string" ? this.#context.blocks.get(name) : undefined;
    return blocks === undefined ? undefined : new BlockReference(String(name), this.#context, blocks, 0);
  }

  __repr__(): string {
    const { name } = this.#context;
    return `<TemplateReference ${name === undefined ? "None" : `'${name}'`}>`;
  }
}

/** The text of a stream's pieces. */
export function joinPieces(pieces: Iterable<string>): string {
  let text = "";
  for (const piece of pieces) text += piece;
  return text;
}

/** The text of a stream's pieces, which have to be awaited. */
export async function joinAsyncPieces(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
