/** The errors of forms: a value that is not accepted, and a request that may be forged. */
import { BadRequest } from "../http/index.ts";

/** A value was not accepted; the message is for the person who entered it. WTForms' `ValidationError`. */
export class ValidationError extends Error {
  override readonly name: string = "ValidationError";
}

/** 400: the request carries no valid CSRF token; the page gives the reason. Flask-WTF's `CSRFError`. */
export class CSRFError extends BadRequest {
  static override readonly description: string = "CSRF validation failed.";
}
