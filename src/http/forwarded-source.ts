/** `ForwardedSource`: a request as it was before the proxies that passed it on, by what they say of it. */
import { stripSpace } from "../python/index.ts";
import { withoutSlashes } from "./current-url.ts";
import { parseListHeader } from "./header-list.ts";
import { isHost } from "./host.ts";
import type { RequestSource } from "./request-source.ts";
import { quotePath } from "./url-quote.ts";

/**
 * How many proxies are trusted to have set each header, counted from the application. Of the values that the
 * header lists, each proxy adds one at the end; what stands before those of the trusted ones, anybody may have
 * written. With 0 the header is not looked at.
 */
export interface TrustedProxies {
  /** For X-Forwarded-For, the address of the client; 1 unless it is said. */
  readonly xFor?: number | undefined;
  /** For X-Forwarded-Proto, the scheme; 1 unless it is said. */
  readonly xProto?: number | undefined;
  /** For X-Forwarded-Host, the Host header; 0 unless it is said. */
  readonly xHost?: number | undefined;
  /** For X-Forwarded-Port, the port of the host; 0 unless it is said. */
  readonly xPort?: number | undefined;
  /** For X-Forwarded-Prefix, where the application is mounted; 0 unless it is said. */
  readonly xPrefix?: number | undefined;
}

/** A {@link RequestSource} behind proxies. It changes address, scheme, host and mount; the rest is as it was. */
export class ForwardedSource implements RequestSource {
  /** The request as the last proxy sent it. Werkzeug's `werkzeug.proxy_fix.orig`. */
  readonly original: RequestSource;
  readonly remoteAddr: string | undefined;
  readonly scheme: string;
  readonly host: string;
  readonly scriptRoot: string | undefined;
  #raw: globalThis.Request | undefined;

  /**
   * @param original - The request as the last proxy sent it.
   * @param proxies - How many of them are trusted, for each header.
   */
  constructor(original: RequestSource, proxies: TrustedProxies) {
    const { xFor = 1, xProto = 1, xHost = 0, xPort = 0, xPrefix = 0 } = proxies;
    const read = (header: string, count: number) =>
      count === 0 ? undefined : trustedValue(original.header(header), count);
    this.original = original;
    this.remoteAddr = read("x-forwarded-for", xFor) ?? original.remoteAddr;
    this.scheme = knownScheme(read("x-forwarded-proto", xProto)) ?? original.scheme;
    const host = read("x-forwarded-host", xHost) ?? original.host;
    const port = read("x-forwarded-port", xPort);
    this.host = port === undefined || host === "" ? host : `${withoutPort(host)}:${port}`;
    this.scriptRoot = read("x-forwarded-prefix", xPrefix) ?? original.scriptRoot;
  }

  get method(): string {
    return this.original.method;
  }

  get target(): string {
    return this.original.target;
  }

  get hasBody(): boolean {
    return this.original.hasBody;
  }

  /**
   * The request as the Web's own object, with the URL and the Host header that it had before the proxies; what is
   * handed to another handler then builds the right URLs. That of the last proxy is `original.raw`.
   */
  get raw(): globalThis.Request {
    this.#raw ??= this.#isElsewhere() ? this.#rawForwarded() : this.original.raw;
    return this.#raw;
  }

  get env(): unknown {
    return this.original.env;
  }

  get canTunnel(): boolean {
    return this.original.canTunnel === true;
  }

  header(name: string): string | undefined {
    const value = this.original.header(name);
    return name === "host" && this.host !== this.original.host ? this.host : value;
  }

  *headerPairs(): Iterable<readonly [string, string]> {
    const isSameHost = this.host === this.original.host;
    if (!isSameHost) yield ["Host", this.host];
    for (const pair of this.original.headerPairs()) {
      if (isSameHost || pair[0].toLowerCase() !== "host") yield pair;
    }
  }

  pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {
    return this.original.pipeBody(limit, take);
  }

  takeBody(limit: number): Uint8Array | undefined {
    return this.original.takeBody?.(limit);
  }

  openStream(): globalThis.ReadableStream<Uint8Array> {
    return this.original.openStream();
  }

  replay(body: Uint8Array): void {
    this.original.replay?.(body);
  }

  onDisconnect(fn: () => void): void {
    this.original.onDisconnect?.(fn);
  }

  waitUntil(promise: Promise<unknown>): void {
    this.original.waitUntil?.(promise);
  }

  #isElsewhere(): boolean {
    const { original } = this;
    return (
      this.scheme !== original.scheme ||
      this.host !== original.host ||
      this.scriptRoot !== original.scriptRoot
    );
  }

  #rawForwarded(): globalThis.Request {
    const { raw } = this.original;
    const target = this.target === "*" ? "/" : this.target;
    // A host that is none, which the application answers with 400, would make another URL.
    if (!isHost(this.host)) return raw;
    const url = `${this.scheme}://${this.host}${quotedRoot(this.scriptRoot)}${target}`;
    // The Web takes no host such as `.80`.
    if (!URL.canParse(url)) return raw;
    const { method, signal } = raw;
    const request = raw.bodyUsed
      ? new globalThis.Request(url, { method, signal, headers: raw.headers })
      : new globalThis.Request(url, raw);
    if (this.host !== this.original.host) request.headers.set("Host", this.host);
    return request;
  }
}

/** Where the application is mounted, as the path of a URL begins. */
function quotedRoot(scriptRoot: string | undefined): string {
  const path = withoutSlashes(scriptRoot ?? "").replace(/^\/+/, "");
  return path === "" ? "" : `/${quotePath(path)}`;
}

/** What the outermost of the trusted proxies wrote; `undefined` if fewer have written than are trusted. */
function trustedValue(header: string | undefined, trusted: number): string | undefined {
  if (header === undefined) return undefined;
  const items = parseListHeader(header);
  if (items.length > 0) return items.at(-trusted);
  // A client that opens a quoted string must not hide in it what the proxies have added.
  const plain = header.split(",").map(stripSpace);
  const value = plain.filter((item) => item !== "").at(-trusted);
  return value?.includes('"') ? undefined : value;
}

const SCHEMES: ReadonlySet<string> = new Set(["http", "https", "ws", "wss"]);

/** The scheme, if requests come by it; any other, such as `javascript`, would get into the links of pages. */
function knownScheme(scheme: string | undefined): string | undefined {
  return scheme !== undefined && SCHEMES.has(scheme.toLowerCase()) ? scheme : undefined;
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(":");
  return colon === -1 || host.endsWith("]") ? host : host.slice(0, colon);
}
