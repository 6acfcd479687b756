/** The errors of using the application in the wrong place or at the wrong time. */

/** A context local such as `request` was used where there is none: Flask's "working outside of … context". */
export class OutsideContextError extends Error {
  override readonly name: string = "OutsideContextError";

  /**
   * @param what The name that was used.
   * @param needs What it belongs to: a request, or an application.
   */
  constructor(what: string, needs: "request" | "application" = "request") {
    const remedy =
      needs === "request"
        ? "It is there while a view runs, and in what the view calls or awaits; elsewhere hand the value over as an " +
          "argument, or use app.testRequestContext(path, () => …). A stream that is sent after the view keeps it by " +
          "streamWithContext()."
        : "It is there while a request is handled, and in what that calls or awaits; elsewhere use " +
          "app.appContext(() => …).";
    super(`${what} was used outside of ${needs === "request" ? "a request" : "an application"}. ${remedy}`);
  }
}

/** A setup method was called too late: after the first request, or after a blueprint was registered. */
export class SetupFinishedError extends Error {
  override readonly name: string = "SetupFinishedError";
}

/** A function given to `app.onStartup()` failed, so that the application does not start; its error is the cause. */
export class StartupError extends Error {
  override readonly name: string = "StartupError";

  /**
   * @param fn The name of the function.
   * @param cause What it threw.
   */
  constructor(fn: string, cause: unknown) {
    super(
      `The application did not start: ${named(fn)} given to app.onStartup() failed: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}

/** Functions given to `app.onShutdown()` failed; all of them have run. */
export class ShutdownError extends AggregateError {
  override readonly name: string = "ShutdownError";

  /** @param failed The names of the functions, and what they threw. */
  constructor(failed: readonly { readonly name: string; readonly error: unknown }[]) {
    const reasons = failed.map(({ name, error }) => `${named(name)} failed: ${messageOf(error)}`);
    super(
      failed.map(({ error }) => error),
      `The application did not end well; of the functions given to app.onShutdown() ${reasons.join("; ")}`,
    );
  }
}

function named(fn: string): string {
  return fn === "" ? "a function without a name" : `the function ${JSON.stringify(fn)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
