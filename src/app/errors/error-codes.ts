/** Which class of errors a status code stands for, for the compiler: what `errorHandler(404, …)` gets is a `NotFound`. */
import type {
  BadGateway,
  BadRequest,
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  HTTPException,
  HTTPVersionNotSupported,
  ImATeapot,
  InternalServerError,
  LengthRequired,
  Locked,
  MethodNotAllowed,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  NotImplemented,
  PreconditionFailed,
  PreconditionRequired,
  RequestEntityTooLarge,
  RequestedRangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  RequestURITooLarge,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from "../../http/index.ts";

/** The classes of `defaultExceptions` by their codes. */
export interface ErrorsByCode {
  400: BadRequest;
  401: Unauthorized;
  403: Forbidden;
  404: NotFound;
  405: MethodNotAllowed;
  406: NotAcceptable;
  408: RequestTimeout;
  409: Conflict;
  410: Gone;
  411: LengthRequired;
  412: PreconditionFailed;
  413: RequestEntityTooLarge;
  414: RequestURITooLarge;
  415: UnsupportedMediaType;
  416: RequestedRangeNotSatisfiable;
  417: ExpectationFailed;
  418: ImATeapot;
  421: MisdirectedRequest;
  422: UnprocessableEntity;
  423: Locked;
  424: FailedDependency;
  428: PreconditionRequired;
  429: TooManyRequests;
  431: RequestHeaderFieldsTooLarge;
  451: UnavailableForLegalReasons;
  500: InternalServerError;
  501: NotImplemented;
  502: BadGateway;
  503: ServiceUnavailable;
  504: GatewayTimeout;
  505: HTTPVersionNotSupported;
}

/** What a handler for a code gets: an error of its class, or of any class if it has none of its own. */
export type ErrorOfCode<Code extends number> = Code extends keyof ErrorsByCode
  ? ErrorsByCode[Code]
  : HTTPException;
