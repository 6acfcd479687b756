/** Runs the hooks of a request in their order; each waits for the one before it only if that gives a promise. */
import { Response } from "../../http/index.ts";
import { describe } from "../../python/index.ts";
import type { AppContext } from "../contexts/context.ts";
import { chain, isPromise, type MaybePromise } from "../maybe-promise.ts";
import type { AfterRequestFunction, BeforeRequestFunction } from "../scaffold/hooks.ts";
import { toResponse } from "./make-response.ts";

/** Shows the functions the view's arguments. */
export function runUrlValuePreprocessors(context: AppContext, start = 0): MaybePromise<void> {
  const { pipeline, request } = context;
  const functions = pipeline.urlValuePreprocessors;
  const values = request.viewArgs as Record<string, unknown> | undefined;
  for (let i = start; i < functions.length; i++) {
    const result = functions[i]?.(request.endpoint, values);
    if (isPromise(result)) return result.then(() => runUrlValuePreprocessors(context, i + 1));
  }
  return undefined;
}

/** The answer of the first function that has one. */
export function runBeforeRequest(
  functions: readonly BeforeRequestFunction[],
  start = 0,
): MaybePromise<Response | undefined> {
  for (let i = start; i < functions.length; i++) {
    const fn = functions[i] as BeforeRequestFunction;
    const result = fn();
    if (isPromise(result)) {
      return result.then((value) => answerOf(fn, value) ?? runBeforeRequest(functions, i + 1));
    }
    const answer = answerOf(fn, result);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function answerOf(fn: BeforeRequestFunction, result: unknown): Response | undefined {
  if (result === undefined || result === null) return undefined;
  return toResponse(result, `The function ${JSON.stringify(fn.name)} given to beforeRequest() returned`);
}

/** What the functions of this request, in order, and the after hooks make of the response. */
export function runAfterRequest(
  context: AppContext,
  functions: readonly AfterRequestFunction[],
  response: Response,
): MaybePromise<Response> {
  const { afterThisRequest } = context;
  if (afterThisRequest === undefined) return runAfter(context, functions, response);
  return chain(runAfter(context, afterThisRequest, response), (changed) =>
    runAfter(context, functions, changed),
  );
}

function runAfter(
  context: AppContext,
  functions: readonly AfterRequestFunction[],
  response: Response,
  start = 0,
): MaybePromise<Response> {
  let current = response;
  for (let i = start; i < functions.length; i++) {
    const fn = functions[i] as AfterRequestFunction;
    const result = fn(current);
    const before = current;
    if (isPromise(result)) {
      return result.then((value) =>
        runAfter(context, functions, responseOf(context, fn, value, before), i + 1),
      );
    }
    current = responseOf(context, fn, result, before);
  }
  return current;
}

function responseOf(
  context: AppContext,
  fn: AfterRequestFunction,
  result: unknown,
  before: Response,
): Response {
  if (result === undefined || result === before) return before;
  if (!(result instanceof Response) && !(result instanceof globalThis.Response)) {
    throw new TypeError(
      `The function ${JSON.stringify(fn.name)} given to afterRequest() returned ${describe(result)}; it must return ` +
        "the response, or another one.",
    );
  }
  const other = toResponse(result, "");
  other.claim();
  // Its body may be made of the other's, which is let go of when both are over.
  context.replaced ??= [before];
  context.replaced.push(other);
  return other;
}
