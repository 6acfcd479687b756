/**
 * A client that calls an application without a server, and keeps its cookies.
 *
 * @module
 */
import { type Headers, Request, Response, WebRequestSource } from "../http/index.ts";
import type { Session } from "../sessions/index.ts";
import type { Application } from "./application.ts";
import type { JSONProvider } from "./json-provider.ts";

/** How a client behaves. */
export type ClientOptions = {
  /** Keeps cookies from one request to the next; `true` unless given. */
  readonly useCookies?: boolean | undefined;
};

/** What a request of the test client carries. */
export type ClientRequestOptions = {
  readonly method?: string | undefined;
  /** Scheme and host, `http://localhost` unless given. */
  readonly baseUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Added to the path. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Sent as `application/json`, as the application writes it. */
  readonly json?: unknown;
  /** Sent as it is; a `FormData`, which may hold files, as `multipart/form-data`. */
  readonly data?: string | Uint8Array<ArrayBuffer> | globalThis.FormData | undefined;
  /** Follows redirects, and gives the last response; `history` holds those before. */
  readonly followRedirects?: boolean | undefined;
};

/** A response with its whole body. */
export class TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Uint8Array;
  /** The URL that was asked. */
  readonly url: string;
  /** The redirects that led here. */
  readonly history: readonly TestResponse[];
  readonly #json: JSONProvider;

  constructor(
    response: Response,
    data: Uint8Array,
    url: string,
    history: readonly TestResponse[],
    json: JSONProvider,
  ) {
    this.status = response.status;
    this.headers = response.headers;
    this.data = data;
    this.url = url;
    this.history = history;
    this.#json = json;
  }

  /** The `Location` header. */
  get location(): string | undefined {
    return this.headers.get("Location");
  }

  /** The body as text. */
  text(): string {
    return new TextDecoder().decode(this.data);
  }

  /** The body as JSON, read as the application reads it. */
  json(): unknown {
    return this.#json.loads(this.data);
  }
}

type Cookie = { readonly name: string; readonly path: string; readonly value: string };

const MAX_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 305, 307, 308]);

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
export class FlagonClient {
  readonly #app: Application;
  readonly #cookies = new Map<string, Cookie>();
  readonly #useCookies: boolean;

  constructor(app: Application, options: ClientOptions = {}) {
    this.#app = app;
    this.#useCookies = options.useCookies ?? true;
  }

