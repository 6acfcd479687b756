/** Calls: how a template calls functions written in TypeScript, and objects of its own that can be called. */
import { OperandTypeError } from "../errors.ts";
import type { CallContext, EvalContext, ValueEnvironment } from "./environment.ts";
import { Float } from "./float.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** The keyword arguments of a call, in the order they were written. */
export type Keywords = ReadonlyMap<string, unknown>;

/**
 * An object that a template can call: a macro, a method of a built-in value, a built-in filter. It is told by
 * a method, as `__html__` tells HTML; data can hold no functions.
 */
export interface Callable {
  /** Whether functions written in TypeScript are given a function in its place, as they are for a macro. */
  readonly __function__?: boolean;
  /** Makes the call; the arguments are a template's values, as they are. */
  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown;
}

const passed: unique symbol = Symbol.for("flagon.templates.passed");
const names: unique symbol = Symbol.for("flagon.templates.names");

/** A function written in TypeScript, with what was noted on it. */
export type HostFunction = {
  (...args: unknown[]): unknown;
  [passed]?: "context" | "evalContext" | "environment";
  [names]?: readonly string[];
};

/**
 * Marks a function to be given the template's context in front of its arguments. Jinja's `pass_context`.
 *
 * @typeParam F - The function.
 * @param fn - Gets the context as its first argument.
 * @returns The function.
 */
export function passContext<F extends (context: never, ...args: never[]) => unknown>(fn: F): F {
  return mark(fn, "context");
}

/**
 * Marks a function to be given the {@link EvalContext} in front of its arguments. Jinja's `pass_eval_context`.
 *
 * @typeParam F - The function.
 * @param fn - Gets the evaluation context as its first argument.
 * @returns The function.
 */
export function passEvalContext<F extends (evalContext: never, ...args: never[]) => unknown>(fn: F): F {
  return mark(fn, "evalContext");
}

/**
 * Marks a function to be given the environment in front of its arguments. Jinja's `pass_environment`.
 *
 * @typeParam F - The function.
 * @param fn - Gets the environment as its first argument.
 * @returns The function.
 */
export function passEnvironment<F extends (environment: never, ...args: never[]) => unknown>(fn: F): F {
  return mark(fn, "environment");
}

/** Which of the three a function was marked to be given; `undefined` for an unmarked one. */
export function passedTo(fn: unknown): "context" | "evalContext" | "environment" | undefined {
  return typeof fn === "function" ? (fn as HostFunction)[passed] : undefined;
}

function mark<F extends (...args: never[]) => unknown>(
  fn: F,
  what: "context" | "evalContext" | "environment",
): F {
  Object.defineProperty(fn, passed, { value: what, configurable: true });
  return fn;
}

/**
 * Names the parameters of a function, so that a template can give them as keyword arguments; without names
 * keyword arguments arrive as a last plain object.
 *
 * @typeParam F - The function.
 * @param fn - What gets the names.
 * @param parameters - The names in order, for a filter or a test beginning with the value; what a `pass…` mark
 *   puts in front is not among them.
 * @example
 * ```ts
 * const price = declareNames((value: number, currency = "EUR") => `${value} ${currency}`, ["value", "currency"]);
 * environment.filters.set("price", price);          // {{ 12 | price(currency="CHF") }}
 * ```
 */
export function declareNames<F extends (...args: never[]) => unknown>(
  fn: F,
  parameters: readonly string[],
): F {
  Object.defineProperty(fn, names, { value: parameters, configurable: true });
  return fn;
}

/** Whether a template can call the value. */
export function isCallable(value: unknown): boolean {
  return typeof value === "function" || isInvokable(value);
}

/** Whether the value is an object with a method `__call__`. */
export function isInvokable(value: unknown): value is Callable {
  return (
    typeof value === "object" && value !== null && "__call__" in value && typeof value.__call__ === "function"
  );
}

/**
 * Calls a value of a template.
 *
 * @throws OperandTypeError if it is nothing that can be called, or the arguments don't fit the declared names;
 *   UndefinedError if it is missing.
 */
