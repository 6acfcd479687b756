/** What all closures of a template share: its runtime, and how they wait for one another. */
import type { CompileOptions } from "../compiler/code-writer.ts";
import type { Escaping, Variant } from "../compiler/frame.ts";
import { Positions } from "../compiler/positions.ts";
import type { Scope } from "../compiler/scope.ts";
import { TemplateAssertionError } from "../errors.ts";
import type { Extension } from "../extensions/extension.ts";
import type { Keywords } from "../values/call.ts";
import type { CallContext } from "../values/environment.ts";
import type { State } from "./activation.ts";

/** An expression; in an asynchronous template it may give a promise of its value. */
export type Evaluate = (state: State) => unknown;

/** What the closures take of the runtime, under the names it has there. */
export interface ClosureRuntime {
  $filter(name: string): unknown;
  $test(name: string): unknown;
  $getattr(value: unknown, name: string): unknown;
  $getitem(value: unknown, key: unknown): unknown;
  $undefined(name: string): unknown;
  $notProvided(name: string): unknown;
  $noElse(): unknown;
  $call(context: CallContext, callee: unknown, args: readonly unknown[], keywords?: Keywords): unknown;
  $finalize(context: CallContext, value: unknown): unknown;
  $keywords(pairs: readonly (readonly [string, unknown])[], spread?: unknown): Keywords;
  $mark(value: unknown): unknown;
  $fail(error: unknown, template: unknown, places: readonly number[], index: number, place: string): unknown;
}

/** What an environment gives to closures besides its runtime. */
export interface ClosureEnvironment {
  readonly undefined: new (hint?: string | null, object?: unknown, name?: unknown) => never;
  readonly extensions: ReadonlyMap<string, Extension>;
  callBinop?(context: CallContext, operator: string, left: unknown, right: unknown): unknown;
  callUnop?(context: CallContext, operator: string, value: unknown): unknown;
}

/** What is known of the place that closures are made for. */
export type Place = {
  readonly scope: Scope;
  readonly kind: "toplevel" | "block" | "loop" | "inner";
  readonly escaping: Escaping;
  readonly outerEscaping: boolean;
  readonly isSoft: boolean;
  readonly needsOutputCheck: boolean;
  /** Whether what is set here is shown to functions that are passed the context. */
  readonly showsNames: boolean;
  /** Parameters that have no value yet. */
  readonly unset: Set<string>;
};

/** Makes closures. */
export class Closer {
  protected readonly options: CompileOptions;
  protected readonly isAsync: boolean;
  protected readonly isStream: boolean;
  protected readonly runtime: ClosureRuntime;
  protected readonly environment: ClosureEnvironment;
  protected positions: Positions = new Positions();

  constructor(
    options: CompileOptions,
    variant: Variant,
    runtime: ClosureRuntime,
    environment: ClosureEnvironment,
  ) {
    this.options = options;
    this.isAsync = variant.isAsync;
    this.isStream = variant.isStream;
    this.runtime = runtime;
    this.environment = environment;
  }

  protected fail(message: string, lineno: number): TemplateAssertionError {
    const { name, filename } = this.options;
    const place = { templateName: name, filename, ...this.positions.at(lineno) };
    return new TemplateAssertionError(message, lineno, place);
  }

  /** Goes on with a value, when it is there. Promises are values like others where nothing is awaited. */
  protected chain<T>(value: unknown, next: (value: unknown) => T): T | Promise<T> {
    return this.isAsync && value instanceof Promise ? value.then(next) : next(value);
  }

  /** What a call gave, awaited where the template is asynchronous. */
  protected settled(value: unknown): unknown {
    if (!this.isAsync) return value;
    if (value instanceof Promise) return value.then(none);
    return none(value);
  }

  /** The values of several expressions, one after the other. */
  protected all(evaluators: readonly Evaluate[]): (state: State) => unknown[] | Promise<unknown[]> {
    if (!this.isAsync) {
      return (state) => {
        const values: unknown[] = [];
        for (const evaluate of evaluators) values.push(evaluate(state));
        return values;
      };
    }
    return async (state) => {
      const values: unknown[] = [];
      for (const evaluate of evaluators) values.push(await evaluate(state));
      return values;
    };
  }

  /** Notes the place before the expression is evaluated. */
  protected at(lineno: number, evaluate: Evaluate): Evaluate {
    const position = this.positions.at(lineno);
    return (state) => {
      state.activation.position = position;
      return evaluate(state);
    };
  }

  /** Whether text is escaped at a place, asked while it renders. */
  protected escapes({ escaping }: Place): (state: State) => boolean {
    if (escaping === "volatile") return (state) => state.context.evalContext.autoescape;
    return () => escaping;
  }
}

function none(value: unknown): unknown {
  return value === undefined ? null : value;
}