  get(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "GET" });
  }

  post(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "POST" });
  }

  put(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "PUT" });
  }

  patch(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "PATCH" });
  }

  delete(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "DELETE" });
  }

  head(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "HEAD" });
  }

  options(path: string, options?: ClientRequestOptions): Promise<TestResponse> {
    return this.open(path, { ...options, method: "OPTIONS" });
  }

  /**
   * Sends a request.
   *
   * @throws Error if redirects lead to another host, or do not end.
   */
  async open(path: string, options: ClientRequestOptions = {}): Promise<TestResponse> {
    const history: TestResponse[] = [];
    let request = webRequest(path, options, this.#app.json);
    for (;;) {
      const response = await this.#send(request, history);
      if (options.followRedirects !== true || !REDIRECTS.has(response.status)) return response;
      history.push(response);
      if (history.length > MAX_REDIRECTS)
        throw new Error(`${path} redirected more than ${MAX_REDIRECTS} times.`);
      request = await follow(request, response);
    }
  }

  /**
   * Opens the session that the next request will see, and keeps what the function changes:
   * `client.session_transaction()`.
   */
  async sessionTransaction<T>(
    fn: (session: Session) => T | Promise<T>,
    options?: ClientRequestOptions,
  ): Promise<T> {
    const webRequestOfSession = webRequest("/", options ?? {}, this.#app.json);
    this.#addCookies(webRequestOfSession);
    const request = new Request(new WebRequestSource(webRequestOfSession));
    const { sessionInterface } = this.#app;
    const session = await sessionInterface.openSession(this.#app, request);
    if (session === undefined) throw new Error("There is no session to change: set a secretKey.");
    const result = await fn(session);
    const response = new Response("");
    await sessionInterface.saveSession(this.#app, session, response, request);
    this.#storeCookies(response.headers, "/");
    return result;
  }

  /** The value of a cookie that the client holds. */
  getCookie(name: string, path: string = "/"): string | undefined {
    return this.#cookies.get(cookieKey(name, path))?.value;
  }

  /** Adds a cookie, as if a response had set it. */
  setCookie(name: string, value: string, path: string = "/"): void {
    this.#cookies.set(cookieKey(name, path), { name, path, value });
  }

  /** Removes a cookie. */
  deleteCookie(name: string, path: string = "/"): void {
    this.#cookies.delete(cookieKey(name, path));
  }

  async #send(request: globalThis.Request, history: readonly TestResponse[]): Promise<TestResponse> {
    // To the copy: a redirect that repeats the request shall carry the cookies of then.
    const sent = request.clone();
    this.#addCookies(sent);
    const response = await this.#app.handle(new Request(new WebRequestSource(sent)));
    const data = new Uint8Array(await response.toWeb(request.method).arrayBuffer());
    this.#storeCookies(response.headers, new URL(request.url).pathname);
    return new TestResponse(response, data, request.url, [...history], this.#app.json);
  }

  #addCookies(request: globalThis.Request): void {
    if (!this.#useCookies) return;
    const path = new URL(request.url).pathname;
    const own = request.headers.get("Cookie");
    const sent = [...this.#cookies.values()].filter((cookie) => isWithin(path, cookie.path));
    const pairs = sent.map(({ name, value }) => `${name}=${value}`);
    if (own !== null) pairs.push(own);
    if (pairs.length > 0) request.headers.set("Cookie", pairs.join("; "));
  }

  #storeCookies(headers: Headers, requestPath: string): void {
    for (const header of headers.getList("Set-Cookie")) {
      const [pair = "", ...attributes] = header.split("; ");
      const separator = pair.indexOf("=");
      const name = pair.slice(0, separator);
      const given = new Map(
        attributes.map((attribute) => attribute.split("=", 2) as [string, string | undefined]),
      );
      const path = given.get("Path") ?? requestPath.slice(0, Math.max(1, requestPath.lastIndexOf("/")));
      if (given.get("Max-Age") === "0") this.deleteCookie(name, path);
      else this.setCookie(name, pair.slice(separator + 1), path);
    }
  }
}

function webRequest(path: string, options: ClientRequestOptions, json: JSONProvider): globalThis.Request {
  const url = new URL(path, options.baseUrl ?? "http://localhost");
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.append(name, value);
  const headers = new globalThis.Headers(options.headers);
  const body = requestBody(options, headers, json);
  return new globalThis.Request(url, {
    method: options.method ?? "GET",
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

function requestBody(
  options: ClientRequestOptions,
  headers: globalThis.Headers,
  json: JSONProvider,
): ClientRequestOptions["data"] {
  const given = [options.form, options.json, options.data].filter((body) => body !== undefined);
  if (given.length > 1) throw new TypeError("Give one of form, json and data, not several.");
  if (options.form !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "application/x-www-form-urlencoded");
    return new URLSearchParams(options.form).toString();
  }
  if (options.json !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
    return json.dumps(options.json);
  }
  return options.data;
}

async function follow(request: globalThis.Request, response: TestResponse): Promise<globalThis.Request> {
  const url = new URL(response.location ?? "", request.url);
  if (url.host !== new URL(request.url).host)
    throw new Error(`The redirect to ${url} leads to another host.`);
  const keepsMethod = response.status === 307 || response.status === 308;
  if (!keepsMethod)
    return new globalThis.Request(url, { method: request.method === "HEAD" ? "HEAD" : "GET" });
  const body = request.body === null ? undefined : await request.arrayBuffer();
  return new globalThis.Request(url, {
    method: request.method,
    headers: request.headers,
    ...(body === undefined ? {} : { body }),
  });
}

function cookieKey(name: string, path: string): string {
  return `${path}\n${name}`;
}

function isWithin(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}
