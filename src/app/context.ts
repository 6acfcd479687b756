/** The context of a request: one object, entered once, found from anywhere below it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Request } from "../http/index.ts";
import type { MapAdapter } from "../routing/index.ts";
import type { Session } from "../sessions/index.ts";
import { AppGlobals, type Globals } from "./app-globals.ts";
import type { Application } from "./application.ts";
import { OutsideContextError } from "./errors.ts";

/** The application, request and session that belong together while a request is handled. */
export class AppContext {
  readonly app: Application;
  readonly request: Request;
  /** The messages that this request has taken from the session, once it has asked for them. */
  flashes: readonly (readonly [category: string, message: unknown])[] | undefined;
  #globals: AppGlobals | undefined;
  #session: Session | undefined;
  #urlAdapter: MapAdapter | undefined;

  constructor(app: Application, request: Request) {
    this.app = app;
    this.request = request;
  }

  /** What the request keeps for itself: `g`. */
  get g(): AppGlobals & Globals {
    this.#globals ??= new AppGlobals();
    return this.#globals;
  }

  /** What matches and builds URLs at the server that the request came to. @throws BadHost, a 400 */
  get urlAdapter(): MapAdapter {
    this.#urlAdapter ??= this.app.createUrlAdapter(this.request);
    return this.#urlAdapter;
  }

  /** The session; looking at it counts as reading it. */
  get session(): Session {
    const session = this.sessionUnread;
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
}

// Two copies of the package, as a package manager may install them, must see the same context.
const STORAGE: unique symbol = Symbol.for("flagon.context.1");
const registry = globalThis as { [STORAGE]?: AsyncLocalStorage<AppContext> };
registry[STORAGE] ??= new AsyncLocalStorage<AppContext>();
const storage = registry[STORAGE];

/** Runs a function within a context. */
export function runInContext<T>(context: AppContext, fn: (context: AppContext) => T): T {
  return storage.run(context, fn, context);
}

/**
 * The context of the request being handled, for extensions: Flask's `app_ctx`.
 *
 * @param what The name that was used, for the error if there is none.
 * @throws OutsideContextError where no request is being handled.
 */
export function currentContext(what: string): AppContext {
  const context = storage.getStore();
  if (context === undefined) throw new OutsideContextError(what);
  return context;
}

/** The context of the request being handled, if one is. */
export function currentContextIfAny(): AppContext | undefined {
  return storage.getStore();
}

/** Whether a request is being handled: Flask's `has_request_context`. */
export function hasRequestContext(): boolean {
  return storage.getStore() !== undefined;
}
