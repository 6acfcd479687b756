/** The errors of sessions. */

/** A change to a session after it was saved: the response, and with it the cookie, is on its way. */
export class SessionClosedError extends Error {
  override readonly name: string = "SessionClosedError";

  /** @param operation The method that was called. */
  constructor(operation: string) {
    super(
      `The session was used (${operation}) after it had been saved with the response: a change could not reach the ` +
        "browser, and a cache would not know that the page depends on the cookie. Use the session before the view " +
        "returns; the body of a stream is too late.",
    );
  }
}

/** A change to a session without a secret key; Flask's RuntimeError. */
export class SessionUnavailableError extends Error {
  override readonly name: string = "SessionUnavailableError";

  /** @param operation The method that was called. */
  constructor(operation: string) {
    super(
      `session.${operation} needs a secret key, and the application has none. Set one: ` +
        "new Flagon({ secretKey: process.env.SECRET_KEY }), with a random value such as the output of " +
        "`openssl rand -hex 32`.",
    );
  }
}

/** A session cookie that a browser would drop without a word. */
export class SessionCookieTooLargeError extends Error {
  override readonly name: string = "SessionCookieTooLargeError";
  /** The size of the whole Set-Cookie value, in bytes. */
  readonly size: number;
  /** The limit it exceeds, in bytes. */
  readonly limit: number;

  /**
   * @param cookieName The cookie's name.
   * @param size The size of the whole Set-Cookie value, in bytes.
   * @param limit The limit it exceeds, in bytes.
   */
  constructor(cookieName: string, size: number, limit: number) {
    super(
      `The session cookie ${JSON.stringify(cookieName)} would take ${size} bytes; the limit is ${limit} bytes ` +
        "(maxCookieSize), and browsers drop a larger cookie silently. Keep large data on the server and store " +
        "only its id in the session.",
    );
    this.size = size;
    this.limit = limit;
  }
}
