/** `RetryableException`: an error that says when to try again. */
import { httpDate } from "./dates.ts";
import { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";

/** What an error can be given that says when to try again. */
export interface RetryOptions extends HTTPExceptionOptions {
  /** When to try again, sent in Retry-After: seconds from now, or a moment, or text as it is to be sent. */
  readonly retryAfter?: Date | number | string | undefined;
}

/** An error that says when to try again. */
export class RetryableException extends HTTPException {
  /** When to try again: seconds from now, or a moment, or text as it is to be sent. */
  readonly retryAfter: Date | number | string | undefined;

  /** @param options - `retryAfter`: seconds from now, or a moment, or text as it is to be sent. */
  constructor(description?: string | undefined, options: RetryOptions = {}) {
    super(description, options);
    this.retryAfter = options.retryAfter;
  }

  override getHeaders(): [string, string][] {
    const headers = super.getHeaders();
    const { retryAfter } = this;
    // As with Werkzeug, 0 seconds are not worth a header.
    if (!retryAfter) return headers;
    const value = typeof retryAfter === "number" ? Math.trunc(retryAfter) : retryAfter;
    headers.push(["Retry-After", value instanceof Date ? httpDate(value) : `${value}`]);
    return headers;
  }
}
