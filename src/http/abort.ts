/** `abort`: ends a request with an HTTP error, by its code. */
import * as errors from "./errors.ts";
import { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";
import { Response } from "./response.ts";
import type { RetryOptions } from "./retryable-exception.ts";
import * as serverErrors from "./server-errors.ts";

/** A class of HTTP errors: its constructor, with the code it stands for. */
export interface HTTPExceptionClass {
  readonly code: number;
  new (...args: never[]): HTTPException;
}

// The classes that take a description first, which is all but two.
const PLAIN: readonly (HTTPExceptionClass & {
  new (description?: string, options?: HTTPExceptionOptions): HTTPException;
})[] = [
  errors.BadRequest,
  errors.Unauthorized,
  errors.Forbidden,
  errors.NotFound,
  errors.NotAcceptable,
  errors.RequestTimeout,
  errors.Conflict,
  errors.Gone,
  errors.LengthRequired,
  errors.PreconditionFailed,
  errors.RequestEntityTooLarge,
  errors.RequestURITooLarge,
  errors.UnsupportedMediaType,
  errors.ExpectationFailed,
  errors.ImATeapot,
  errors.MisdirectedRequest,
  errors.UnprocessableEntity,
  errors.Locked,
  errors.FailedDependency,
  errors.PreconditionRequired,
  errors.TooManyRequests,
  errors.RequestHeaderFieldsTooLarge,
  errors.UnavailableForLegalReasons,
  serverErrors.InternalServerError,
  serverErrors.NotImplemented,
  serverErrors.BadGateway,
  serverErrors.ServiceUnavailable,
  serverErrors.GatewayTimeout,
  serverErrors.HTTPVersionNotSupported,
];

/** The class of each status code that has one. Werkzeug's `default_exceptions`. */
export const defaultExceptions: ReadonlyMap<number, HTTPExceptionClass> = new Map(
  [...PLAIN, errors.MethodNotAllowed, errors.RequestedRangeNotSatisfiable].map((Class) => [
    Class.code,
    Class,
  ]),
);

/** What `abort` can be given besides a description; each counts for the errors that know it. */
export interface AbortOptions extends RetryOptions {
  /** The methods that are allowed, for 405. */
  readonly validMethods?: Iterable<string> | undefined;
  /** How long the whole is, for 416. */
  readonly length?: number | undefined;
  /** What is counted, for 416; `bytes` unless it is said. */
  readonly units?: string | undefined;
  /** The challenges of 401. */
  readonly wwwAuthenticate?: errors.Unauthorized["wwwAuthenticate"] | string | undefined;
}

/**
 * Ends the request: throws the error of a status code, or one that carries a response as it is. A code of the
 * 400s or 500s that has no class of its own, such as 402, is taken too (Werkzeug knows none).
 *
 * @param code - A status code from 400 to 599.
 * @param description - What the page says; left out, the class's own text.
 * @param options - What some of the errors send besides, such as `retryAfter`.
 * @throws An {@link HTTPException}, always; RangeError if it is no code of an error.
 * @example
 * ```ts
 * const user = users.get(id) ?? abort(404);
 * ```
 */
export function abort(code: number, description?: string, options?: AbortOptions): never;
/**
 * Ends the request with a response as it is.
 *
 * @param response - What is sent.
 * @throws An {@link HTTPException} that carries it, always.
 */
export function abort(response: Response | globalThis.Response): never;
export function abort(
  what: number | Response | globalThis.Response,
  description?: string,
  options: AbortOptions = {},
): never {
  if (what instanceof Response) throw new HTTPException(undefined, { response: what });
  if (what instanceof globalThis.Response) {
    throw new HTTPException(undefined, { response: Response.fromWeb(what) });
  }
  if (what === 405) throw new errors.MethodNotAllowed(options.validMethods, description, options);
  if (what === 416) {
    throw new errors.RequestedRangeNotSatisfiable(options.length, options.units, description, options);
  }
  if (description !== undefined && typeof description !== "string") {
    throw new TypeError(
      `abort(${what}, …) takes the description as text, and its options after that: abort(${what}, "…", { … }).`,
    );
  }
  const Exception = PLAIN.find((Class) => Class.code === what);
  if (Exception !== undefined) throw new Exception(description, options);
  if (Number.isInteger(what) && what >= 400 && what <= 599) {
    throw new HTTPException(description, { ...options, code: what });
  }
  throw new RangeError(
    `abort(${JSON.stringify(what) ?? String(what)}): this is no code of an error. Give one from 400 to 599, or a Response.`,
  );
}
