/** `Request`: what a view reads of the request that it answers. */
import { inspectAs } from "../python/index.ts";
import { parseCookie } from "./cookie.ts";
import { BadRequest, UnsupportedMediaType } from "./errors.ts";
import { Headers } from "./headers.ts";
import { checkHost } from "./host.ts";
import type { MatchedRule } from "./matched-rule.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import { parseOptionsHeader } from "./options-header.ts";
import { type BodyLimits, ReceivedBody } from "./received-body.ts";
import type { RequestSource } from "./request-source.ts";
import { quotePath, quoteQuery, unquoteReplacing } from "./url-quote.ts";
import { uriToIri } from "./url-split.ts";
import { parseURLEncoded } from "./urlencoded.ts";

/** How `request.json()` reads the body. */
export interface JSONOptions {
  /** Reads it whatever the Content-Type says. */
  readonly force?: boolean | undefined;
  /** Gives `undefined` where it would throw. */
  readonly silent?: boolean | undefined;
}

/**
 * A request, as a view reads it. After Flask's and Werkzeug's `Request`. Everything is worked out when it is
 * first asked for; making one costs next to nothing.
 *
 * @example
 * ```ts
 * const request = new Request(new WebRequestSource(new globalThis.Request("http://localhost/?q=tea")));
 * request.args.get("q");   // "tea"
 * ```
 */
export class Request {
  /** The name of the view that the URL matched; `undefined` if none did. */
  endpoint: string | undefined = undefined;
  /** What the URL's variable parts hold; `undefined` if no rule matched. */
  viewArgs: Readonly<Record<string, unknown>> | undefined = undefined;
  /** The rule that the URL matched. */
  urlRule: MatchedRule | undefined = undefined;
  /** Why no rule matched: a 404, a 405 or a redirect, to be thrown instead of calling a view. */
  routingException: Error | undefined = undefined;

  readonly #source: RequestSource;
  #path: string | undefined;
  #host: string | undefined;
  #headers: Headers | undefined;
  #args: ImmutableMultiDict | undefined;
  #cookies: ImmutableMultiDict | undefined;
  #type: [string, Map<string, string>] | undefined;
  #body: ReceivedBody | undefined;

  /** @param source - The request as the runtime has it. */
  constructor(source: RequestSource) {
    this.#source = source;
  }

  /** The method, in upper case. */
  get method(): string {
    return this.#source.method;
  }

  /** `http` or `https`. */
  get scheme(): string {
    return this.#source.scheme;
  }

  /** Whether the request came over an encrypted connection. */
  get isSecure(): boolean {
    const { scheme } = this.#source;
    return scheme === "https" || scheme === "wss";
  }

  /**
   * The host, with its port unless it is the scheme's own.
   * @throws BadHost, a 400, if the Host header holds no host.
   */
  get host(): string {
    this.#host ??= checkHost(this.#source.host, this.#source.scheme);
    return this.#host;
  }

  /** The path: percent-decoded, with one leading slash; what is no UTF-8 shows as U+FFFD. */
  get path(): string {
    this.#path ??= decodePath(this.#source.target);
    return this.#path;
  }

  /** Path and query, with the `?` even if the query is empty. */
  get fullPath(): string {
    return `${this.path}?${this.queryString}`;
  }

  /** The query as it came, percent-encoded, without `?`. */
  get queryString(): string {
    const { target } = this.#source;
    const mark = target.indexOf("?");
    return mark === -1 ? "" : target.slice(mark + 1);
  }

  /** The whole URL, for people: what can be shown decoded is (an IRI). @throws BadHost */
  get url(): string {
    const query = this.queryString;
    const suffix = query === "" ? "" : `?${quoteQuery(query)}`;
    return uriToIri(`${this.#origin}${quotePath(this.path)}${suffix}`);
  }

  /** The URL without the query. @throws BadHost */
  get baseUrl(): string {
    return uriToIri(`${this.#origin}${quotePath(this.path)}`);
  }

  /** Scheme and host, with a slash at the end. @throws BadHost */
  get hostUrl(): string {
    return uriToIri(`${this.#origin}/`);
  }

  /** Where the application is mounted, with a slash at the end. @throws BadHost */
  get urlRoot(): string {
    return this.hostUrl;
  }

  /** The address of the client, or of the proxy in front; `undefined` where the runtime does not say. */
  get remoteAddr(): string | undefined {
    return this.#source.remoteAddr;
  }

  /** The header fields. A name that came several times has its values joined by commas. */
  get headers(): Headers {
    this.#headers ??= joinedHeaders(this.#source);
    return this.#headers;
  }

  /** The cookies; a name that came several times has all its values. */
  get cookies(): ImmutableMultiDict {
    this.#cookies ??= parseCookie(this.#source.header("cookie"));
    return this.#cookies;
  }

  /** What the query string holds. */
  get args(): ImmutableMultiDict {
    this.#args ??= parseURLEncoded(this.queryString);
    return this.#args;
  }

  /**
   * What the form holds that the body is.
   * @throws Error before the body is received; UnsupportedMediaType for multipart forms, for now.
   */
  get form(): ImmutableMultiDict {
    return this.#received("form").form(this.mimetype);
  }

  /** The query and the form together; in a GET request the query alone, as in Flask. */
  get values(): ImmutableMultiDict {
    if (this.method === "GET") return this.args;
    return new ImmutableMultiDict(pairsOf(this.args, this.form));
  }

