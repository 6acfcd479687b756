/** The session of an application without a secret key. */
import { SessionUnavailableError } from "./errors.ts";
import { Session } from "./session.ts";

/**
 * A session that is always empty: it reads fine, and a change throws an error that says what to set.
 * `flask.sessions.NullSession`.
 */
export class NullSession extends Session {
  protected override beforeWrite(operation: string): void {
    throw new SessionUnavailableError(operation);
  }
}
