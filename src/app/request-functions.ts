/** Functions that belong to the request being handled. */
import { currentContext, runInContext } from "./context.ts";
import { OutsideContextError } from "./errors.ts";
import type { AfterRequestFunction } from "./hooks.ts";
import { isPromise, type MaybePromise } from "./maybe-promise.ts";

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
 * have ended.
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
    const leave = (): MaybePromise<void> => context.app.release(context);
    return runInContext(context, () => {
      let result: T;
      try {
        result = fn(...args);
      } catch (error) {
        leave();
        throw error;
      }
      if (isPromise(result)) return Promise.resolve(result).finally(leave) as T;
      leave();
      return result;
    });
  };
}
