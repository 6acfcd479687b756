/** `Fallback`: the other server that answers what no route of an application does: which requests, and by which way. */
import {
  HTTPException,
  MethodNotAllowed,
  NotFound,
  type Request,
  type Response,
  refuseAmbiguousPath,
} from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import { RequestRedirect, WebsocketMismatch } from "../../routing/index.ts";
import type { AfterRequestFunction, BeforeRequestFunction } from "../scaffold/hooks.ts";
import { FallbackCounter, type FallbackStats } from "./fallback-stats.ts";
import { callFetch, type FetchApp, type FetchHandler, fetchHandlerOf } from "./fetch-handler.ts";

/** Where requests fall back to: the URL of a server, a Fetch handler, or what has one, such as another application. */
export type FallbackTarget = string | URL | FetchHandler | FetchApp;

/** How requests fall back. The limits in time are in seconds, and for the URL of a server only. */
export type FallbackOptions = {
  /**
   * Which functions of `app.beforeRequest` run before a request falls back: all of them (`true`, unless it is said),
   * none, or those that are listed. What one of them returns or throws answers in place of the other server.
   */
  readonly beforeRequest?: boolean | readonly BeforeRequestFunction[] | undefined;
  /**
   * Which functions of `app.afterRequest` get the other server's response: none (`false`, unless it is said), all of
   * them, or those that are listed. What `afterThisRequest` was given runs in any case.
   */
  readonly afterRequest?: boolean | readonly AfterRequestFunction[] | undefined;
  /**
   * Which Host header the other server sees: the client's (`"keep"`, unless it is said), so that it builds the same URLs
   * as before; or its own (`"replace"`), as virtual hosts need it. X-Forwarded-Host has the client's either way.
   */
  readonly host?: "keep" | "replace" | undefined;
  /** A socket in the file system to connect to, such as gunicorn's `unix:` one; the URL then names the host only. */
  readonly socketPath?: string | undefined;
  /** How long connecting may take; 5 if it is left out. Then 504. */
  readonly connectTimeout?: number | undefined;
  /** How long the answer may take to begin once the request is sent; 60 if it is left out. Then 504. */
  readonly responseTimeout?: number | undefined;
  /** How long nothing may come or go in the midst of a body, but for the client's sake; 60 if it is left out. */
  readonly idleTimeout?: number | undefined;
  /** How long an unused connection is kept, less than the other server keeps it; 1.5 if it is left out. */
  readonly keepAliveTimeout?: number | undefined;
};

const OPTIONS: Readonly<Record<keyof FallbackOptions, true>> = {
  beforeRequest: true,
  afterRequest: true,
  host: true,
  socketPath: true,
  connectTimeout: true,
  responseTimeout: true,
  idleTimeout: true,
  keepAliveTimeout: true,
};

/** Passes requests on. */
type Forward = (request: Request) => Promise<Response>;

/** The other server of an application. */
export class Fallback {
  /** Whether it is a server of its own, to which WebSockets can be passed on. */
  readonly isServer: boolean;
  /** Why no route has a path; one for all requests, since to make an error takes longer than to find no route. */
  readonly missed: NotFound = new NotFound();
  /** What it is called where something goes wrong. */
  readonly name: string;
  readonly #options: FallbackOptions;
  readonly #counter: FallbackCounter;
  readonly #forward: Forward;

  /**
   * @param target - Where requests fall back to.
   * @param options - By which way.
   * @throws TypeError, RangeError for what can't be.
   */
  constructor(target: FallbackTarget, options: FallbackOptions = {}) {
    checkOptionNames(options, OPTIONS, "app.fallback()");
    const { beforeRequest, afterRequest, ...wire } = options;
    checkLimits(options);
    const url = typeof target === "string" || target instanceof URL ? originOf(target) : undefined;
    this.#options = { beforeRequest, afterRequest };
    this.isServer = url !== undefined;
    this.name = url?.origin ?? "the handler given to app.fallback()";
    this.#counter = new FallbackCounter(url?.origin);
    this.#forward = url === undefined ? toHandler(target as FetchHandler | FetchApp) : toServer(url, wire);
  }

  /** What fell back so far. */
  get stats(): FallbackStats {
    return this.#counter.stats;
  }

