/** `RequestTarget`: where a request goes and where it comes from: method, URL, addresses. */
import { inspectAs, nameInPython } from "../python/index.ts";
import { getCurrentUrl, withoutSlashes } from "./current-url.ts";
import { parseListHeader } from "./header-list.ts";
import { checkHost, getHost } from "./host.ts";
import type { ImmutableMultiDict } from "./multi-dict.ts";
import type { RequestSource } from "./request-source.ts";
import { unquoteReplacing } from "./url-quote.ts";
import { parseURLEncoded } from "./urlencoded.ts";

/**
 * The target of a request. Everything is worked out when it is first asked for; making one costs next to
 * nothing.
 */
export class RequestTarget {
  /** The request as the runtime has it. For servers, and for what stands between one and the application. */
  readonly source: RequestSource;
  #trustedHosts: Iterable<string> | undefined;
  #path: string | undefined;
  #host: string | undefined;
  #args: ImmutableMultiDict | undefined;

  /** @param source - The request as the runtime has it. */
  constructor(source: RequestSource) {
    this.source = source;
  }

  /** The method, in upper case. */
  get method(): string {
    const { method } = this.source;
    return UPPER_CASE_METHODS.has(method) ? method : method.toUpperCase();
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
   * The hosts that are answered for, as {@link hostIsTrusted} takes them; any if there are none. The
   * application sets it from its configuration.
   */
  get trustedHosts(): Iterable<string> | undefined {
    return this.#trustedHosts;
  }

  set trustedHosts(hosts: Iterable<string> | undefined) {
    this.#trustedHosts = hosts;
    this.#host = undefined;
  }

  /**
   * The host, with its port unless it is the scheme's own.
   * @throws BadHost, a 400, if the Host header holds no host; SecurityError, a 400, if it is not trusted.
   */
  get host(): string {
    if (this.#host !== undefined) return this.#host;
    const { scheme, host } = this.source;
    const trusted = this.#trustedHosts;
    this.#host = trusted === undefined ? checkHost(host, scheme) : getHost(scheme, host, undefined, trusted);
    return this.#host;
  }

  /**
   * Where the application is mounted: a path without a slash at its end, "" if it is at the root. The proxy in
   * front says so ({@link ProxyFix}), or what the application is mounted in. Flask's `script_root` too.
   */
  get rootPath(): string {
    const { scriptRoot } = this.source;
    if (!scriptRoot) return "";
    const path = withoutSlashes(scriptRoot);
    // Two slashes in front would make a host of it, in every URL that is built from it.
    return path === "" ? "" : `/${path.replace(/^\/+/, "")}`;
  }

  /** The same as {@link RequestTarget.rootPath}, by Flask's other name for it. */
  get scriptRoot(): string {
    return this.rootPath;
  }

  /** The path below the root: percent-decoded, with one leading slash; what is no UTF-8 shows as U+FFFD. */
  get path(): string {
    this.#path ??= decodePath(this.source.target);
    return this.#path;
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

  /** What the query string holds. */
  get args(): ImmutableMultiDict {
    this.#args ??= parseURLEncoded(this.queryString);
    return this.#args;
  }

  /** The whole URL, for people: what can be shown decoded is (an IRI). @throws BadHost, SecurityError */
  get url(): string {
    const { scheme, host, rootPath, path, queryString } = this;
    return getCurrentUrl({ scheme, host, rootPath, path, queryString });
  }

  /** The URL without the query. @throws BadHost, SecurityError */
  get baseUrl(): string {
    const { scheme, host, rootPath, path } = this;
    return getCurrentUrl({ scheme, host, rootPath, path });
  }

  /** Scheme and host, with a slash at the end. @throws BadHost, SecurityError */
  get hostUrl(): string {
    const { scheme, host } = this;
    return getCurrentUrl({ scheme, host });
  }

  /** Where the application is mounted, with a slash at the end. @throws BadHost, SecurityError */
  get urlRoot(): string {
    const { scheme, host, rootPath } = this;
    return getCurrentUrl({ scheme, host, rootPath });
  }

  /** The same as {@link RequestTarget.urlRoot}, by Flask's other name for it. */
  get rootUrl(): string {
    return this.urlRoot;
  }

  /** The address of the client, or of the proxy in front; `undefined` where the runtime does not say. */
  get remoteAddr(): string | undefined {
    return this.source.remoteAddr;
  }

  /**
   * The addresses that the request came by, as X-Forwarded-For lists them, or else `remoteAddr` alone. A client
   * can write anything into that header; trust `remoteAddr` behind a {@link ProxyFix} instead.
   */
  get accessRoute(): readonly string[] {
    const forwarded = this.source.header("x-forwarded-for");
    if (forwarded !== undefined) return parseListHeader(forwarded);
    return this.remoteAddr === undefined ? [] : [this.remoteAddr];
  }

  /** Whether a body follows the headers, even an empty one. */
  get hasBody(): boolean {
    return this.source.hasBody;
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
}

nameInPython(RequestTarget.prototype, { get_json: "json" }, { attributes: ["json"] });
inspectAs(RequestTarget.prototype, (request) => request.toString());

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

// Looking a text up in a set is quicker than to have it written in upper case, which nearly all are.
const UPPER_CASE_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);
