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
