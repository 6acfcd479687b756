/** Requests that fall back to another server, since no route answers them. */
import { HTTPException, printable, type Response } from "../../http/index.ts";
import type { AppContext } from "../contexts/context.ts";
import { logSafely } from "../logging.ts";
import type { Fallback } from "../mounts/fallback.ts";

/** Asks the other server for the response; throws the reason if that has none either. */
export function fallBack(fallsBackTo: Fallback, context: AppContext, reason: Error): Promise<Response> {
  return fallsBackTo.forward(context.request).then(
    (response) => {
      if (response === undefined) throw reason;
      context.isForwarded = true;
      return response;
    },
    (error: unknown) => {
      logFailure(error, fallsBackTo, context);
      throw error;
    },
  );
}

/** That the other server is down is for its operator; the visitor's page says no more than 502. */
function logFailure(error: unknown, { name }: Fallback, { app, place }: AppContext): void {
  if (!(error instanceof HTTPException) || !(error.cause instanceof Error)) return;
  const what = printable(JSON.stringify(place));
  logSafely(app.logger, "error", `${what} fell back to ${name}: ${printable(error.cause.message)}`);
}
