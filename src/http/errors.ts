/** The errors of clients, the 400s, one class each, with Werkzeug's names. */
import { pythonRepr } from "../python/index.ts";
import { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";
import { RetryableException } from "./retryable-exception.ts";
import type { WWWAuthenticate } from "./www-authenticate.ts";

/** 400: the request makes no sense. */
export class BadRequest extends HTTPException {
  static override readonly code: number = 400;
  static override readonly description: string = "The server could not make sense of this request.";
}

/** 400: a key that must be there is missing, from a form, a query string or the cookies. */
export class BadRequestKeyError extends BadRequest {
  /** The key that is missing. */
  readonly key: string;
  /** Whether the page names the key; off, since that tells a stranger about the code. */
  showException = false;

  /**
   * @param key - The key that is missing.
   * @param description - What the page says.
   */
  constructor(key: string, description?: string | undefined, options: HTTPExceptionOptions = {}) {
    super(description, options);
    this.key = key;
    this.message = `400 Bad Request: the key ${JSON.stringify(key)} is missing from the request.`;
  }

  override getDescription(): string {
    if (!this.showException) return super.getDescription();
    return new BadRequest(`${this.description}\nKeyError: ${pythonRepr(this.key)}`).getDescription();
  }
}

/** 400: the client went away, or stopped, before the whole request was here. */
export class ClientDisconnected extends BadRequest {}

/** 400: the request is refused because it may be an attack, such as a host that is not trusted. */
export class SecurityError extends BadRequest {}

/** 400: the Host header names no host. */
export class BadHost extends BadRequest {}

/** 401: who is asking is not known. */
export class Unauthorized extends HTTPException {
  static override readonly code: number = 401;
  static override readonly description: string =
    "You have to sign in to see this, or what you signed in with was not accepted.";

  /** The challenges to send in WWW-Authenticate, one field each. */
  readonly wwwAuthenticate: readonly (WWWAuthenticate | string)[];

  /** @param options - `wwwAuthenticate`: a challenge, such as `Basic realm="x"`, or several. */
  constructor(
    description?: string | undefined,
    options: HTTPExceptionOptions & {
      readonly wwwAuthenticate?: WWWAuthenticate | string | readonly (WWWAuthenticate | string)[] | undefined;
    } = {},
  ) {
    super(description, options);
    this.wwwAuthenticate = [options.wwwAuthenticate ?? []].flat();
  }

  override getHeaders(): [string, string][] {
    const headers = super.getHeaders();
    for (const challenge of this.wwwAuthenticate) headers.push(["WWW-Authenticate", `${challenge}`]);
    return headers;
  }
}

/** 405: the resource is there, but not for this method. */
export class MethodNotAllowed extends HTTPException {
  static override readonly code: number = 405;
  static override readonly description: string = "This URL does not take requests of this method.";

  /** The methods that are allowed, sent in the Allow header. */
  readonly validMethods: readonly string[] | undefined;

  /** @param validMethods - The methods that are allowed, for the Allow header. */
  constructor(
    validMethods?: Iterable<string> | undefined,
    description?: string | undefined,
    options: HTTPExceptionOptions = {},
  ) {
    super(description, options);
    this.validMethods = validMethods === undefined ? undefined : Array.from(validMethods);
  }

  override getHeaders(): [string, string][] {
    const headers = super.getHeaders();
    if (this.validMethods?.length) headers.push(["Allow", this.validMethods.join(", ")]);
    return headers;
  }
}

/** 416: the part that was asked for is not there. */
export class RequestedRangeNotSatisfiable extends HTTPException {
  static override readonly code: number = 416;
  static override readonly description: string = "The part that was asked for does not exist.";

  /** How long the whole is, in units, for the Content-Range header. */
  readonly length: number | undefined;
  /** What is counted, `bytes` as a rule. */
  readonly units: string;

  /**
   * @param length - How long the whole is, in units.
   * @param units - What is counted.
   */
  constructor(
    length?: number | undefined,
    units = "bytes",
    description?: string | undefined,
    options: HTTPExceptionOptions = {},
  ) {
    super(description, options);
    this.length = length;
    this.units = units;
  }

  override getHeaders(): [string, string][] {
    const headers = super.getHeaders();
    if (this.length !== undefined) headers.push(["Content-Range", `${this.units} */${this.length}`]);
    return headers;
  }
}

/** 429: too many requests in too short a time. */
export class TooManyRequests extends RetryableException {
  static override readonly code: number = 429;
  static override readonly description: string = "That was too many requests; wait a while and try again.";
}

/** 403: the request is understood and refused. */
export class Forbidden extends HTTPException {
  static override readonly code: number = 403;
  static override readonly description: string = "You are not allowed to see this.";
}

/** 404: there is nothing at this URL. */
export class NotFound extends HTTPException {
  static override readonly code: number = 404;
  static override readonly description: string =
    "Nothing was found at this URL. If you typed it in, check the spelling.";
}

/** 406: no form of the resource suits the Accept headers. */
export class NotAcceptable extends HTTPException {
  static override readonly code: number = 406;
  static override readonly description: string =
    "The resource has no form that your browser says it accepts.";
}

/** 408: the client took too long to send its request. */
export class RequestTimeout extends HTTPException {
  static override readonly code: number = 408;
  static override readonly description: string = "The request did not arrive in time.";
}

/** 409: the request does not fit the present state. */
export class Conflict extends HTTPException {
  static override readonly code: number = 409;
  static override readonly description: string =
    "The request conflicts with the present state; someone may have changed it meanwhile.";
}

/** 410: there was something once, and it will not come back. */
export class Gone extends HTTPException {
  static override readonly code: number = 410;
  static override readonly description: string = "What was here is gone for good.";
}

/** 411: the body has to say how long it is. */
export class LengthRequired extends HTTPException {
  static override readonly code: number = 411;
  static override readonly description: string = "The request needs a Content-Length header.";
}

/** 412: a condition in the headers does not hold. */
export class PreconditionFailed extends HTTPException {
  static override readonly code: number = 412;
  static override readonly description: string = "A condition that the request makes is not met.";
}

/** 413: the body is larger than is allowed. */
export class RequestEntityTooLarge extends HTTPException {
  static override readonly code: number = 413;
  static override readonly description: string = "The request carries more data than is allowed.";
}

/** 414: the URL is too long. */
export class RequestURITooLarge extends HTTPException {
  static override readonly code: number = 414;
  static override readonly description: string = "The URL is longer than the server takes.";
}

/** 415: the body is of a type that is not taken. */
export class UnsupportedMediaType extends HTTPException {
  static override readonly code: number = 415;
  static override readonly description: string =
    "The body of the request is of a type that is not taken here.";
}

/** 417: what the Expect header asks for is not given. */
export class ExpectationFailed extends HTTPException {
  static override readonly code: number = 417;
  static override readonly description: string = "The server does not do what the Expect header asks for.";
}

/** 418: this server makes tea. */
export class ImATeapot extends HTTPException {
  static override readonly code: number = 418;
  static override readonly description: string = "This is a teapot, and coffee is not what it makes.";
}

/** 421: this server does not answer for that host. */
export class MisdirectedRequest extends HTTPException {
  static override readonly code: number = 421;
  static override readonly description: string = "This server does not answer for the host that was asked.";
}

/** 422: the body is well formed, but makes no sense. */
export class UnprocessableEntity extends HTTPException {
  static override readonly code: number = 422;
  static override readonly description: string =
    "The request is well formed, but what it says can't be used.";
}

/** 423: the resource is locked. */
export class Locked extends HTTPException {
  static override readonly code: number = 423;
  static override readonly description: string = "The resource is locked.";
}

/** 424: another request that this one needs has failed. */
export class FailedDependency extends HTTPException {
  static override readonly code: number = 424;
  static override readonly description: string = "A request that this one depends on has failed.";
}

/** 428: the request has to be conditional. */
export class PreconditionRequired extends HTTPException {
  static override readonly code: number = 428;
  static override readonly description: string = "The request needs a condition, such as an If-Match header.";
}

/** 431: the headers are too large. */
export class RequestHeaderFieldsTooLarge extends HTTPException {
  static override readonly code: number = 431;
  static override readonly description: string =
    "The headers of the request are larger than the server takes.";
}

/** 451: the law keeps it from being shown. */
export class UnavailableForLegalReasons extends HTTPException {
  static override readonly code: number = 451;
  static override readonly description: string = "The law does not allow this to be shown.";
}
