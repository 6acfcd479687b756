/** The beginning of a request: its body is received, and its session opened. */
import { Response } from "../../http/index.ts";
import type { AppContext } from "../contexts/context.ts";
import { after, attempt, chain, isPromise, type MaybePromise } from "../maybe-promise.ts";
import { appContextPushed, requestStarted } from "../signals.ts";
import { openSession, receive } from "./receive.ts";
import { discardAll } from "./unsent-responses.ts";

/** How a request begins: with a response of a function that looks before the body, with an error, or as usual. */
export type Start = Response | Failure | undefined;

/** What went wrong before the session was open. */
export class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Tells that there is a context, receives the body, and opens the session. */
export function begin(context: AppContext): MaybePromise<Start> {
  if (appContextPushed.hasReceivers) {
    return chain(appContextPushed.send(context.app, {}), () => receiveAndOpen(context));
  }
  return receiveAndOpen(context);
}

/** What goes wrong with the body is an error as of the view, whose handlers may want the session. */
function receiveAndOpen(context: AppContext): MaybePromise<Start> {
  let received: MaybePromise<Response | undefined>;
  try {
    received = receive(context);
  } catch (error) {
    return after(openSession(context), new Failure(error));
  }
  return isPromise(received)
    ? openLater(context, received as Promise<Response | undefined>)
    : open(context, received as Response | undefined);
}

/** Opens the session; also for a response that is there already, and is not sent if that fails. */
function open(context: AppContext, early: Response | undefined): MaybePromise<Start> {
  if (early === undefined) return after(openSession(context), undefined);
  return attempt<Start>(
    () => after(openSession(context), early),
    (error) => {
      discardAll(context, early);
      throw error;
    },
  );
}

function openLater(context: AppContext, received: Promise<Response | undefined>): Promise<Start> {
  return received.then(
    (early) => open(context, early),
    (error: unknown) => after(openSession(context), new Failure(error)),
  );
}

/** Tells that a request has begun; a response that is there already is not sent if that fails. */
export function tellOfStart(context: AppContext, start: Start): MaybePromise<void> {
  return attempt(
    () => requestStarted.send(context.app, {}),
    (error) => {
      if (start instanceof Response) discardAll(context, start);
      throw error;
    },
  );
}