  /**
   * Whether a request falls back for the reason that no rule matched it: there is none for its path or its method, or
   * only one that has another number of slashes.
   */
  takes(request: Request): boolean {
    const { routingException: reason } = request;
    if (reason instanceof NotFound || reason instanceof MethodNotAllowed) return true;
    if (reason instanceof WebsocketMismatch) return true;
    return reason instanceof RequestRedirect && isForSlashes(reason, request);
  }

  /** Those of the functions before a request that run before this one falls back. */
  beforeRequest(functions: readonly BeforeRequestFunction[]): readonly BeforeRequestFunction[] {
    return chosen(this.#options.beforeRequest ?? true, functions);
  }

  /** Those of the functions after a request that get the response. */
  afterRequest(functions: readonly AfterRequestFunction[]): readonly AfterRequestFunction[] {
    return chosen(this.#options.afterRequest ?? false, functions);
  }

  /**
   * The response of the other server; of a redirect for slashes `undefined`, if the other server has no such path either.
   *
   * It is rejected with an HTTPException, a 502 or 504, if there is none; a 400 for a request that can't be passed on.
   *
   * @throws Error if the body is gone.
   */
  forward(request: Request): Promise<Response | undefined> {
    if (request.hasBody && request.isBodyReceived) {
      throw new Error(
        "The body of a request that falls back is passed on as it comes, and a function before the request has received " +
          "it. Give { beforeRequest } to app.fallback() without that function, or let it leave such requests alone " +
          "(request.urlRule is undefined).",
      );
    }
    return this.#forward(request).then(
      (response) => {
        this.#counter.count(request.method, request.path, response.status);
        if (response.status !== 404 || !(request.routingException instanceof RequestRedirect))
          return response;
        response.bodyToSend("HEAD");
        return undefined;
      },
      (error: unknown) => {
        if (error instanceof HTTPException && error.code >= 500) this.#counter.fail();
        throw error;
      },
    );
  }
}

function toServer(url: URL, options: FallbackOptions): Forward {
  let loading: Promise<Forward> | undefined;
  let loaded: Forward | undefined;
  // Sockets are for the floor of the servers, and not on every runtime.
  const load = async (): Promise<Forward> => {
    const { proxyTo } = await import("../../servers/index.ts");
    const upstream = await proxyTo(url, options);
    loaded = (request) => upstream.forward(request);
    return loaded;
  };
  return (request) => {
    if (loaded !== undefined) return loaded(request);
    loading ??= load();
    return loading.then((forward) => forward(request));
  };
}

function toHandler(target: FetchHandler | FetchApp): Forward {
  const handler = fetchHandlerOf(target);
  if (handler === undefined) {
    throw new TypeError(
      'app.fallback() needs the URL of a server, such as "http://127.0.0.1:5001", or a function of a Request.',
    );
  }
  return async (request) => {
    refuseAmbiguousPath(request);
    return callFetch(handler, "The handler given to app.fallback()", request, request.raw);
  };
}

function originOf(target: string | URL): URL {
  const url = URL.parse(String(target));
  // A path would be one that is not passed on, and a password one that shows in logs.
  if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url;
  throw new TypeError(
    `app.fallback(${JSON.stringify(String(target))}) needs scheme, host and port of a server, and no more: ` +
      '"http://127.0.0.1:5001".',
  );
}

const LIMITS = ["connectTimeout", "responseTimeout", "idleTimeout", "keepAliveTimeout"] as const;
const LONGEST_SECONDS = 2_147_483;

function checkLimits(options: FallbackOptions): void {
  for (const name of LIMITS) {
    const seconds = options[name];
    if (seconds === undefined || (seconds > 0 && seconds <= LONGEST_SECONDS)) continue;
    throw new RangeError(
      `app.fallback(): ${name} must be a number of seconds above 0, up to ${LONGEST_SECONDS}, not ${seconds}.`,
    );
  }
}

function chosen<F>(choice: boolean | readonly F[], functions: readonly F[]): readonly F[] {
  if (typeof choice !== "boolean") return choice;
  return choice ? functions : [];
}

/** Whether a redirect leads to the same path but for its slashes. */
function isForSlashes({ newUrl }: RequestRedirect, { path, rootPath }: Request): boolean {
  const url = URL.parse(newUrl, "http://localhost");
  if (url === null) return false;
  let target: string;
  try {
    target = decodeURIComponent(url.pathname);
  } catch {
    return false;
  }
  return target.replaceAll("/", "") === (rootPath + path).replaceAll("/", "");
}
