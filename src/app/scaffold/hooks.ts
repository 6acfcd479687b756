/** The functions that run around the view, as an application or a blueprint has registered them. */
import type { Request, Response } from "../../http/index.ts";
import { ErrorHandlers } from "../errors/error-handlers.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { ViewResult } from "../routing/view.ts";

/**
 * Looks at a request before its body is read: method, path and headers are there, `form` and its like are not.
 * It may set `request.maxContentLength` and the other limits, throw (`abort(403)`), or answer in place of the view.
 */
export type BeforeBodyFunction = (request: Request) => MaybePromise<ViewResult | undefined>;

/**
 * Runs before the view, with the session open and the body received. What it returns answers the request in place
 * of the view; `undefined` or `null` lets it go on.
 */
export type BeforeRequestFunction = () => MaybePromise<ViewResult | undefined | null>;

/** Gets the response before it is sent, and returns it or another; `undefined` keeps it. */
export type AfterRequestFunction = (
  response: Response,
) => MaybePromise<Response | globalThis.Response | undefined>;

/** Runs when a request or its context ends, with the error that nobody handled, if there was one. */
export type TeardownFunction = (error: unknown) => unknown;

/** Sees, and may change, the endpoint's view arguments before the before hooks; both are `undefined` if no rule matched. */
export type UrlValuePreprocessor = (
  endpoint: string | undefined,
  values: Record<string, unknown> | undefined,
) => MaybePromise<unknown>;

/** May add values to a URL that is being built. */
export type UrlDefaultsFunction = (endpoint: string, values: Record<string, unknown>) => unknown;

/** Gives names to every template. */
export type ContextProcessor = () => object;

/** What one application or blueprint has registered, each in order. */
export class Hooks {
  readonly beforeBody: BeforeBodyFunction[] = [];
  readonly urlValuePreprocessors: UrlValuePreprocessor[] = [];
  readonly beforeRequest: BeforeRequestFunction[] = [];
  readonly afterRequest: AfterRequestFunction[] = [];
  readonly teardownRequest: TeardownFunction[] = [];
  readonly urlDefaults: UrlDefaultsFunction[] = [];
  readonly contextProcessors: ContextProcessor[] = [];
  readonly errorHandlers: ErrorHandlers = new ErrorHandlers();
}
