/** `Builtin`: a filter, test or method of Jinja's or Python's own, called with its parameters by name. */
import { OperandTypeError } from "../errors.ts";
import { type Callable, duplicateArgument, type Keywords, unexpectedKeyword } from "./call.ts";
import type { CallContext } from "./environment.ts";

/** What a {@link Builtin} does: the context, the value, then the other arguments in the order of its parameters. */
export type Run = (context: CallContext, ...args: never[]) => unknown;

/**
 * A function with declared parameters. `undefined` stands for an argument that was not given.
 *
 * Compiled code that knows the number of arguments may skip the binding: if `required <= n` and
 * `n <= parameters.length` and there are no keywords, `builtin.run(context, ...args)` is the same call.
 */
export class Builtin implements Callable {
  /** What Python calls it in errors. */
  readonly name: string;
  /** The names of the parameters, the value (or the object of a method) first. */
  readonly parameters: readonly string[];
  /** How many of them must be given. */
  readonly required: number;
  /** The function itself. */
  readonly run: (context: CallContext, ...args: unknown[]) => unknown;

  readonly #text: string;

  /**
   * @param parameters - Names separated by spaces; those from the first with a `?` on need not be given.
   * @param text - What it prints as.
   */
  constructor(name: string, parameters: string, run: Run, text: string = functionText(name)) {
    this.#text = text;
    const words = parameters === "" ? [] : parameters.split(" ");
    const optional = words.findIndex((word) => word.endsWith("?"));
    this.name = name;
    this.parameters = words.map((word) => (word.endsWith("?") ? word.slice(0, -1) : word));
    this.required = optional === -1 ? words.length : optional;
    this.run = run as Builtin["run"];
  }

  /** Whether so many arguments without keywords may go straight to {@link run}. */
  accepts(count: number): boolean {
    return count >= this.required && count <= this.parameters.length;
  }

  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown {
    if (keywords === undefined || keywords.size === 0) {
      if (!this.accepts(args.length)) throw this.#wrongCount(args.length);
      return this.run(context, ...args);
    }
    return this.run(context, ...this.#bind(args, keywords));
  }

  toString(): string {
    return this.#text;
  }

  #bind(args: readonly unknown[], keywords: Keywords): unknown[] {
    if (args.length > this.parameters.length) throw this.#wrongCount(args.length);
    const bound = [...args];
    for (const [name, value] of keywords) {
      const index = this.parameters.indexOf(name);
      if (index === -1) throw unexpectedKeyword(this.name, name);
      if (index < args.length) throw duplicateArgument(this.name, name);
      bound[index] = value;
    }
    for (let i = args.length; i < this.required; i++) {
      if (!keywords.has(this.parameters[i] ?? "")) throw this.#missing(this.parameters[i] ?? "");
    }
    return bound;
  }

  #wrongCount(given: number): OperandTypeError {
    if (given < this.required) return this.#missing(this.parameters[given] ?? "");
    return new OperandTypeError(
      `${this.name}() takes at most ${this.parameters.length} arguments (${given} given)`,
    );
  }

  #missing(parameter: string): OperandTypeError {
    return new OperandTypeError(`${this.name}() missing required argument: '${parameter}'`);
  }
}

/** What a {@link VariadicBuiltin} does. */
export type RunVariadic = (
  context: CallContext,
  args: readonly unknown[],
  keywords: Keywords | undefined,
) => unknown;

/** A function that takes any arguments, such as `map` or `dict`. */
export class VariadicBuiltin implements Callable {
  /** What Python calls it in errors. */
  readonly name: string;
  readonly #run: RunVariadic;
  readonly #text: string;

  /** @param text - What it prints as. */
  constructor(name: string, run: RunVariadic, text: string = functionText(name)) {
    this.name = name;
    this.#text = text;
    this.#run = run;
  }

  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown {
    return this.#run(context, args, keywords);
  }

  toString(): string {
    return this.#text;
  }
}

function functionText(name: string): string {
  return `<built-in function ${name}>`;
}

/** A method or function of Jinja's or Python's own. */
export type Method = Builtin | VariadicBuiltin;
