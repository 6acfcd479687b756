/** `RequestHead`: what comes before the body of a request: its URL, its header fields, its cookies. */
import { inspectAs } from "../python/index.ts";
import { parseCookie } from "./cookie.ts";
import { Headers } from "./headers.ts";
import { checkHost } from "./host.ts";
import type { ImmutableMultiDict } from "./multi-dict.ts";
import { parseOptionsHeader } from "./options-header.ts";
import type { RequestSource } from "./request-source.ts";
import { quotePath, quoteQuery, unquoteReplacing } from "./url-quote.ts";
import { uriToIri } from "./url-split.ts";
import { parseURLEncoded } from "./urlencoded.ts";

/**
 * A request without its body. Everything is worked out when it is first asked for; making one costs next to
 * nothing.
 */
export class RequestHead {
  /** The request as the runtime has it. For servers, and for what stands between one and the application. */
  readonly source: RequestSource;
  #path: string | undefined;
  #host: string | undefined;
  #headers: Headers | undefined;
  #args: ImmutableMultiDict | undefined;
  #cookies: ImmutableMultiDict | undefined;
  #type: [string, Map<string, string>] | undefined;

  /** @param source - The request as the runtime has it. */
  constructor(source: RequestSource) {
    this.source = source;
  }

  /** The method, in upper case. */
  get method(): string {
    return this.source.method;
  }

  /** `http` or `https`. */
  get scheme(): string {
    return this.source.scheme;
  }

  /** Whether the request came over an encrypted connection. */
  get isSecure(): boolean {
    const { scheme } = this.source;
    return scheme === "https" || scheme === "wss";
  }

  /**
   * The host, with its port unless it is the scheme's own.
   * @throws BadHost, a 400, if the Host header holds no host.
   */
  get host(): string {
    this.#host ??= checkHost(this.source.host, this.source.scheme);
    return this.#host;
  }

  /** The path: percent-decoded, with one leading slash; what is no UTF-8 shows as U+FFFD. */
  get path(): string {
    this.#path ??= decodePath(this.source.target);
    return this.#path;
  }

  /** Whether a body follows the headers, even an empty one. */
  get hasBody(): boolean {
    return this.source.hasBody;
  }

  /** Path and query, with the `?` even if the query is empty. */
  get fullPath(): string {
    return `${this.path}?${this.queryString}`;
  }

  /** The query as it came, percent-encoded, without `?`. */
  get queryString(): string {
    const { target } = this.source;
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
    return this.source.remoteAddr;
  }

  /** The header fields. A name that came several times has its values joined by commas. */
  get headers(): Headers {
    this.#headers ??= joinedHeaders(this.source);
    return this.#headers;
  }

  /** The cookies; a name that came several times has all its values. */
  get cookies(): ImmutableMultiDict {
    this.#cookies ??= parseCookie(this.source.header("cookie"));
    return this.#cookies;
  }

  /** What the query string holds. */
  get args(): ImmutableMultiDict {
    this.#args ??= parseURLEncoded(this.queryString);
    return this.#args;
  }

  /** The Content-Type header as it came. */
  get contentType(): string | undefined {
    return this.source.header("content-type");
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
    const value = this.source.header("content-length");
    if (value === undefined || this.source.header("transfer-encoding") === "chunked") return undefined;
    return /^[0-9]+$/.test(value) ? Number(value) : 0;
  }

  /** Whether the body is JSON: `application/json` or `application/…+json`. */
  get isJson(): boolean {
    const { mimetype } = this;
    return (
      mimetype === "application/json" || (mimetype.startsWith("application/") && mimetype.endsWith("+json"))
    );
  }

  /** The page that the request comes from, as the client says. */
  get referrer(): string | undefined {
    return this.source.header("referer");
  }

  /** What the client says it is. */
  get userAgent(): string | undefined {
    return this.source.header("user-agent");
  }

  /** The origin of the page that the request comes from, as the client says. */
  get origin(): string | undefined {
    return this.source.header("origin");
  }

  /** The Web's own `Request`; made now, if the server has another kind. */
  get raw(): globalThis.Request {
    return this.source.raw;
  }

  /** What `app.fetch` got as its second argument, such as the bindings on Workers. */
  get env(): unknown {
    return this.source.env;
  }

  /** Keeps the runtime alive until the promise is settled, where it would end with the response. */
  waitUntil(promise: Promise<unknown>): void {
    this.source.waitUntil?.(promise);
  }

  /** Method and target, as a log shows them. */
  toString(): string {
    return `<Request ${this.method} ${this.source.target}>`;
  }

  get #origin(): string {
    return `${this.scheme}://${this.host}`;
  }

  get #contentType(): [string, Map<string, string>] {
    this.#type ??= parseOptionsHeader(this.source.header("content-type"));
    return this.#type;
  }
}

inspectAs(RequestHead.prototype, (request) => request.toString());

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
