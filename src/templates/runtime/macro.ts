/** `Macro`: what `{% macro %}` and `{% call %}` make. */
import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { OperandTypeError } from "../errors.ts";
import { asFunction, type Callable, type Keywords } from "../values/call.ts";
import { Dict } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { str } from "../values/text.ts";
import { checkDepth } from "./depth.ts";

/** What a macro's body makes of its arguments, in the order of its parameters. */
export type MacroFunction = (...args: unknown[]) => unknown;

/** Which special names a macro's body uses. */
export type MacroFlags = {
  readonly catchKwargs: boolean;
  readonly catchVarargs: boolean;
  readonly caller: boolean;
  readonly explicitCaller: boolean;
};

/** A macro of a template. It can be called from other templates, and from TypeScript through a module. */
export class Macro implements Callable {
  /** The macro's name; `null` for that of a call block. */
  readonly name: string | null;
  /** The names of its parameters. */
  readonly arguments: Tuple<readonly string[]> & readonly string[];
  /** Functions written in TypeScript are given a function. */
  readonly __function__: boolean = true;
  readonly #run: MacroFunction;
  readonly #flags: MacroFlags;
  /** How many of its calls are running. */
  #depth = 0;
  readonly #context: CallContext;

  constructor(
    context: CallContext,
    run: MacroFunction,
    name: string | null,
    parameters: readonly string[],
    flags: MacroFlags,
  ) {
    this.#context = context;
    this.#run = run;
    this.name = name;
    this.arguments = Tuple.from(parameters);
    this.#flags = flags;
  }

  /** Whether it takes keyword arguments that it has no parameter for. */
  get catch_kwargs(): boolean {
    return this.#flags.catchKwargs;
  }

  /** Whether it takes more positional arguments than it has parameters. */
  get catch_varargs(): boolean {
    return this.#flags.catchVarargs;
  }

  /** Whether it may be called by a call block. */
  get caller(): boolean {
    return this.#flags.caller;
  }

  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown {
    const { autoescape } = context.evalContext;
    const bound = this.#bindPlain(args, keywords) ?? this.#bind(context, args, keywords);
    let result: unknown;
    this.#depth++;
    try {
      checkDepth(this.#depth);
      result = this.#run(...bound);
    } finally {
      this.#depth--;
    }
    if (typeof result === "string") return autoescape ? new Markup(result) : result;
    if (autoescape && !(result instanceof Promise)) return new Markup(str(result));
    if (result instanceof Promise) {
      return result.then((text: unknown) => (autoescape ? new Markup(str(text)) : text));
    }
    return result;
  }

  /**
   * Calls the macro from TypeScript.
   *
   * @param args - Its arguments by position.
   * @param keywords - Its arguments by name.
   * @returns `Markup` if the template escapes.
   */
  call(args: readonly unknown[] = [], keywords: Readonly<Record<string, unknown>> = {}): unknown {
    return this.__call__(this.#context, args, new Map(Object.entries(keywords)));
  }

  /** The macro as a function of its arguments by position, as functions written in TypeScript are given it. */
  toFunction(): (...args: unknown[]) => unknown {
    return asFunction(this.#context, this);
  }

  /** The arguments in order; `undefined` if there is more to be done than to find each parameter's. */
  #bindPlain(args: readonly unknown[], keywords: Keywords | undefined): readonly unknown[] | undefined {
    const { caller, explicitCaller, catchKwargs, catchVarargs } = this.#flags;
    const { length } = this.arguments;
    if (caller || explicitCaller || catchKwargs || catchVarargs || args.length > length) return undefined;
    if (keywords === undefined) return args;
    const bound = [...args];
    let used = 0;
    for (let index = args.length; index < length; index++) {
      const value = keywords.get(this.arguments[index] ?? "");
      if (value !== undefined) used++;
      bound.push(value);
    }
    return used === keywords.size ? bound : undefined;
  }

  #bind(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown[] {
    const { name, arguments: parameters } = this;
    const flags = this.#flags;
    const left = new Map(keywords);
    const bound = args.slice(0, parameters.length);
    let hasCaller = bound.length === parameters.length && flags.explicitCaller;
    for (const parameter of parameters.slice(bound.length)) {
      if (parameter === "caller") hasCaller = true;
      bound.push(left.get(parameter));
      left.delete(parameter);
    }
    if (flags.caller && !hasCaller) {
      const caller = left.get("caller");
      left.delete("caller");
      bound.push(caller ?? new context.environment.undefined("No caller defined", undefined, "caller"));
    }
    if (flags.catchKwargs) bound.push(new Dict(left));
    else if (left.size > 0) {
      if (left.has("caller")) {
        throw new OperandTypeError(
          `macro '${name}' was invoked with two values for the special caller argument. This is most likely a bug.`,
        );
      }
      throw new OperandTypeError(`macro '${name}' takes no keyword argument '${left.keys().next().value}'`);
    }
    if (flags.catchVarargs) bound.push(Tuple.from(args.slice(parameters.length)));
    else if (args.length > parameters.length) {
      throw new OperandTypeError(`macro '${name}' takes not more than ${parameters.length} argument(s)`);
    }
    return bound;
  }

  /** How a template shows it: Python's `repr`. */
  __repr__(): string {
    return `<Macro ${this.name === null ? "anonymous" : `'${this.name}'`}>`;
  }
}
