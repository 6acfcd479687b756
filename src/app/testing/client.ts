/** `FlagonClient`: calls an application without a server, and keeps its cookies. */
import { type Request, Response } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import type { Session } from "../../sessions/index.ts";
import { AppContext, type ContextOwner, runInContext } from "../contexts/context.ts";
import { TestCookie, type TestCookieOptions, type TestCookiePlace, TestCookies } from "./test-cookies.ts";
import {
  TEST_REQUEST_OPTIONS,
  type TestRequestOptions,
  type TestSource,
  type TestTarget,
  testSource,
} from "./test-request.ts";
import { TestResponse } from "./test-response.ts";

/** How a client behaves. */
export type ClientOptions = {
  /** Keeps cookies from one request to the next; `true` unless given. */
  readonly useCookies?: boolean | undefined;
  /** Follows redirects to subdomains of `config.serverName` too. */
  readonly allowSubdomainRedirects?: boolean | undefined;
};

const CLIENT_OPTIONS: Readonly<Record<keyof ClientOptions, true>> = {
  useCookies: true,
  allowSubdomainRedirects: true,
};

/** What a request of the client carries, and what becomes of redirects. */
export type ClientRequestOptions = TestRequestOptions & {
  /** Follows redirects, and gives the last response; `history` holds those before. */
  readonly followRedirects?: boolean | undefined;
};

const REQUEST_OPTIONS: Readonly<Record<keyof ClientRequestOptions, true>> = {
  ...TEST_REQUEST_OPTIONS,
  followRedirects: true,
};

const MAX_REDIRECTS = 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 305, 307, 308]);

/**
 * Calls an application as a browser would, without a socket: `flask.testing.FlaskClient`.
 *
 * @example
 * ```ts
 * const client = app.testClient();
 * await client.post("/login", { form: { username: "admin" } });
 * const page = await client.get("/");
 * page.text(); // "Logged in as admin"
 * ```
 */
export class FlagonClient implements AsyncDisposable {
  readonly #app: ContextOwner;
  readonly #cookies: TestCookies | undefined;
  readonly #allowsSubdomains: boolean;

  constructor(app: ContextOwner, options: ClientOptions = {}) {
    checkOptionNames(options, CLIENT_OPTIONS, "app.testClient()");
    this.#app = app;
    this.#cookies = options.useCookies === false ? undefined : new TestCookies();
    this.#allowsSubdomains = options.allowSubdomainRedirects === true;
  }

