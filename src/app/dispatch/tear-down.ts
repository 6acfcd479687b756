/** The end of a context: every teardown function runs, whatever the others do. */
import type { AppContext } from "../contexts/context.ts";
import { attempt, chain, type MaybePromise } from "../maybe-promise.ts";
import type { TeardownFunction } from "../scaffold/hooks.ts";
import { appContextPopped, appContextTearingDown, requestTearingDown } from "../signals.ts";

/**
 * Tears a context down; must be called within it. An error of a function is logged, and the others still run.
 *
 * @param forContext The application's own functions, in the order they were registered.
 * @throws The first error of a function, after all of them have run, where errors are propagated and nothing went wrong
 *   before: a test shall see it.
 */
export function tearDown(context: AppContext, forContext: readonly TeardownFunction[]): MaybePromise<void> {
  if (isLeftAlone(context, forContext)) return undefined;
  const { app, failure } = context;
  return chain(context.hasRequest ? tearDownRequest(context) : undefined, () =>
    chain(runAll(context, forContext.toReversed()), () =>
      chain(
        guarded(context, () => appContextTearingDown.send(app, { exc: failure })),
        () =>
          chain(
            guarded(context, () => appContextPopped.send(app, {})),
            () => throwKept(context),
          ),
      ),
    ),
  );
}

/** Whether nobody wants to hear of the end, as for most contexts: what follows takes a tenth of a small request. */
function isLeftAlone(context: AppContext, forContext: readonly TeardownFunction[]): boolean {
  const hasFunctions = context.hasRequest && context.pipeline.teardownRequest.length > 0;
  if (hasFunctions || forContext.length > 0) return false;
  return !SIGNALS.some((signal) => signal.hasReceivers);
}

const SIGNALS: readonly { readonly hasReceivers: boolean }[] = [
  requestTearingDown,
  appContextTearingDown,
  appContextPopped,
];

function tearDownRequest(context: AppContext): MaybePromise<void> {
  const { app, failure, pipeline } = context;
  return chain(runAll(context, pipeline.teardownRequest), () =>
    guarded(context, () => requestTearingDown.send(app, { exc: failure })),
  );
}

function runAll(context: AppContext, functions: readonly TeardownFunction[], index = 0): MaybePromise<void> {
  const fn = functions[index];
  if (fn === undefined) return undefined;
  return chain(
    guarded(context, () => fn(context.failure)),
    () => runAll(context, functions, index + 1),
  );
}

function guarded(context: AppContext, step: () => unknown): MaybePromise<void> {
  const run = (): MaybePromise<void> => chain(step(), () => undefined);
  return attempt(run, (error) => {
    const { app, failure, teardownFailure } = context;
    if (app.propagatesExceptions && failure === undefined && teardownFailure === undefined) {
      context.teardownFailure = { error };
      return;
    }
    app.logException(error, `the teardown of ${context.place}`);
  });
}

function throwKept(context: AppContext): void {
  const kept = context.teardownFailure;
  if (kept === undefined) return;
  context.teardownFailure = undefined;
  throw kept.error;
}