export function call(
  context: CallContext,
  callee: unknown,
  args: readonly unknown[],
  keywords?: Keywords | undefined,
): unknown {
  if (typeof callee === "function")
    return callFunction(context, undefined, callee as HostFunction, args, keywords);
  if (isInvokable(callee)) return callee.__call__(context, args, keywords);
  if (callee instanceof Undefined) return callee.call();
  throw new OperandTypeError(`'${typeName(callee)}' object is not callable`);
}

/** Calls a JavaScript function as the method of an object (`undefined`: of none), with a template's values. */
export function callFunction(
  context: CallContext,
  self: unknown,
  fn: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  keywords?: Keywords | undefined,
): unknown {
  const host = fn as HostFunction;
  const macro = (host as TemplateFunction)[callable];
  if (macro !== undefined) return macro.__call__(context, args, keywords);
  const given: unknown[] = [];
  const what = host[passed];
  if (what !== undefined) given.push(passedValue(context, what));
  for (const arg of args) given.push(toHost(context, arg));
  if (keywords !== undefined && keywords.size > 0)
    placeKeywords(context, host, given, given.length - args.length, keywords);
  const result: unknown = Reflect.apply(host, self, given);
  // A function that returns nothing returns None.
  if (result === undefined) return null;
  return typeof result === "function" ? ((result as TemplateFunction)[callable] ?? result) : result;
}

function passedValue(
  context: CallContext,
  what: "context" | "evalContext" | "environment",
): CallContext | EvalContext | ValueEnvironment {
  if (what === "context") return context;
  return what === "environment" ? context.environment : context.evalContext;
}

/** A whole float is a plain number to functions written in TypeScript, a method a function. */
function toHost(context: CallContext, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float) return value.valueOf();
  if (value instanceof BoundFunction) return value.fn.bind(value.self);
  return isInvokable(value) && value.__function__ ? asFunction(context, value) : value;
}

const callable: unique symbol = Symbol.for("flagon.templates.callable");

export type TemplateFunction = { (...args: unknown[]): unknown; [callable]?: Callable };

/** A macro as a function; a template that is given it back has the macro again. */
export function asFunction(context: CallContext, macro: Callable): TemplateFunction {
  const fn: TemplateFunction = (...args) => macro.__call__(context, args, undefined);
  fn[callable] = macro;
  return fn;
}

/** A method of a class written in TypeScript, together with the object it was taken from. */
export class BoundFunction implements Callable {
  /** The object. */
  readonly self: unknown;
  /** The method. */
  readonly fn: HostFunction;

  constructor(self: unknown, fn: HostFunction) {
    this.self = self;
    this.fn = fn;
  }

  __call__(context: CallContext, args: readonly unknown[], keywords: Keywords | undefined): unknown {
    return callFunction(context, this.self, this.fn, args, keywords);
  }

  toString(): string {
    return `<bound method ${this.fn.name} of ${typeName(this.self)} object>`;
  }
}

function placeKeywords(
  context: CallContext,
  host: HostFunction,
  given: unknown[],
  offset: number,
  keywords: Keywords,
): void {
  const parameters = host[names];
  if (parameters === undefined) {
    const last: Record<string, unknown> = Object.create(null);
    for (const [name, value] of keywords) last[name] = toHost(context, value);
    given.push(last);
    return;
  }
  const positional = given.length - offset;
  for (const [name, value] of keywords) {
    const index = parameters.indexOf(name);
    if (index === -1) throw unexpectedKeyword(host.name, name);
    if (index < positional) throw duplicateArgument(host.name, name);
    given[offset + index] = toHost(context, value);
  }
}

/** Python's complaint about a keyword argument that the function does not know. */
export function unexpectedKeyword(functionName: string, name: string): OperandTypeError {
  return new OperandTypeError(`${functionName}() got an unexpected keyword argument '${name}'`);
}

/** Python's complaint about an argument that was given by position and by name. */
export function duplicateArgument(functionName: string, name: string): OperandTypeError {
  return new OperandTypeError(`${functionName}() got multiple values for argument '${name}'`);
}
