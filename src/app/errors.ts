/** The errors of using the application in the wrong place or at the wrong time. */

/** A context local such as `request` was used where there is no request: Flask's "working outside of …". */
export class OutsideContextError extends Error {
  override readonly name: string = "OutsideContextError";

  /** @param what The name that was used. */
  constructor(what: string) {
    super(
      `${what} was used outside of a request. It is there while a view runs, and in what the view calls or awaits; ` +
        "elsewhere hand the value over as an argument. A stream that is sent after the view keeps it by streamWithContext().",
    );
  }
}

/** A setup method was called after the first request. */
export class SetupFinishedError extends Error {
  override readonly name: string = "SetupFinishedError";

  /** @param method The method that was called. */
  constructor(method: string) {
    super(
      `app.${method} was called after the application had handled its first request, when part of the requests ` +
        "would not see it. Call it where the application is made, before it is served.",
    );
  }
}
