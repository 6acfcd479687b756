/** How much of a request's body is taken, and what is taken if nothing is said. */
import { RequestEntityTooLarge } from "./errors.ts";

/** How much of a body is taken. `null` is no limit; what is left out is as in Flask. */
export interface BodyLimits {
  /** The most bytes that a body may have; 16 MiB if it is left out. */
  readonly maxContentLength?: number | null | undefined;
  /**
   * The most bytes that an urlencoded form, or one field of a multipart form, may take in memory; 500,000 if
   * it is left out. Below 64 KiB it holds for the whole of a multipart form, files included, as in Werkzeug.
   */
  readonly maxFormMemorySize?: number | null | undefined;
  /** The most parts that a multipart form may have, files included; 1,000 if it is left out. */
  readonly maxFormParts?: number | null | undefined;
  /** The most fields that an urlencoded form may have; 1,000 if it is left out. */
  readonly maxFormFields?: number | null | undefined;
}

/** How much the bodies of all requests of a process may take together, beyond which a request is answered 503. */
export interface SharedLimits {
  /** The most bytes in memory; 256 MiB if it is left out. The first 64 KiB of each body are not counted. */
  readonly maxBodyMemory?: number | null | undefined;
  /** The most bytes in temporary files; 4 GiB if it is left out. */
  readonly maxSpoolSize?: number | null | undefined;
}

/** Every limit as a number. */
export type EffectiveLimits = { readonly [name in keyof (BodyLimits & SharedLimits)]-?: number };

/** The error of a body that has more bytes than it may, a 413. */
export function tooLarge(limit: number): RequestEntityTooLarge {
  return new RequestEntityTooLarge(`The request carries more than the ${limit} bytes that are allowed.`);
}

/**
 * The error of a body that was refused, with what the developer can do about it; any other error as it is.
 * Flask lets a view raise a limit, before it reads the body.
 */
export function explainRefusal(error: unknown): unknown {
  if (!(error instanceof RequestEntityTooLarge)) return error;
  const remedy =
    "To take more, set maxContentLength, maxFormMemorySize or maxFormParts in the options of the route, in the " +
    "configuration, or on the request in a function given to app.beforeBody(); a view runs after the body is received.";
  return new RequestEntityTooLarge(`${error.description}\n${remedy}`, { cause: error });
}

const STANDARD: EffectiveLimits = {
  maxContentLength: 16 * 1024 * 1024,
  maxFormMemorySize: 500_000,
  maxFormParts: 1000,
  maxFormFields: 1000,
  maxBodyMemory: 256 * 1024 * 1024,
  maxSpoolSize: 4 * 1024 * 1024 * 1024,
};

/** The limits that hold, each as a number: what is `null` is infinite, what is left out is the default. */
export function effectiveLimits(limits: BodyLimits & SharedLimits): EffectiveLimits {
  return {
    maxContentLength: numberOf("maxContentLength", limits),
    maxFormMemorySize: numberOf("maxFormMemorySize", limits),
    maxFormParts: numberOf("maxFormParts", limits),
    maxFormFields: numberOf("maxFormFields", limits),
    maxBodyMemory: numberOf("maxBodyMemory", limits),
    maxSpoolSize: numberOf("maxSpoolSize", limits),
  };
}

function numberOf(name: keyof EffectiveLimits, limits: BodyLimits & SharedLimits): number {
  const limit = limits[name];
  if (limit === null) return Number.POSITIVE_INFINITY;
  if (limit === undefined) return STANDARD[name];
  if (typeof limit === "number" && limit >= 0) return limit;
  throw new TypeError(`${name} must be a number of 0 or more, or null for no limit, not ${String(limit)}.`);
}
