/** The functions that run before the view: `before_request`. */
import type { Response } from "../http/index.ts";
import type { AppContext } from "./context.ts";
import { toResponse } from "./make-response.ts";
import { chain, type MaybePromise } from "./maybe-promise.ts";
import type { ViewResult } from "./view.ts";

/**
 * Runs before the view, with the session open and the body received. What it returns answers the request in place
 * of the view; `undefined` or `null` lets it go on.
 */
export type BeforeRequestFunction = () => MaybePromise<ViewResult | undefined | null>;

/** Runs the functions in order, until one answers: `Flask.preprocess_request`. */
export function preprocessRequest(context: AppContext, index = 0): MaybePromise<Response | undefined> {
  const fn = context.app.beforeRequestFunctions[index];
  if (fn === undefined) return undefined;
  return chain(fn(), (result) =>
    result === undefined || result === null
      ? preprocessRequest(context, index + 1)
      : toResponse(result, `The function ${JSON.stringify(fn.name)} given to app.beforeRequest() returned`),
  );
}
