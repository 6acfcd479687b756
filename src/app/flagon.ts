/** The application: what answers requests, on any runtime and in tests. */
import {
  type Handler,
  InternalServerError,
  type Request,
  type Response,
  redirect,
  WebRequestSource,
} from "../http/index.ts";
import { inspectAs } from "../python/index.ts";
import type { Blueprint, RegisterOptions } from "./blueprints/blueprint.ts";
import { AppContext, currentContextIfAny, runInContext } from "./contexts/context.ts";
import { g } from "./contexts/locals.ts";
import { bodyOptions } from "./dispatch/body-options.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { makeResponse } from "./dispatch/make-response.ts";
import { matchRequest, openSession } from "./dispatch/receive.ts";
import { debugPage, mayShowDebugPage } from "./errors/debug-page.ts";
import { httpExceptionOf } from "./errors/error-handlers.ts";
import { Lifecycle, type LifecycleFunction } from "./lifecycle.ts";
import { attempt, chain, isPromise, type MaybePromise } from "./maybe-promise.ts";
import type { ExecutionContext } from "./mounts/fetch-handler.ts";
import { type Mountable, mountPointOf } from "./mounts/mounts.ts";
import { urlFor } from "./routing/url-for.ts";
import { type RunningApp, type RunOptions, runApp } from "./run.ts";
import { appContextPushed } from "./signals.ts";
import { FlagonCliRunner } from "./testing/cli-runner.ts";
import { type ClientOptions, FlagonClient } from "./testing/client.ts";
import { type TestRequestOptions, testSource } from "./testing/test-request.ts";

/** Gives values that are there by name in the shell. */
export type ShellContextProcessor = () => Readonly<Record<string, unknown>>;

/** A test's request whose body is received first, so that what comes of it is a promise. */
type MultipartRequest = TestRequestOptions &
  (
    | { readonly files: NonNullable<TestRequestOptions["files"]> }
    | { readonly form: globalThis.FormData }
    | { readonly data: globalThis.FormData | globalThis.Blob | globalThis.ReadableStream }
  );

/**
 * A web application: `flask.Flask`.
 *
 * @example
 * ```ts
 * const app = new Flagon({ secretKey: process.env.SECRET_KEY });
 * app.get("/", () => "Hello");
 * export default app;
 * ```
 */
export class Flagon extends Dispatcher {
  /** The function {@link urlFor}: `Flask.url_for`. */
  readonly urlFor: typeof urlFor = urlFor;
  /** The function `redirect`: `Flask.redirect`. */
  readonly redirect: typeof redirect = redirect;
  /** The function {@link makeResponse}: `Flask.make_response`. */
  readonly makeResponse: typeof makeResponse = makeResponse;

  override registerBlueprint(blueprint: Blueprint<string>, options: RegisterOptions = {}): void {
    this.checkSetup("registerBlueprint");
    if (typeof (blueprint as Partial<Blueprint> | undefined)?.register !== "function") {
      throw new TypeError(
        `app.registerBlueprint() needs a blueprint, such as new Blueprint("users"), not a ${typeof blueprint}.`,
      );
    }
    blueprint.register(this, options);
  }

  /**
   * Mounts an application below a path: one of ours, or any other with a `fetch`, such as one of Hono's. It answers
   * whatever is at the path and below it, before the routes of this one are looked at; of several the one with the longest
   * path does. It sees requests as if it stood at the root of the site; in one of ours `request.scriptRoot` is the path, and
   * `urlFor` puts it first.
   *
   * To this application that is a request like any other, only without an endpoint: its functions before and after a
   * request run, and its error handlers for what the mounted application throws. The body is left to the mounted
   * application, with its limits and not those of this one. Sessions, contexts and hooks of the mounted one are its own;
   * two that shall not share a session need different `config.sessionCookieName`s. Its start and its end go with this one's,
   * if it is given itself and not its `fetch` alone.
   *
   * @param prefix The path, decoded, without variables: `"/admin"`, for `/admin` and `/admin/…`.
   * @param target The application.
   * @throws TypeError for a path or an application that is none; Error for a path that is taken; SetupFinishedError after
   *   the first request.
   * @example
   * ```ts
   * app.mount("/admin", admin);
   * app.mount("/api/v2", new Hono().get("/health", (c) => c.text("well")));
   * ```
   */
  mount(prefix: string, target: Mountable): void {
    this.checkSetup("mount");
    this.mounts.add(prefix, target);
    if (!isHandler(target)) return;
    this.#lifecycle.addStartup(() => target.startup?.());
    this.#lifecycle.addShutdown(() => target.shutdown?.());
  }

  readonly #lifecycle = new Lifecycle((fn) => this.appContext(fn));
  // Servers that have started it and not ended it.
  #servers = 0;

