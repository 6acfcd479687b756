/** Responses that will not be sent, since a function after the view has failed or put another in their place. */
import type { Response } from "../../http/index.ts";
import type { AppContext } from "../contexts/context.ts";
import { attempt, isPromise } from "../maybe-promise.ts";

/**
 * Lets go of the responses of a request: a file or stream must hear that nobody will read it. What goes wrong in that is
 * logged.
 *
 * @param response One of them; the context knows the others.
 * @param sent The one that is sent, and kept.
 */
export function discardAll(context: AppContext, response: Response, sent?: Response | undefined): void {
  const responses = new Set(context.replaced).add(response);
  context.replaced = undefined;
  if (sent !== undefined) responses.delete(sent);
  const report = (error: unknown): void => context.app.logException(error, context.place);
  for (const unsent of responses) {
    const closing = attempt<unknown>(() => unsent.discard(), report);
    if (isPromise(closing)) closing.catch(report);
  }
}
