/** The requests of the test client: what a test says of them, and a `RequestSource` without a server. */
import {
  Authorization,
  Headers,
  type HeadersSource,
  quotePath,
  quoteQuery,
  type RequestSource,
  tooLarge,
  urlencode,
} from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import type { Application } from "../application.ts";
import { bodyOf, pairsOf, type TestBodyOptions, type TestFields, type WebBody } from "./test-body.ts";

/** What a request of the test client carries. Flask's arguments of `client.open`, Werkzeug's `EnvironBuilder`. */
export type TestRequestOptions = TestBodyOptions & {
  /** The method, GET unless given. */
  readonly method?: string | undefined;
  /** Scheme, host and mount, such as `https://shop.example/store`; by the configuration unless given. */
  readonly baseUrl?: string | undefined;
  /** The scheme, where no `baseUrl` is given; `config.preferredUrlScheme` unless given. */
  readonly urlScheme?: string | undefined;
  /** In front of `config.serverName`, where no `baseUrl` is given. */
  readonly subdomain?: string | undefined;
  /** Added to the path: fields, or text that is encoded already. */
  readonly query?: string | TestFields | undefined;
  /** Header fields; a name may have a list of values. */
  readonly headers?: HeadersSource | undefined;
  /** The Content-Type, where another shall be sent than the body's own. */
  readonly contentType?: string | undefined;
  /** Who asks: name and password for Basic, or a header value such as `new Authorization("bearer", { token })`. */
  readonly auth?: readonly [username: string, password: string] | Authorization | undefined;
  /** The address of the client, `127.0.0.1` unless given. */
  readonly remoteAddr?: string | undefined;
  /** What the runtime hands over beside the request: `request.env`. */
  readonly env?: unknown;
};

/** Every option of a request of a test. */
export const TEST_REQUEST_OPTIONS: Readonly<Record<keyof TestRequestOptions, true>> = {
  method: true,
  baseUrl: true,
  urlScheme: true,
  subdomain: true,
  query: true,
  headers: true,
  form: true,
  files: true,
  json: true,
  data: true,
  contentType: true,
  auth: true,
  remoteAddr: true,
  env: true,
};

/** What the requests of a test need to know of an application. */
export type TestedApplication = Pick<Application, "config" | "json" | "mimeTypes" | "logException">;

/** Where a request goes. */
export type TestTarget = {
  readonly scheme: string;
  readonly host: string;
  /** Where the application is mounted, "" at the root. */
  readonly scriptRoot: string;
  /** Path and query below that, percent-encoded. */
  readonly target: string;
};

/** What a request of a test carries. */
type TestContent = {
  readonly method: string;
  readonly headers: Headers;
  readonly body: WebBody | undefined;
  /** Whether the body has no Content-Length. */
  readonly isChunked: boolean;
  readonly remoteAddr: string;
  readonly env: unknown;
  /** Told of what the request did not wait for, and what failed. */
  readonly onError: (error: unknown) => void;
};

/** A request that came from a test. */
export class TestSource implements RequestSource {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  readonly scriptRoot: string;
  readonly target: string;
  readonly remoteAddr: string;
  readonly env: unknown;
  /** The header fields. */
  readonly headers: Headers;
  readonly #content: TestContent;
  #raw: globalThis.Request | undefined;

  /**
   * @param to - Where it goes.
   * @param content - What it carries.
   */
  constructor(to: TestTarget, content: TestContent) {
    const { method, headers, remoteAddr, env } = content;
    this.method = method;
    this.scheme = to.scheme;
    this.host = headers.get("Host") ?? to.host;
    this.scriptRoot = to.scriptRoot;
    this.target = to.target;
    this.remoteAddr = remoteAddr;
    this.env = env;
    headers.setDefault("Host", to.host);
    this.headers = headers;
    this.#content = content;
  }

  /** The whole URL, encoded. */
  get url(): string {
    return `${this.scheme}://${this.host}${this.scriptRoot}${this.target}`;
  }

  get hasBody(): boolean {
    return this.#content.body !== undefined;
  }

