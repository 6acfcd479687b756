/** What an application and a blueprint have in common: Flask's `Scaffold`. */
import type { ErrorOfCode } from "../errors/error-codes.ts";
import type { ErrorClass, ErrorHandler, ErrorKey } from "../errors/error-handlers.ts";
import { FolderScaffold } from "./folder-scaffold.ts";
import {
  type AfterRequestFunction,
  type BeforeBodyFunction,
  type BeforeRequestFunction,
  type ContextProcessor,
  Hooks,
  type TeardownFunction,
  type UrlDefaultsFunction,
  type UrlValuePreprocessor,
} from "./hooks.ts";

/**
 * The methods that register what runs around views. Each returns the function that it was given.
 *
 * As a type it is either an application or a blueprint, whatever its prefix, for what registers the same on both:
 * `Scaffold<string>`.
 *
 * @example
 * ```ts
 * function addHealth(on: Scaffold<string>): void {
 *   on.get("/health", () => "well");
 * }
 * addHealth(app);
 * addHealth(new Blueprint("admin", { urlPrefix: "/admin" }));
 * ```
 */
export abstract class Scaffold<Prefix extends string = ""> extends FolderScaffold<Prefix> {
  /** @internal What was registered. */
  readonly hooks: Hooks = new Hooks();

  /**
   * Registers a function that looks at requests that have a body before any of it is read: to reject one by its
   * headers, or to set its limits. It runs after the URL has matched a rule. Flask has no such hook.
   *
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.beforeBody((request) => {
   *   if (!isMember(request)) request.maxContentLength = 1024 * 1024;
   * });
   * ```
   */
  beforeBody<F extends BeforeBodyFunction>(fn: F): F {
    return this.#add("beforeBody", this.hooks.beforeBody, fn);
  }

  /**
   * Registers a function that runs before the view of every request, of a blueprint's requests if it is registered
   * there: `@app.before_request`. What it returns answers the request in place of the view; `undefined` lets it go on.
   *
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.beforeRequest(() => {
   *   if (!session.has("user") && request.endpoint !== "login") return redirect(urlFor("login"));
   * });
   * ```
   */
  beforeRequest<F extends BeforeRequestFunction>(fn: F): F {
    return this.#add("beforeRequest", this.hooks.beforeRequest, fn);
  }

  /**
   * Registers a function that gets every response before the session is saved, and returns it or another:
   * `@app.after_request`. The last one registered runs first; those of the innermost blueprint before those of the
   * application.
   *
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.afterRequest((response) => {
   *   response.headers.set("X-Frame-Options", "DENY");
   *   return response;
   * });
   * ```
   */
  afterRequest<F extends AfterRequestFunction>(fn: F): F {
    return this.#add("afterRequest", this.hooks.afterRequest, fn);
  }

  /**
   * Registers a function that runs when a request ends, however it ends: `@app.teardown_request`. It gets the error that
   * nobody handled, or `undefined`. All of them run, even if one throws, which is logged.
   *
   * @throws SetupFinishedError after the first request.
   */
  teardownRequest<F extends TeardownFunction>(fn: F): F {
    return this.#add("teardownRequest", this.hooks.teardownRequest, fn);
  }

  /**
   * Registers a function that sees, and may change, the arguments of the view before the before hooks:
   * `@app.url_value_preprocessor`. Both its arguments are `undefined` if no rule matched.
   *
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.urlValuePreprocessor((_endpoint, values) => {
   *   g.language = values?.language;
   * });
   * ```
   */
  urlValuePreprocessor<F extends UrlValuePreprocessor>(fn: F): F {
    return this.#add("urlValuePreprocessor", this.hooks.urlValuePreprocessors, fn);
  }

  /**
   * Registers a function that may add values to each URL that is built, of a blueprint's endpoints if it is registered
   * there: `@app.url_defaults`.
   *
   * @throws SetupFinishedError after the first request.
   */
  urlDefaults<F extends UrlDefaultsFunction>(fn: F): F {
    return this.#add("urlDefaults", this.hooks.urlDefaults, fn);
  }

  /**
   * Registers a function that gives names to every template, to those of a blueprint's requests if it is registered
   * there: `@app.context_processor`.
   *
   * @throws SetupFinishedError after the first request.
   */
  contextProcessor<F extends ContextProcessor>(fn: F): F {
    return this.#add("contextProcessor", this.hooks.contextProcessors, fn);
  }

  /**
   * Registers a function that answers errors of a status code in place of the view: `@app.errorhandler`. The status of
   * what it returns is its own to set: text alone is a 200, as in Flask.
   *
   * @param code From 400 to 599. For 500 the handler gets an `InternalServerError` with the error in `originalException`.
   * @param fn Gets the error, and returns what a view may.
   * @returns The function.
   * @throws TypeError, RangeError for what is no code; SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.errorHandler(404, (error) => makeResponse(renderTemplate("404.html"), 404));
   * ```
   */
  errorHandler<Code extends number>(
    code: Code,
    fn: ErrorHandler<ErrorOfCode<Code>>,
  ): ErrorHandler<ErrorOfCode<Code>>;
  /**
   * Registers a function that answers errors of a class in place of the view: `@app.errorhandler`.
   *
   * @param Class A class of errors, which stands for its subclasses too.
   * @param fn Gets the error, and returns what a view may.
   * @returns The function.
   * @throws TypeError for what is no class of errors; SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.errorHandler(OutOfStock, (error) => makeResponse({ sku: error.sku }, 409));
   * ```
   */
  errorHandler<E extends Error>(Class: ErrorClass<E>, fn: ErrorHandler<E>): ErrorHandler<E>;
  errorHandler(key: ErrorKey, fn: ErrorHandler): ErrorHandler {
    this.registerErrorHandler(key as never, fn);
    return fn;
  }

  /** Registers an error handler: `app.register_error_handler`. The same as {@link errorHandler}, without a result. */
  registerErrorHandler<Code extends number>(code: Code, fn: ErrorHandler<ErrorOfCode<Code>>): void;
  registerErrorHandler<E extends Error>(Class: ErrorClass<E>, fn: ErrorHandler<E>): void;
  registerErrorHandler(key: ErrorKey, fn: ErrorHandler): void {
    this.checkSetup("errorHandler");
    if (typeof fn !== "function")
      throw new TypeError(`${this.called}.errorHandler() needs a function of the error.`);
    this.hooks.errorHandlers.add(key, fn);
  }

  #add<G, F extends G>(method: string, functions: G[], fn: F): F {
    this.checkSetup(method);
    if (typeof fn !== "function") throw new TypeError(`${this.called}.${method}() needs a function.`);
    functions.push(fn);
    return fn;
  }
}
