/** The context of a request or of an application alone: one object, found from anywhere below what entered it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Request, Response } from "../../http/index.ts";
import type { MapAdapter } from "../../routing/index.ts";
import type { Session } from "../../sessions/index.ts";
import type { Application } from "../application.ts";
import type { Pipeline } from "../dispatch/pipeline.ts";
import { OutsideContextError } from "../errors/errors.ts";
import type { MountedRequest } from "../mounts/mounts.ts";
import type { AfterRequestFunction } from "../scaffold/hooks.ts";
import type { AppGlobals, Globals } from "./app-globals.ts";

/** What is made piece by piece within a context; it can be ended before its end. */
export type ContextStream = Generator<unknown> | AsyncGenerator<unknown>;

/** An application as its contexts see it: it ends them too. */
export interface ContextOwner extends Application {
  /** Lets a context go; the last one who does ends it. */
  release(context: AppContext): void | Promise<void>;
}

/** The application, request and session that belong together while a request is handled: Flask's `AppContext`. */
export class AppContext {
  readonly app: ContextOwner;
  /** The messages that this request has taken from the session, once it has asked for them. */
  flashes: readonly (readonly [category: string, message: unknown])[] | undefined;
  /** @internal What `afterThisRequest` was given. */
  afterThisRequest: AfterRequestFunction[] | undefined;
  /** @internal The error that nobody handled, for the functions that tear down. */
  failure: unknown;
  /** @internal Who still uses it, such as a stream; it is torn down when nobody does. */
  users = 1;
  /** @internal Whether another server has answered the request, whose response is passed back. */
  isForwarded = false;
  /** @internal The mounted application that answers. */
  mounted: MountedRequest | undefined;
  /** @internal The streams that keep it until the response is closed. */
  streams: ContextStream[] | undefined;
  /** @internal All responses of the request, if a function after the view put another in the place of one. */
  replaced: Response[] | undefined;
  /** @internal What went wrong in tearing it down, if whoever waits for that shall hear of it. */
  teardownFailure: { readonly error: unknown } | undefined;
  /** @internal What marks the scripts and styles of its page as the application's own, once that was asked for. */
  cspNonce: string | undefined;
  readonly #request: Request | undefined;
  #globals: AppGlobals | undefined;
  #session: Session | undefined;
  #urlAdapter: MapAdapter | undefined;
  #pipeline: Pipeline | undefined;

  constructor(app: ContextOwner, request?: Request | undefined) {
    this.app = app;
    this.#request = request;
  }

  /** The request. @throws OutsideContextError if the context is an application's alone. */
  get request(): Request {
    if (this.#request === undefined) throw new OutsideContextError("request");
    return this.#request;
  }

  /** Whether it is the context of a request. */
  get hasRequest(): boolean {
    return this.#request !== undefined;
  }

  /** @internal What a log calls it: the method and path of the request. */
  get place(): string {
    return this.#request === undefined ? "a context" : `${this.#request.method} ${this.#request.path}`;
  }

  /** What the request keeps for itself: `g`. */
  get g(): AppGlobals & Globals {
    this.#globals ??= new this.app.appCtxGlobalsClass();
    return this.#globals;
  }

  /**
   * What matches and builds URLs at the server that the request came to, or at `config.serverName`.
   *
   * @throws BadHost, a 400; Error if there is neither.
   */
  get urlAdapter(): MapAdapter {
    this.#urlAdapter ??= this.app.createUrlAdapter(this.#request);
    return this.#urlAdapter;
  }

  /** The session; looking at it counts as reading it. @throws OutsideContextError if there is no request. */
  get session(): Session {
    const session = this.#session;
    if (session === undefined) throw new OutsideContextError("session");
    session.accessed = true;
    return session;
  }

  set session(session: Session) {
    this.#session = session;
  }

  /** The session without counting as a reader; `undefined` before it is opened. */
  get sessionUnread(): Session | undefined {
    return this.#session;
  }

  /** @internal The hooks that run: the application's alone until the request has matched a rule. */
  get pipeline(): Pipeline {
    this.#pipeline ??= this.app.pipelineOf(undefined);
    return this.#pipeline;
  }

  set pipeline(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }
}

// Two copies of the package, as a package manager may install them, must see the same context.
const STORAGE: unique symbol = Symbol.for("flagon.context.2");
const registry = globalThis as { [STORAGE]?: AsyncLocalStorage<AppContext> };
registry[STORAGE] ??= new AsyncLocalStorage<AppContext>();
const storage = registry[STORAGE];

/** Runs a function within a context. */
export function runInContext<T>(context: AppContext, fn: (context: AppContext) => T): T {
  return storage.run(context, fn, context);
}

/**
 * The context of the moment, for extensions: Flask's `app_ctx`.
 *
 * @param what The name that was used, for the error if there is none.
 * @throws OutsideContextError where there is no context.
 */
export function currentContext(what: string): AppContext {
  const context = storage.getStore();
  if (context === undefined) {
    throw new OutsideContextError(what, NEEDS_NO_REQUEST.has(what) ? "application" : "request");
  }
  return context;
}

// What an application's context alone is enough for.
const NEEDS_NO_REQUEST: ReadonlySet<string> = new Set([
  "currentApp",
  "g",
  "getTemplateAttribute",
  "renderTemplate",
  "renderTemplateString",
  "urlFor",
]);

/** The context of the moment, if there is one. */
export function currentContextIfAny(): AppContext | undefined {
  return storage.getStore();
}

/** Whether a request is being handled: Flask's `has_request_context`. */
export function hasRequestContext(): boolean {
  return storage.getStore()?.hasRequest === true;
}

/** Whether there is a context, of a request or of an application alone: Flask's `has_app_context`. */
export function hasAppContext(): boolean {
  return storage.getStore() !== undefined;
}