  get raw(): globalThis.Request {
    const { method, url } = this;
    const hasBody = this.hasBody && method !== "GET" && method !== "HEAD";
    this.#raw ??= new globalThis.Request(url, {
      method,
      headers: [...this.headers],
      ...(hasBody ? { body: this.openStream(), duplex: "half" } : {}),
    } as globalThis.RequestInit);
    return this.#raw;
  }

  header(name: string): string | undefined {
    const values = this.headers.getList(name);
    return values.length === 0 ? undefined : values.join(name === "cookie" ? "; " : ", ");
  }

  headerPairs(): Iterable<readonly [string, string]> {
    return this.headers;
  }

  async pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {
    if (Number(this.header("content-length")) > limit) throw tooLarge(limit);
    let length = 0;
    for await (const piece of this.openStream()) {
      length += piece.byteLength;
      if (length > limit) throw tooLarge(limit);
      await take(piece);
    }
  }

  takeBody(limit: number): Uint8Array | undefined {
    return this.#content.body instanceof Uint8Array && this.#content.body.byteLength <= limit
      ? this.#content.body
      : undefined;
  }

  openStream(): globalThis.ReadableStream<Uint8Array> {
    const { body } = new globalThis.Response(this.#content.body ?? "");
    return body ?? new globalThis.ReadableStream({ start: (controller) => controller.close() });
  }

  waitUntil(promise: Promise<unknown>): void {
    promise.catch(this.#content.onError);
  }

  /** The same request with a body whose length is known and which can be sent again. */
  async withWholeBody(): Promise<TestSource> {
    const body = this.#content.body;
    if (body === undefined || body instanceof Uint8Array) return this;
    const whole = new Uint8Array(await new globalThis.Response(body).arrayBuffer());
    const headers = new Headers(this.headers);
    if (!this.#content.isChunked) headers.set("Content-Length", String(whole.byteLength));
    return this.#with(this, { headers, body: whole });
  }

  /** The same request with another value of a header. */
  withHeader(name: string, value: string): TestSource {
    const headers = new Headers(this.headers);
    headers.set(name, value);
    return this.#with(this, { headers });
  }

  /** The request that follows a redirect of it. @param keeps - Whether method and body are kept, as 307 wants it. */
  redirected(to: TestTarget, keeps: boolean): TestSource {
    const headers = new Headers(this.headers);
    headers.delete("Host");
    if (keeps) return this.#with(to, { headers });
    for (const name of ["Content-Type", "Content-Length", "Transfer-Encoding"]) headers.delete(name);
    return this.#with(to, { method: this.method === "HEAD" ? "HEAD" : "GET", headers, body: undefined });
  }

  #with(to: TestTarget, change: Partial<TestContent>): TestSource {
    return new TestSource(to, { ...this.#content, ...change });
  }
}

/**
 * The request that a test describes.
 *
 * @param app - Says how JSON is written, and which host and mount a request has that names none.
 * @param path - A path, with or without a query, or a whole URL.
 * @param options - What it carries.
 * @throws TypeError if several bodies are given, or options that do not exist.
 */
export function testSource(
  app: TestedApplication,
  path: string,
  options: TestRequestOptions = {},
): TestSource {
  checkOptionNames(options, TEST_REQUEST_OPTIONS, "A request of a test");
  if (typeof path !== "string") throw new TypeError(`A request of a test needs a path, not ${String(path)}.`);
  const headers = new Headers(options.headers);
  const [body, type] = bodyOf(app, options);
  if (options.contentType !== undefined) headers.set("Content-Type", options.contentType);
  else if (type !== undefined) headers.setDefault("Content-Type", type);
  if (options.auth !== undefined) headers.set("Authorization", authorizationOf(options.auth).toHeader());
  if (body instanceof Uint8Array) headers.setDefault("Content-Length", String(body.byteLength));
  const to = targetOf(app, path, options);
  const method = options.method?.toUpperCase() ?? "GET";
  return new TestSource(to, {
    method,
    headers,
    body,
    isChunked: options.data instanceof globalThis.ReadableStream,
    remoteAddr: options.remoteAddr ?? "127.0.0.1",
    env: options.env,
    onError: (error) => app.logException(error, `${method} ${to.target.split("?", 1)[0]}`),
  });
}

const ABSOLUTE = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;

function targetOf(app: TestedApplication, path: string, options: TestRequestOptions): TestTarget {
  const base = baseOf(app, options);
  const [, scheme = base.scheme, host = base.host, rest = path] = ABSOLUTE.exec(path) ?? [];
  const [withoutFragment = ""] = rest.split("#", 1);
  const mark = withoutFragment.indexOf("?");
  const bare = mark === -1 ? withoutFragment : withoutFragment.slice(0, mark);
  const target = quotePath(bare.startsWith("/") ? bare : `/${bare}`);
  const added = typeof options.query === "string" ? options.query : urlencode(pairsOf(options.query ?? []));
  const queries = [mark === -1 ? "" : withoutFragment.slice(mark + 1), added].filter((query) => query !== "");
  const query = queries.length === 0 ? "" : `?${quoteQuery(queries.join("&"))}`;
  return { scheme, host, scriptRoot: base.scriptRoot, target: `${target}${query}` };
}

function baseOf(
  { config }: TestedApplication,
  { baseUrl, urlScheme, subdomain }: TestRequestOptions,
): Omit<TestTarget, "target"> {
  const [, scheme, host, root] = ABSOLUTE.exec(baseUrl ?? "") ?? [];
  if (baseUrl !== undefined && (scheme === undefined || host === undefined || root === undefined)) {
    throw new TypeError(
      `The baseUrl ${JSON.stringify(baseUrl)} needs a scheme and a host: http://localhost.`,
    );
  }
  const serverName = config.serverName ?? "localhost";
  return {
    scheme: scheme ?? urlScheme ?? config.preferredUrlScheme,
    host: host ?? (subdomain === undefined ? serverName : `${subdomain}.${serverName}`),
    scriptRoot: (root ?? config.applicationRoot ?? "").replace(/\/+$/, ""),
  };
}

function authorizationOf(auth: NonNullable<TestRequestOptions["auth"]>): Authorization {
  if (auth instanceof Authorization) return auth;
  if (!Array.isArray(auth) || auth.length !== 2) {
    throw new TypeError("auth must be [username, password], or an Authorization.");
  }
  const [username, password] = auth;
  return new Authorization("basic", {
    parameters: [
      ["username", username],
      ["password", password],
    ],
  });
}
