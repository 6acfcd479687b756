/** `abort`: ends a request with an HTTP error, by its code. */
import * as errors from "./errors.ts";
import { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";
import { Response } from "./response.ts";

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
  errors.InternalServerError,
  errors.NotImplemented,
  errors.BadGateway,
  errors.ServiceUnavailable,
  errors.GatewayTimeout,
  errors.HTTPVersionNotSupported,
];

/** The class of each status code that has one. Werkzeug's `default_exceptions`. */
export const defaultExceptions: ReadonlyMap<number, HTTPExceptionClass> = new Map(
  [...PLAIN, errors.MethodNotAllowed, errors.RequestedRangeNotSatisfiable].map((Class) => [
    Class.code,
    Class,
  ]),
);

/**
 * Ends the request: throws the error of a status code, or one that carries a response as it is.
 *
 * @param code - A status code of the 400s or 500s that has a class, or a response to send as it is.
 * @param description - What the page says; left out, the class's own text.
 * @throws An {@link HTTPException}, always; RangeError if the code has no class.
 * @example
 * ```ts
 * const user = users.get(id) ?? abort(404);
 * ```
 */
export function abort(response: Response | globalThis.Response): never;
export function abort(code: number, description?: string, options?: HTTPExceptionOptions): never;
export function abort(
  what: number | Response | globalThis.Response,
  description?: string,
  options: HTTPExceptionOptions = {},
): never {
  if (what instanceof Response) throw new HTTPException(undefined, { response: what });
  if (what instanceof globalThis.Response) {
    throw new HTTPException(undefined, { response: Response.fromWeb(what) });
  }
  if (what === 405) throw new errors.MethodNotAllowed(undefined, description, options);
  if (what === 416) {
    throw new errors.RequestedRangeNotSatisfiable(undefined, undefined, description, options);
  }
  const Exception = PLAIN.find((Class) => Class.code === what);
  if (Exception !== undefined) throw new Exception(description, options);
  throw new RangeError(
    `abort(${String(what)}): there is no HTTP error of this code. Give one of ` +
      `${[...defaultExceptions.keys()].join(", ")}, or a Response.`,
  );
}