  /** Sends a GET request, as {@link FlagonClient.open} does. */
  get(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "GET" });
  }

  /** Sends a POST request, as {@link FlagonClient.open} does. */
  post(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "POST" });
  }

  /** Sends a PUT request, as {@link FlagonClient.open} does. */
  put(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "PUT" });
  }

  /** Sends a PATCH request, as {@link FlagonClient.open} does. */
  patch(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "PATCH" });
  }

  /** Sends a DELETE request, as {@link FlagonClient.open} does. */
  delete(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "DELETE" });
  }

  /** Sends a HEAD request, as {@link FlagonClient.open} does. */
  head(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "HEAD" });
  }

  /** Sends a OPTIONS request, as {@link FlagonClient.open} does. */
  options(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "OPTIONS" });
  }

  /** Sends a TRACE request, as {@link FlagonClient.open} does. */
  trace(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "TRACE" });
  }

  /**
   * Sends a request.
   *
   * @param path - A path, with or without a query, or a whole URL.
   * @param options - What it carries.
   * @throws TypeError for options that exclude each other; Error if redirects lead to another host, or do not end.
   */
  async open(path: string, options: ClientRequestOptions = {}): Promise<TestResponse> {
    checkOptionNames(options, REQUEST_OPTIONS, "A request of a test");
    const { followRedirects = false, ...rest } = options;
    const history: TestResponse[] = [];
    const seen = new Set<string>();
    let source = await testSource(this.#app, path, rest).withWholeBody();
    for (;;) {
      const response = await this.#send(source, history);
      if (!followRedirects || !REDIRECTS.has(response.status)) return response;
      history.push(response);
      const step = `${response.status} ${response.location}`;
      if (seen.has(step) || history.length > MAX_REDIRECTS) throw new Error(endless(path, history));
      seen.add(step);
      source = this.#follow(source, response);
    }
  }

  /**
   * Opens the session that the next request will see, and keeps what the function changes:
   * `client.session_transaction()`.
   *
   * @param fn - Reads and changes the session.
   * @param options - What the request carries that the session is opened for, such as its `baseUrl`.
   * @returns What the function returns.
   * @throws Error if the client keeps no cookies, or the application has no session.
   * @example
   * ```ts
   * await client.sessionTransaction((session) => session.set("userId", 1));
   * ```
   */
  async sessionTransaction<T>(
    fn: (session: Session) => T | Promise<T>,
    options: TestRequestOptions = {},
  ): Promise<T> {
    const app = this.#app;
    await app.ready();
    if (this.#cookies === undefined) {
      throw new Error("A client without cookies has no session to change; leave { useCookies: false } out.");
    }
    const source = testSource(app, "/", options);
    const context = new AppContext(app, this.#requestOf(source));
    const { request } = context;
    const { sessionInterface } = app;
    const session = await runInContext(context, () => sessionInterface.openSession(app, request));
    if (session === undefined) throw new Error("There is no session to change: set a secretKey.");
    const result = await fn(session);
    if (sessionInterface.isNullSession(session)) return result;
    const response = new Response("");
    await runInContext(context, () => sessionInterface.saveSession(app, session, response, request));
    this.#storeCookies(source, response);
    return result;
  }

  /**
   * A cookie that the client holds; `undefined` if it holds none of the name. Werkzeug's `get_cookie`.
   *
   * @param key - Its name.
   * @param place - Its host and path, `localhost` and `/` unless given.
   * @example
   * ```ts
   * client.getCookie("theme")?.value; // "dark"
   * ```
   */
  getCookie(key: string, place?: TestCookiePlace): TestCookie | undefined {
    return this.#cookies?.get(key, place);
  }

  /**
   * Adds a cookie, as if a response had set it. Werkzeug's `set_cookie`.
   *
   * @param key - Its name.
   * @param value - Its value, unescaped.
   * @param options - Its host and path, `localhost` and `/` unless given, and its attributes.
   * @throws TypeError for a name or attribute that can't be sent; Error if the client keeps no cookies.
   */
  setCookie(key: string, value: string, options?: TestCookieOptions): void {
    if (this.#cookies === undefined) throw new Error("This client keeps no cookies; send a Cookie header.");
    this.#cookies.set(key, value, options);
  }

  /** Removes a cookie. Werkzeug's `delete_cookie`. @param place - Its host and path, as {@link getCookie} takes them. */
  deleteCookie(key: string, place?: TestCookiePlace): void {
    this.#cookies?.delete(key, place);
  }

  /**
   * Ends the application, which runs what `app.onShutdown` was given; the next request starts it again. It
   * does not while a server serves it. With
   * `await using client = app.testClient()` it happens by itself.
   *
   * @throws ShutdownError with the errors of the functions that failed.
   */
  close(): Promise<void> {
    return this.#app.finish();
  }

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #send(source: TestSource, history: readonly TestResponse[]): Promise<TestResponse> {
    const request = this.#requestOf(source);
    const response = await this.#app.respond(request);
    const failures: unknown[] = [];
    const web = response.toWeb(source.method, (error) => failures.push(error));
    const data = new Uint8Array(await web.arrayBuffer());
    await this.#close(response, failures);
    this.#storeCookies(source, response);
    const exchange = { request, url: source.url, history: [...history] };
    return new TestResponse(response, data, exchange, this.#app.json);
  }

  /** Waits for what runs after a response; what goes wrong there is thrown where errors are propagated. */
  async #close(response: Response, failures: unknown[]): Promise<void> {
    try {
      await response.close();
    } catch {
      // It is among the failures.
    }
    if (failures.length === 0) return;
    if (this.#app.propagatesExceptions) throw failures[0];
    for (const failure of failures) this.#app.logException(failure, "the end of a response");
  }

  /** The request with the cookies that belong to it. */
  #requestOf(source: TestSource): Request {
    const given = source.header("cookie");
    const cookies = this.#cookies?.headerFor(hostOf(source), pathOf(source), given);
    return new this.#app.requestClass(cookies === undefined ? source : source.withHeader("Cookie", cookies));
  }

  #storeCookies(source: TestSource, { headers }: Response): void {
    const from = { host: hostOf(source), path: pathOf(source) };
    for (const header of headers.getList("Set-Cookie")) this.#cookies?.store(new TestCookie(header, from));
  }

  #follow(source: TestSource, response: TestResponse): TestSource {
    const url = new URL(response.location ?? "", source.url);
    const { host, protocol, pathname, search } = url;
    if (host !== new URL(source.url).host && !this.#isOwnSubdomain(host)) {
      throw new Error(
        `The redirect to ${url} leads to another host, where this application does not answer.`,
      );
    }
    // What lies outside of the mount is asked for as it is, as another application there would be.
    const isMounted = pathname === source.scriptRoot || pathname.startsWith(`${source.scriptRoot}/`);
    const scriptRoot = isMounted ? source.scriptRoot : "";
    const path = pathname.slice(scriptRoot.length) || "/";
    const to: TestTarget = { scheme: protocol.slice(0, -1), host, scriptRoot, target: `${path}${search}` };
    return source.redirected(to, response.status === 307 || response.status === 308);
  }

  #isOwnSubdomain(host: string): boolean {
    const { serverName } = this.#app.config;
    return this.#allowsSubdomains && serverName !== undefined && `.${host}`.endsWith(`.${serverName}`);
  }
}

function endless(path: string, history: readonly TestResponse[]): string {
  const last = history.slice(-4).map(({ location }) => location);
  return `The redirects from ${path} do not end: … ${last.join(", ")} (after ${history.length}).`;
}

function hostOf({ host }: TestSource): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

/** The path of the URL, with the mount. */
function pathOf({ scriptRoot, target }: TestSource): string {
  return `${scriptRoot}${target.split("?", 1)[0]}`;
}
