/** `Context`: the names a template sees while it renders. */
import { TemplateRuntimeError } from "../errors.ts";
import type { CallContext } from "../values/environment.ts";
import type { Undefined, UndefinedClass } from "../values/undefined.ts";
import { BlockReference } from "./block-reference.ts";
import type { BlockFunction, RuntimeEnvironment, RuntimeTemplate, VariantName } from "./compiled.ts";
import { checkDepth } from "./depth.ts";

/** What a template renders with: an object or a Map of names. */
export type Variables = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** Whether text is escaped at the moment; `{% autoescape %}` changes it. Jinja's `EvalContext`. */
export class EvalContext {
  readonly environment: RuntimeEnvironment;
  /** Whether text is escaped. */
  autoescape: boolean;

  constructor(environment: RuntimeEnvironment, autoescape: boolean) {
    this.environment = environment;
    this.autoescape = autoescape;
  }
}

/** Names that were there before a template began, the nearest first. */
export type Names = { readonly values: Variables; readonly outer: Names | undefined };

/**
 * The names of one rendering of a template. Functions marked with `passContext` are given it.
 *
 * Jinja's `Context`; `context.vars` holds what the template itself has set on its top level.
 */
export class Context implements CallContext {
  readonly environment: RuntimeEnvironment;
  readonly evalContext: EvalContext;
  /** The template's name. */
  readonly name: string | undefined;
  /** What the template has set on its top level. */
  readonly vars: Map<string, unknown>;
  /** Which of these a module of the template exports. */
  readonly exportedVars: Set<string>;
  /** Each block's functions, the template's own first and those of its parents after it. */
  readonly blocks: Map<string, BlockFunction[]>;
  /** Which kind of functions the templates of this rendering are compiled to. */
  readonly variant: VariantName;
  /** @internal The globals of the template alone. */
  readonly extraGlobals: Variables;
  readonly #names: Names;
  readonly #depth: number;
  #blockDepth = 0;
  #parents = 0;
  /** Names that a loop or block has set, for functions that are passed the context. */
  readonly #shown: ReadonlyMap<string, unknown> | undefined;

  constructor(
    environment: RuntimeEnvironment,
    options: {
      readonly name: string | undefined;
      readonly names: Names;
      readonly evalContext: EvalContext;
      readonly variant: VariantName;
      readonly extraGlobals: Variables;
      /** How many templates have included one another to come here. */
      readonly depth?: number | undefined;
      readonly blocks?: Map<string, BlockFunction[]> | undefined;
      readonly vars?: Map<string, unknown> | undefined;
      readonly exportedVars?: Set<string> | undefined;
      readonly shown?: ReadonlyMap<string, unknown> | undefined;
    },
  ) {
    this.environment = environment;
    this.name = options.name;
    this.#names = options.names;
    this.evalContext = options.evalContext;
    this.variant = options.variant;
    this.extraGlobals = options.extraGlobals;
    this.blocks = options.blocks ?? new Map();
    this.vars = options.vars ?? new Map();
    this.exportedVars = options.exportedVars ?? new Set();
    this.#shown = options.shown;
    this.#depth = options.depth ?? 0;
  }

