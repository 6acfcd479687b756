/** Functions that belong to the request being handled. */

import { OutsideContextError } from "../errors/errors.ts";
import { isPromise } from "../maybe-promise.ts";
import type { AfterRequestFunction } from "../scaffold/hooks.ts";
import { type AppContext, currentContext, runInContext } from "./context.ts";
import { asyncPiecesWithin, leaveContext, piecesWithin } from "./stream-with-context.ts";

/**
 * Calls a function with the response of the request being handled, before the after hooks: `flask.after_this_request`.
 *
 * @returns The function.
 * @throws OutsideContextError where there is no request.
 * @example
 * ```ts
 * afterThisRequest((response) => {
 *   response.setCookie("seen", "1");
 *   return response;
 * });
 * ```
 */
export function afterThisRequest<F extends AfterRequestFunction>(fn: F): F {
  const context = currentContext("afterThisRequest");
  if (!context.hasRequest) throw new OutsideContextError("afterThisRequest");
  context.afterThisRequest ??= [];
  context.afterThisRequest.push(fn);
  return fn;
}

/**
 * A function that runs within the request being handled, wherever it is called: `flask.copy_current_request_context`. It
 * sees the same `request`, `session` and `g`; what tears the request down runs when both the request and the function
 * have ended. The body of a generator runs in it as well.
 *
 * What a view starts or awaits has its context anyway; this is for functions that something else calls, such as a pool
 * of workers made before the request.
 *
 * @throws OutsideContextError where there is no request.
 */
export function copyCurrentRequestContext<A extends unknown[], T>(fn: (...args: A) => T): (...args: A) => T {
  const context = currentContext("copyCurrentRequestContext");
  if (!context.hasRequest) throw new OutsideContextError("copyCurrentRequestContext");
  return (...args) => {
    context.users++;
    return runInContext(context, () => {
      let result: T;
      try {
        result = fn(...args);
      } catch (error) {
        leaveContext(context);
        throw error;
      }
      if (isPromise(result)) return Promise.resolve(result).finally(() => leaveContext(context)) as T;
      const pieces = generatorWithin(context, result);
      if (pieces === undefined) leaveContext(context);
      // It has not begun, and holds the context itself when it does.
      else context.users--;
      return (pieces ?? result) as T;
    });
  };
}

/** The body of a generator runs when it is read, which is when it needs the context. */
function generatorWithin(context: AppContext, result: unknown): unknown {
  const kind = Object.prototype.toString.call(result);
  if (kind === "[object Generator]") return piecesWithin(context, result as Generator<unknown>);
  if (kind === "[object AsyncGenerator]")
    return asyncPiecesWithin(context, result as AsyncGenerator<unknown>);
  return undefined;
}
