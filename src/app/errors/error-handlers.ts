/** Functions that answer errors, found by status code and class as Flask finds them. */
import { defaultExceptions, HTTPException } from "../../http/index.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { ViewResult } from "../routing/view.ts";

/** Answers an error in place of the view: what it returns is a view's result. */
export type ErrorHandler<E = never> = (error: E) => MaybePromise<ViewResult>;

/** A class of errors, abstract or not. */
export type ErrorClass<E extends Error = Error> = abstract new (...args: never[]) => E;

/** What `errorHandler` is given: a status code, or a class of errors. */
export type ErrorKey = number | ErrorClass;

/** The error handlers of one application or blueprint. */
export class ErrorHandlers {
  readonly #byCode = new Map<number | undefined, Map<ErrorClass, ErrorHandler>>();

  /** Adds a handler; a later one for the same key takes its place. @throws TypeError, RangeError for what is no key. */
  add(key: ErrorKey, handler: ErrorHandler): void {
    const { Class, code } = classAndCode(key);
    const handlers = this.#byCode.get(code) ?? new Map<ErrorClass, ErrorHandler>();
    handlers.set(Class, handler);
    this.#byCode.set(code, handlers);
  }

  /** The handler of the most specific class that the error is of, among those with the code. */
  find(error: object, code: number | undefined): ErrorHandler | undefined {
    const handlers = this.#byCode.get(code);
    if (handlers === undefined) return undefined;
    for (let level = prototypeOf(error); level !== null; level = prototypeOf(level)) {
      const handler = handlers.get(level.constructor as unknown as ErrorClass);
      if (handler !== undefined) return handler;
    }
    return undefined;
  }
}

/**
 * The handler for an error: one for its code before one for any, and for each of these the innermost first.
 *
 * @param scopes From the innermost blueprint to the application.
 */
export function findErrorHandler(error: unknown, scopes: readonly ErrorHandlers[]): ErrorHandler | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const code = error instanceof HTTPException ? error.code : undefined;
  for (const key of code === undefined ? [undefined] : [code, undefined]) {
    for (const scope of scopes) {
      const handler = scope.find(error, key);
      if (handler !== undefined) return handler;
    }
  }
  return undefined;
}

/** What was thrown, if it is an HTTP error; even of a revoked proxy it can be asked. */
export function httpExceptionOf(thrown: unknown): HTTPException | undefined {
  try {
    return thrown instanceof HTTPException ? thrown : undefined;
  } catch {
    return undefined;
  }
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

function classAndCode(key: ErrorKey): { Class: ErrorClass; code: number | undefined } {
  if (typeof key === "number") {
    if (Number.isInteger(key) && key >= 400 && key <= 599) {
      return { Class: (defaultExceptions.get(key) ?? HTTPException) as unknown as ErrorClass, code: key };
    }
    throw new RangeError(`An error handler for ${key} would never be called; give a code from 400 to 599.`);
  }
  if (typeof key !== "function") {
    const given =
      (key as unknown) instanceof Error ? "an error; give its class" : (JSON.stringify(key) ?? typeof key);
    throw new TypeError(`An error handler needs a status code or a class of errors, not ${given}.`);
  }
  if (key !== Error && !((key.prototype as unknown) instanceof Error)) {
    throw new TypeError(`An error handler needs a class of errors; ${key.name} does not extend Error.`);
  }
  const isHttp = (key.prototype as unknown) instanceof HTTPException;
  return { Class: key, code: isHttp ? (key as unknown as { readonly code: number }).code : undefined };
}
