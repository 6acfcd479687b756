/** Cache-Control (RFC 9111, section 5.2): what caches may do, as a request and as a response say it. */
import { Directives, type DirectiveValues } from "./directives.ts";
import { dumpHeader, parseDictHeader } from "./header-list.ts";
import { pythonInteger } from "./integers.ts";

/** What the Cache-Control headers of requests and responses share. */
export abstract class CacheControl extends Directives {
  /** The directives as the header lists them. */
  toHeader(): string {
    return dumpHeader(new Map(this));
  }

  /** A directive in seconds; `undefined` if it is missing or no whole number. */
  protected seconds(name: string): number | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : pythonInteger(value);
  }
}

/** The Cache-Control header of a request; read only. After Werkzeug's class. */
export class RequestCacheControl extends CacheControl {
  /** Whether the answer must be checked with the server. */
  get noCache(): boolean {
    return this.has("no-cache");
  }

  /** Whether the answer must not be stored. */
  get noStore(): boolean {
    return this.has("no-store");
  }

  /** How old the answer may be, in seconds. */
  get maxAge(): number | undefined {
    return this.seconds("max-age");
  }

  /** How long the answer may be stale, in seconds; `true` if any time will do. */
  get maxStale(): number | true | undefined {
    return this.has("max-stale") && this.get("max-stale") === undefined ? true : this.seconds("max-stale");
  }

  /** How long the answer must stay fresh, in seconds. */
  get minFresh(): number | undefined {
    return this.seconds("min-fresh");
  }

  /** Whether the answer must come as it is. */
  get noTransform(): boolean {
    return this.has("no-transform");
  }

  /** Whether only a stored answer will do. */
  get onlyIfCached(): boolean {
    return this.has("only-if-cached");
  }

  /** How stale an answer may be if the server fails, in seconds. */
  get staleIfError(): number | undefined {
    return this.seconds("stale-if-error");
  }
}

/**
 * The Cache-Control header of a response, live. What is set to `undefined` or `false` is removed. After
 * Werkzeug's class.
 *
 * @example
 * ```ts
 * response.cacheControl.maxAge = 3600;
 * response.cacheControl.public = true;
 * ```
 */
export class ResponseCacheControl extends CacheControl {
  /** Whether the answer must be checked before it is used again; text names the fields that this is about. */
  get noCache(): string | true | undefined {
    return this.#fields("no-cache");
  }

  set noCache(value: string | boolean | undefined) {
    this.#setDirective("no-cache", value);
  }

  /** Whether the answer must not be stored. */
  get noStore(): boolean {
    return this.has("no-store");
  }

  set noStore(value: boolean | undefined) {
    this.#setDirective("no-store", value);
  }

  /** How long the answer is fresh, in seconds. */
  get maxAge(): number | undefined {
    return this.seconds("max-age");
  }

  set maxAge(seconds: number | boolean | undefined) {
    this.#setSeconds("max-age", seconds);
  }

  /** How long the answer is fresh in a shared cache, in seconds. */
  get sMaxage(): number | undefined {
    return this.seconds("s-maxage");
  }

  set sMaxage(seconds: number | boolean | undefined) {
    this.#setSeconds("s-maxage", seconds);
  }

  /** Whether the answer must stay as it is. */
  get noTransform(): boolean {
    return this.has("no-transform");
  }

  set noTransform(value: boolean | undefined) {
    this.#setDirective("no-transform", value);
  }

  /** Whether any cache may store the answer. */
  get public(): boolean {
    return this.has("public");
  }

  set public(value: boolean | undefined) {
    this.#setDirective("public", value);
  }

  /** Whether only the visitor's own cache may store the answer; text names the fields that this is about. */
  get private(): string | true | undefined {
    return this.#fields("private");
  }

  set private(value: string | boolean | undefined) {
    this.#setDirective("private", value);
  }

  /** Whether a stale answer must not be used. */
  get mustRevalidate(): boolean {
    return this.has("must-revalidate");
  }

  set mustRevalidate(value: boolean | undefined) {
    this.#setDirective("must-revalidate", value);
  }

  /** Whether a shared cache must not use a stale answer. */
  get proxyRevalidate(): boolean {
    return this.has("proxy-revalidate");
  }

  set proxyRevalidate(value: boolean | undefined) {
    this.#setDirective("proxy-revalidate", value);
  }

  /** Whether the answer never changes while it is fresh (RFC 8246). */
  get immutable(): boolean {
    return this.has("immutable");
  }

  set immutable(value: boolean | undefined) {
    this.#setDirective("immutable", value);
  }

  /** Whether only a cache that knows the status code may store the answer. */
  get mustUnderstand(): boolean {
    return this.has("must-understand");
  }

  set mustUnderstand(value: boolean | undefined) {
    this.#setDirective("must-understand", value);
  }

  /** How long a stale answer may be used while a fresh one is fetched, in seconds (RFC 5861). */
  get staleWhileRevalidate(): number | undefined {
    return this.seconds("stale-while-revalidate");
  }

  set staleWhileRevalidate(seconds: number | boolean | undefined) {
    this.#setSeconds("stale-while-revalidate", seconds);
  }

  /** How long a stale answer may be used if the server fails, in seconds (RFC 5861). */
  get staleIfError(): number | undefined {
    return this.seconds("stale-if-error");
  }

  set staleIfError(seconds: number | boolean | undefined) {
    this.#setSeconds("stale-if-error", seconds);
  }

  #fields(name: string): string | true | undefined {
    return this.has(name) ? (this.get(name) ?? true) : undefined;
  }

  /** `true` writes the directive without a number, as Werkzeug does. */
  #setSeconds(name: string, seconds: number | boolean | undefined): void {
    if (seconds !== undefined && typeof seconds !== "boolean" && !Number.isInteger(seconds)) {
      throw new TypeError(`Cache-Control: ${name} must be a whole number of seconds, not ${seconds}.`);
    }
    this.#setDirective(name, typeof seconds === "number" ? `${seconds}` : seconds);
  }

  #setDirective(name: string, value: string | boolean | undefined): void {
    if (value === undefined || value === false) this.delete(name);
    else this.set(name, value === true ? undefined : value);
  }
}

/**
 * The directives of a Cache-Control header; none if it is missing. Werkzeug's `parse_cache_control_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseCacheControlHeader(value: string | undefined): RequestCacheControl;
/**
 * The directives of a Cache-Control header, as a class of directives has them.
 *
 * @param value - The header's value, or `undefined` if there is none.
 * @param cls - `ResponseCacheControl` for the header of a response.
 * @param onUpdate - Called with the header's new value after each change of what is returned.
 */
export function parseCacheControlHeader<C extends CacheControl>(
  value: string | undefined,
  cls: CacheControlClass<C>,
  onUpdate?: ((text: string) => void) | undefined,
): C;
export function parseCacheControlHeader(
  value: string | undefined,
  cls: CacheControlClass<CacheControl> = RequestCacheControl,
  onUpdate?: ((text: string) => void) | undefined,
): CacheControl {
  return new cls(parseDictHeader(value), onUpdate);
}

type CacheControlClass<C> = new (
  values?: DirectiveValues,
  onUpdate?: ((text: string) => void) | undefined,
) => C;