  /**
   * Registers a function that runs once, before the application answers its first request: a server runs it before it
   * listens, and does not listen if it fails; the test client and `app.fetch` run it when the first request comes, which
   * waits for it, and is answered with 500 if it fails. They run in order, each after the one before has settled, where
   * `currentApp` is there. Flask has no such hook.
   *
   * @returns The function.
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.onStartup(async function connect() {
   *   app.extensions.set("db", await openDatabase(app.config.databaseUrl));
   * });
   * ```
   */
  onStartup<F extends LifecycleFunction>(fn: F): F {
    this.#checkFunction("onStartup", fn);
    this.#lifecycle.addStartup(fn);
    return fn;
  }

  /**
   * Registers a function that runs when the application ends, if it had started: once its server has closed and the
   * running requests are answered, or when a test client is closed. The last one registered runs first, and all of them
   * run, even if one fails. On a runtime that calls `app.fetch` the end is not known; call `app.shutdown()` where it is.
   *
   * @returns The function.
   * @throws SetupFinishedError after the first request.
   */
  onShutdown<F extends LifecycleFunction>(fn: F): F {
    this.#checkFunction("onShutdown", fn);
    this.#lifecycle.addShutdown(fn);
    return fn;
  }

  /**
   * Runs what {@link onStartup} was given, unless that has been done. Servers call it, and then {@link shutdown}.
   *
   * @throws StartupError, whose cause is the function's error. The next call goes on with the function that failed.
   */
  async startup(): Promise<void> {
    await this.ready();
    this.#servers++;
  }

  /**
   * Runs what {@link onShutdown} was given, once each server that called {@link startup} has called this.
   *
   * @throws ShutdownError with the errors of the functions that failed.
   */
  async shutdown(): Promise<void> {
    if (this.#servers > 0) this.#servers--;
    await this.finish();
  }

  /** @internal Ends it, unless a server serves it. */
  async finish(): Promise<void> {
    if (this.#lifecycle.isBusy && isWithin(this)) {
      throw new Error(
        "app.shutdown() was called in a function of the start or the end of the application, which it would wait for.",
      );
    }
    if (this.#servers === 0) await this.#lifecycle.stop();
  }

  /** @internal Waits for the start where no server has seen to it. */
  ready(): MaybePromise<void> {
    // A function of the start may itself send a request.
    return this.#lifecycle.isBusy && isWithin(this) ? undefined : this.#lifecycle.start();
  }

  override respond(request: Request): MaybePromise<Response> {
    if (this.#lifecycle.isStarted) return super.respond(request);
    return chain(this.ready(), () => super.respond(request));
  }

  #checkFunction(method: string, fn: LifecycleFunction): void {
    this.checkSetup(method);
    if (typeof fn !== "function") throw new TypeError(`app.${method}() needs a function.`);
  }

  /**
   * Answers a request of the Web's: the application on any Fetch runtime. It never throws or rejects.
   *
   * @param request The Web's request.
   * @param env What the runtime hands over, such as a Worker's bindings: `request.env`.
   * @param ctx The runtime's execution context: `request.waitUntil`.
   */
  readonly fetch = (
    request: globalThis.Request,
    env?: unknown,
    ctx?: ExecutionContext,
  ): MaybePromise<globalThis.Response> => {
    return attempt(
      () => {
        const waitUntil = ctx?.waitUntil === undefined ? undefined : ctx.waitUntil.bind(ctx);
        const source = new WebRequestSource(request, { env, waitUntil, ...mountPointOf(request) });
        return chain(this.handle(new this.requestClass(source)), (response) =>
          response.toWeb(request.method, (error) =>
            this.logException(error, `${request.method} ${new URL(request.url).pathname}`),
          ),
        );
      },
      (error) => {
        this.logException(error, `${request.method} ${new URL(request.url).pathname}`);
        return new globalThis.Response("Internal Server Error", { status: 500 });
      },
    );
  };

  /** Answers a request; what servers call. What `respond` throws on is logged, and answered with 500. */
  handle(request: Request): MaybePromise<Response> {
    return attempt(
      () => this.respond(request),
      (error) => this.#answerTo(error, request),
    );
  }

  /**
   * Runs a function where `currentApp` and `g` are there, but no request: `app.app_context()`. URLs are built for
   * `config.serverName`.
   *
   * @returns What the function returns; the context ends when its promise is settled, if it gives one.
   * @example
   * ```ts
   * await app.appContext(async () => {
   *   await createTables(currentApp.config);
   * });
   * ```
   */
  appContext<T>(fn: () => T): T {
    checkCallback(fn, "app.appContext(() => …)");
    return this.#within(new AppContext(this), () => fn()) as T;
  }

  /**
   * Runs a function as if a request were being handled, without hooks or a view: `app.test_request_context()`.
   *
   * @param path The path, with its query.
   * @param fn Runs in the context.
   * @returns What the function returns; the context ends when its promise is settled, if it gives one.
   * @example
   * ```ts
   * app.testRequestContext("/?q=tea", () => request.args.get("q")); // "tea"
   * ```
   */
  testRequestContext<T>(path: string, fn: () => T): T;
  /**
   * Runs a function as if a request with files were being handled, which are received first.
   *
   * @param path The path, with its query.
   * @param options As those of the test client.
   * @param fn Runs in the context.
   * @returns A promise of what the function returns.
   */
  testRequestContext<T>(path: string, options: MultipartRequest, fn: () => T): Promise<Awaited<T>>;
  /**
   * Runs a function as if a request were being handled that has a method, headers or a body.
   *
   * @param path The path, with its query.
   * @param options As those of the test client.
   * @param fn Runs in the context.
   * @returns What the function returns.
   */
  testRequestContext<T>(path: string, options: TestRequestOptions, fn: () => T): T;
  testRequestContext<T>(path: string, ...rest: [() => T] | [TestRequestOptions, () => T]): T {
    const [options, fn] = rest.length === 1 ? [{}, rest[0]] : rest;
    checkCallback(fn, "app.testRequestContext(path, () => …)");
    const request = new this.requestClass(testSource(this, path, options));
    const context = new AppContext(this, request);
    return this.#within(context, () => {
      matchRequest(context);
      if (request.urlRule !== undefined) request.prepareBody(bodyOptions(this, request.urlRule));
      return chain(request.receiveBody(), () => chain(openSession(context), () => fn() as MaybePromise<T>));
    }) as T;
  }