  /** The body as bytes; empty if it is a form, as in Flask. @throws Error before the body is received. */
  get data(): Uint8Array {
    return this.#received("data").data(this.mimetype);
  }

  /** The Content-Type header as it came. */
  get contentType(): string | undefined {
    return this.#source.header("content-type");
  }

  /** The MIME type of the body, in lower case; "" if the request names none. */
  get mimetype(): string {
    return this.#contentType[0].toLowerCase();
  }

  /** The parameters of the Content-Type, such as `charset`, by lower-case name. */
  get mimetypeParams(): ReadonlyMap<string, string> {
    return this.#contentType[1];
  }

  /** How many bytes the body has; `undefined` if the request does not say, 0 if it says nonsense. */
  get contentLength(): number | undefined {
    const value = this.#source.header("content-length");
    if (value === undefined || this.#source.header("transfer-encoding") === "chunked") return undefined;
    return /^[0-9]+$/.test(value) ? Number(value) : 0;
  }

  /** Whether the body is JSON: `application/json` or `application/…+json`. */
  get isJson(): boolean {
    const { mimetype } = this;
    return (
      mimetype === "application/json" || (mimetype.startsWith("application/") && mimetype.endsWith("+json"))
    );
  }

  /**
   * The body read as JSON. Flask's `get_json`.
   *
   * @param options - `force` reads it whatever its type; `silent` gives `undefined` for what can't be read.
   * @throws UnsupportedMediaType, a 415, if the body is not said to be JSON; BadRequest, a 400, if it is none;
   * Error before the body is received.
   */
  json<T = unknown>(options: JSONOptions = {}): T | undefined {
    const body = this.#received("json()");
    if (!options.force && !this.isJson) {
      if (options.silent) return undefined;
      throw new UnsupportedMediaType(
        "The body is read as JSON, and its Content-Type says that it is something else; send application/json.",
      );
    }
    try {
      return body.json() as T;
    } catch (error) {
      if (options.silent) return undefined;
      return this.onJsonLoadingFailed(error) as T;
    }
  }

  /** Called when the body is no JSON; what it returns is the value. It throws a BadRequest as it is. */
  onJsonLoadingFailed(error: unknown): unknown {
    throw new BadRequest(undefined, { cause: error });
  }

  /** The page that the request comes from, as the client says. */
  get referrer(): string | undefined {
    return this.#source.header("referer");
  }

  /** What the client says it is. */
  get userAgent(): string | undefined {
    return this.#source.header("user-agent");
  }

  /** The origin of the page that the request comes from, as the client says. */
  get origin(): string | undefined {
    return this.#source.header("origin");
  }

  /** The Web's own `Request`; made now, if the server has another kind. */
  get raw(): globalThis.Request {
    return this.#source.raw;
  }

  /** What `app.fetch` got as its second argument, such as the bindings on Workers. */
  get env(): unknown {
    return this.#source.env;
  }

  /** Keeps the runtime alive until the promise is settled, where it would end with the response. */
  waitUntil(promise: Promise<unknown>): void {
    this.#source.waitUntil?.(promise);
  }

  /**
   * Receives the body, so that `form`, `data` and `json()` can be read at once. The application calls this
   * after the URL has matched; without a body it returns at once, and nothing is a promise.
   *
   * @param limits - How much is taken, in bytes and fields.
   * @throws RequestEntityTooLarge, a 413, beyond a limit; ClientDisconnected, a 400, if the rest never came.
   */
  receiveBody(limits: BodyLimits = {}): void | Promise<void> {
    if (this.#body !== undefined) return;
    if (!this.#source.hasBody) {
      this.#body = new ReceivedBody(limits);
      return;
    }
    const body = new ReceivedBody(limits);
    return body.receive(this.#source, this.mimetype).then(() => {
      this.#body = body;
    });
  }

  /** Method and target, as a log shows them. */
  toString(): string {
    return `<Request ${this.method} ${this.#source.target}>`;
  }

  get #origin(): string {
    return `${this.scheme}://${this.host}`;
  }

  get #contentType(): [string, Map<string, string>] {
    this.#type ??= parseOptionsHeader(this.#source.header("content-type"));
    return this.#type;
  }

  #received(member: string): ReceivedBody {
    if (this.#body !== undefined) return this.#body;
    throw new Error(
      `request.${member} needs the body, which is not here: it is received after the URL has matched a rule and ` +
        "before the before-request hooks run. Read it there or in the view, or await request.receiveBody() first.",
    );
  }
}

inspectAs(Request.prototype, (request) => request.toString());

function decodePath(target: string): string {
  if (target === "*") return target;
  const mark = target.indexOf("?");
  const path = unquoteReplacing(mark === -1 ? target : target.slice(0, mark));
  if (path.charCodeAt(0) === SLASH && path.charCodeAt(1) !== SLASH) return path;
  let start = 0;
  while (path.charCodeAt(start) === SLASH) start++;
  return `/${path.slice(start)}`;
}

const SLASH = 0x2f;

function joinedHeaders(source: RequestSource): Headers {
  const headers = new Headers();
  for (const [name, value] of source.headerPairs()) {
    const present = headers.get(name);
    if (present === undefined) headers.add(name, value);
    else headers.set(name, `${present}${name.toLowerCase() === "cookie" ? "; " : ", "}${value}`);
  }
  return headers;
}

function* pairsOf(...dictionaries: readonly ImmutableMultiDict[]): Iterable<[string, string]> {
  for (const dictionary of dictionaries) {
    for (const [key, values] of dictionary.lists()) for (const value of values) yield [key, value];
  }
}