  /** The value of a name; `undefined` if there is none. */
  get(name: string): unknown {
    const shown = this.#shown?.get(name);
    if (shown !== undefined) return shown;
    if (this.vars.size > 0) {
      const own = this.vars.get(name);
      if (own !== undefined) return own;
    }
    for (let names: Names | undefined = this.#names; names !== undefined; names = names.outer) {
      const { values } = names;
      if (values instanceof Map) {
        const value = values.get(name);
        if (value !== undefined) return value;
      } else if (Object.hasOwn(values, name)) {
        const value = (values as Record<string, unknown>)[name];
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  /** The value of a name, or an object that stands for a missing one. */
  resolve(name: string): unknown {
    const value = this.get(name);
    return value === undefined ? this.undefined(name) : value;
  }

  /** Whether the name has a value. */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** All names with their values. Jinja's `Context.get_all`. */
  getAll(): Map<string, unknown> {
    const layers: Variables[] = [this.vars];
    for (let names: Names | undefined = this.#names; names !== undefined; names = names.outer)
      layers.push(names.values);
    const all = new Map<string, unknown>();
    for (const values of layers.reverse()) {
      const entries: Iterable<[string, unknown]> = values instanceof Map ? values : Object.entries(values);
      for (const [name, value] of entries) all.set(name, value);
    }
    return all;
  }

  /** What a module of the template exports. */
  getExported(): Map<string, unknown> {
    return new Map([...this.exportedVars].map((name) => [name, this.vars.get(name)]));
  }

  /** @internal The template has set a name on its top level. */
  set(name: string, value: unknown, isExported: boolean): void {
    this.vars.set(name, value);
    if (isExported) this.exportedVars.add(name);
    else this.exportedVars.delete(name);
  }

  /** @internal The names as they are now, with more in front. */
  snapshot(locals?: ReadonlyMap<string, unknown> | undefined): Names {
    let names = this.#names;
    if (this.vars.size > 0) names = { values: new Map(this.vars), outer: names };
    return locals === undefined ? names : { values: locals, outer: names };
  }

  /** @internal The context of a scoped block. */
  derived(locals: ReadonlyMap<string, unknown> | undefined): Context {
    const depth = this.#depth + 1;
    checkDepth(depth);
    return new Context(this.environment, {
      name: this.name,
      names: this.snapshot(locals),
      evalContext: this.evalContext,
      variant: this.variant,
      extraGlobals: this.extraGlobals,
      depth,
      blocks: this.blocks,
    });
  }

  /** @internal The context of an included or imported template. */
  within(
    template: RuntimeTemplate,
    locals: ReadonlyMap<string, unknown> | undefined,
    variant: VariantName = this.variant,
  ): Context {
    const depth = this.#depth + 1;
    checkDepth(depth);
    return template.newContext(
      { values: template.extraGlobals, outer: this.snapshot(locals) },
      variant,
      depth,
    );
  }

  /** @internal This context, with names that a loop or block keeps setting. */
  showing(shown: ReadonlyMap<string, unknown>): Context {
    return new Context(this.environment, {
      name: this.name,
      names: this.#names,
      evalContext: this.evalContext,
      variant: this.variant,
      extraGlobals: this.extraGlobals,
      depth: this.#depth,
      blocks: this.blocks,
      vars: this.vars,
      exportedVars: this.exportedVars,
      shown,
    });
  }

  /** @internal Renders a block that another block has called. */
  enter<T>(render: () => T): T {
    this.#blockDepth++;
    try {
      checkDepth(this.#blockDepth);
      return render();
    } finally {
      this.#blockDepth--;
    }
  }

  /** @internal The blocks of a parent come behind those of its child. */
  addBlocks(blocks: ReadonlyMap<string, BlockFunction>): void {
    checkDepth(++this.#parents);
    for (const [name, block] of blocks) {
      const known = this.blocks.get(name);
      if (known === undefined) this.blocks.set(name, [block]);
      else known.push(block);
    }
  }

  /** @internal The function of a block: the one that overrides all others. */
  block(name: string): BlockFunction {
    const block = this.blocks.get(name)?.[0];
    if (block === undefined) throw new TemplateRuntimeError(`there is no block called '${name}'`);
    return block;
  }

  /** @internal A block that has no content of its own must be overridden. */
  checkRequired(name: string): void {
    if ((this.blocks.get(name)?.length ?? 0) <= 1) {
      throw new TemplateRuntimeError(`Required block '${name}' not found`);
    }
  }

  /** @internal `super` in a block. */
  superBlock(name: string, current: BlockFunction): BlockReference | Undefined {
    const blocks = this.blocks.get(name) ?? [];
    const depth = blocks.indexOf(current) + 1;
    return depth > 0 && depth < blocks.length
      ? new BlockReference(name, this, blocks, depth)
      : this.undefined("super", `there is no parent block called '${name}'.`);
  }

  /** The object that stands for a missing value; the hint says more than its name. */
  undefined(name: string, hint: string | null = null): Undefined {
    const Class: UndefinedClass = this.environment.undefined;
    return hint === null ? new Class(null, undefined, name) : new Class(hint, undefined, name);
  }

  /** `context[name]` in a function. */
  __getitem__(name: unknown): unknown {
    return typeof name === "string" ? this.get(name) : undefined;
  }
}