  /** A client that calls the application without a server: `app.test_client()`. */
  testClient(options?: ClientOptions): FlagonClient {
    return new FlagonClient(this, options);
  }

  /** Calls its commands, and Flagon's, as the command line would: `app.test_cli_runner()`. */
  testCliRunner(): FlagonCliRunner {
    return new FlagonCliRunner(this);
  }

  readonly #shellContextProcessors: ShellContextProcessor[] = [];

  /**
   * Registers a function whose values are there by name in `flagon shell`: `@app.shell_context_processor`.
   *
   * @returns The function.
   */
  shellContextProcessor<F extends ShellContextProcessor>(fn: F): F {
    this.#checkFunction("shellContextProcessor", fn);
    this.#shellContextProcessors.push(fn);
    return fn;
  }

  /** What is there by name in `flagon shell`: `app`, `g`, and the rest: `Flask.make_shell_context`. */
  makeShellContext(): Record<string, unknown> {
    return Object.assign({ app: this, g }, ...this.#shellContextProcessors.map((fn) => fn())) as Record<
      string,
      unknown
    >;
  }

  /**
   * Serves the application with the runtime's server and prints the address, for development: `app.run()`. SIGINT and
   * SIGTERM close it: running requests get a moment, and what {@link onShutdown} was given runs. In a module that the
   * command `flagon` loads it does nothing, for that serves the application itself.
   *
   * @throws Error, in one sentence with the remedy, if the address can't be had.
   */
  run(options: RunOptions = {}): Promise<RunningApp> {
    return runApp(this, options);
  }

  #answerTo(error: unknown, request: Request): MaybePromise<Response> {
    this.logException(error, `${request.method} ${request.path}`);
    const { trapHttpExceptions, trapBadRequestErrors } = this.config;
    const known = httpExceptionOf(error);
    // Only in debug: one that explains what a form lacks, which is the client's fault.
    const isTrapped = trapHttpExceptions || trapBadRequestErrors === true;
    if (known !== undefined && known.code < 500 && !isTrapped) return known.getResponse();
    const plain = (): Response =>
      new InternalServerError(undefined, { originalException: error }).getResponse();
    if (!this.propagatesExceptions || !mayShowDebugPage(this, request)) return plain();
    return debugPage(this, request, error).catch((failure: unknown) => {
      this.logException(failure, "the debug page");
      return plain();
    });
  }

  #within<T>(context: AppContext, fn: () => MaybePromise<T>): MaybePromise<T> {
    return runInContext(context, () => {
      let result: MaybePromise<T>;
      try {
        result = chain(appContextPushed.send(this, {}), fn);
      } catch (error) {
        return this.#fail(context, error);
      }
      if (!isPromise(result)) return chain(this.#end(context), () => result);
      return Promise.resolve(result).then(
        (value) => chain(this.#end(context), () => value),
        (error: unknown) => this.#fail(context, error),
      );
    });
  }

  #fail(context: AppContext, error: unknown): MaybePromise<never> {
    context.failure = error;
    return chain(this.#end(context), () => {
      throw error;
    });
  }

  #end(context: AppContext): MaybePromise<void> {
    return chain(this.release(context), () => (context.hasRequest ? context.request.close() : undefined));
  }
}

function isHandler(target: Mountable | Handler): target is Handler & Mountable {
  return "handle" in target && typeof target.handle === "function";
}

/** Whether this runs in a context of the application alone. */
function isWithin(app: Flagon): boolean {
  const context = currentContextIfAny();
  return context?.app === app && !context.hasRequest;
}

// Its fields would put the secret key into a log.
inspectAs(Flagon.prototype, ({ root }) => `<Flagon ${JSON.stringify(root)}>`);

/** Where Python has a `with` block, there is a function. */
function checkCallback(fn: unknown, usage: string): void {
  if (typeof fn !== "function") throw new TypeError(`A context lasts as long as a function runs: ${usage}.`);
}
