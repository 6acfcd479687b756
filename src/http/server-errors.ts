/** The errors of servers, the 500s, one class each, with Werkzeug's names. */
import { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";
import { RetryableException } from "./retryable-exception.ts";

/** 500: the program failed. */
export class InternalServerError extends HTTPException {
  static override readonly code: number = 500;
  static override readonly description: string =
    "Something went wrong on the server: it is overloaded, or there is a mistake in the application.";

  /** The error that nobody handled; `undefined` if this one was thrown on purpose. */
  readonly originalException: unknown;

  /** @param options - `originalException`: the error that nobody handled. */
  constructor(
    description?: string | undefined,
    options: HTTPExceptionOptions & { readonly originalException?: unknown } = {},
  ) {
    super(description, { cause: options.originalException, ...options });
    this.originalException = options.originalException;
  }
}

/** 501: the server does not know the method. */
export class NotImplemented extends HTTPException {
  static override readonly code: number = 501;
  static override readonly description: string = "The server does not know how to do this.";
}

/** 502: the server behind this one gave a bad answer. */
export class BadGateway extends HTTPException {
  static override readonly code: number = 502;
  static override readonly description: string =
    "The server behind this one gave an answer that makes no sense.";
}

/** 503: not now. */
export class ServiceUnavailable extends RetryableException {
  static override readonly code: number = 503;
  static override readonly description: string =
    "The service is busy or being looked after; try again later.";
}

/** 504: the server behind this one gave no answer. */
export class GatewayTimeout extends HTTPException {
  static override readonly code: number = 504;
  static override readonly description: string = "The server behind this one did not answer in time.";
}

/** 505: the version of HTTP is not spoken here. */
export class HTTPVersionNotSupported extends HTTPException {
  static override readonly code: number = 505;
  static override readonly description: string = "The server does not speak this version of HTTP.";
}
