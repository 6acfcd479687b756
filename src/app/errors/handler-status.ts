/** Points out error handlers that forget the status of their page. */
import { HTTPException, Response } from "../../http/index.ts";
import { Tuple } from "../../python/index.ts";
import type { Application } from "../application.ts";
import type { ViewResult } from "../routing/view.ts";
import type { ErrorHandler } from "./error-handlers.ts";

/** Warns, once for each handler, of a page without a status: as in Flask it is sent as 200, most likely by oversight. */
export class HandlerStatusWarning {
  readonly #given = new WeakSet<ErrorHandler>();

  /** To be called with what a handler has returned for an error. */
  giveFor(
    { logger }: Pick<Application, "logger">,
    handler: ErrorHandler,
    { code }: HTTPException,
    result: ViewResult,
  ): void {
    if (saysStatus(result) || this.#given.has(handler)) return;
    this.#given.add(handler);
    logger.warn(
      `The error handler ${JSON.stringify(handler.name)} answered a ${code} with a page without a status, which is sent ` +
        `as 200 OK. Return makeResponse(page, ${code}), or 200 if that is meant.`,
    );
  }
}

function saysStatus(result: ViewResult): boolean {
  return (
    result instanceof Response ||
    result instanceof globalThis.Response ||
    result instanceof HTTPException ||
    (result instanceof Tuple && result.some((part) => typeof part === "number"))
  );
}
