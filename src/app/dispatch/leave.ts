/** The end of a request: with its response, or without one. */
import type { Response } from "../../http/index.ts";
import { type AppContext, runInContext } from "../contexts/context.ts";
import { endStreams } from "../contexts/stream-with-context.ts";
import { after, attempt, chain, type MaybePromise } from "../maybe-promise.ts";
import { discardAll } from "./unsent-responses.ts";

/** The response is whole: the context ends here, or with the last piece of a stream that keeps it. */
export function leave(context: AppContext, response: Response): MaybePromise<Response> {
  const { request } = context;
  if (context.replaced !== undefined) {
    response.callOnClose(() => discardAll(context, response, response));
  }
  if (context.streams !== undefined) {
    response.callOnClose(() =>
      chain(endStreams(context), () =>
        runInContext(context, () => chain(context.app.release(context), () => request.close())),
      ),
    );
    return response;
  }
  if (request.holdsResources) response.callOnClose(() => request.close());
  return attempt(
    () => after(context.app.release(context), response),
    (error) => {
      discardAll(context, response);
      throw error;
    },
  );
}

/** There is no response: the context ends here. @throws The error. */
export function abandon(context: AppContext, error: unknown): MaybePromise<never> {
  context.failure ??= error;
  const report = (failure: unknown): void => context.app.logException(failure, context.place);
  return chain(endStreams(context), () =>
    chain(context.app.release(context), () =>
      chain(
        attempt(() => context.request.close(), report),
        () => {
          throw error;
        },
      ),
    ),
  );
}
