/** `ResponseHead`: what comes before the body of a response: its status and its header fields. */
import { checkOptionNames } from "../python/index.ts";
import { dumpAge, parseAge } from "./ages.ts";
import { parseCacheControlHeader, ResponseCacheControl } from "./cache-control.ts";
import { type ContentSecurityPolicy, livePolicy } from "./content-security-policy.ts";
import { httpDate, parseDate } from "./dates.ts";
import type { HeaderSet } from "./header-set.ts";
import { plainInteger } from "./integers.ts";
import { locationUri } from "./location.ts";
import { ResponseContent } from "./response-content.ts";
import { COOKIE_OPTIONS, type CookieOptions, checkCookiePrefix, dumpCookie } from "./set-cookie.ts";
import { WWWAuthenticate } from "./www-authenticate.ts";

/** What `deleteCookie` needs to name the cookie that it deletes. */
export type DeleteCookieOptions = Pick<
  CookieOptions,
  "path" | "domain" | "secure" | "httpOnly" | "sameSite" | "partitioned"
>;

/**
 * A response without its body. Each header has a property of its name; one that is set to `undefined` is
 * removed. What is called live changes the header when it is changed itself.
 */
export class ResponseHead extends ResponseContent {
  /** Whether the MIME type is JSON: `application/json` or `application/…+json`. */
  get isJson(): boolean {
    const mimetype = this.mimetype?.toLowerCase() ?? "";
    return (
      mimetype === "application/json" || (mimetype.startsWith("application/") && mimetype.endsWith("+json"))
    );
  }

  /**
   * Adds a Set-Cookie header. Flask's `set_cookie`.
   * @throws TypeError for a name or attribute that can't be sent, and an option that does not exist; see {@link dumpCookie} and
   * {@link checkCookiePrefix}.
   */
  setCookie(name: string, value = "", options: CookieOptions = {}): void {
    // A Flask user's `httponly` would leave the cookie open to scripts without a word.
    checkOptionNames(options, COOKIE_OPTIONS, "setCookie()");
    checkCookiePrefix(name, options);
    this.headers.add("Set-Cookie", dumpCookie(name, value, options));
  }

  /** Adds a Set-Cookie header that deletes a cookie of this name, path and domain. */
  deleteCookie(name: string, options: DeleteCookieOptions = {}): void {
    this.setCookie(name, "", { ...options, expires: 0, maxAge: 0 });
  }

  /** The Location header. What is set is percent-encoded where it must be, and stays relative if it is. */
  get location(): string | undefined {
    return this.headers.get("Location");
  }

  set location(value: string | undefined) {
    this.assignHeader("Location", value === undefined ? undefined : locationUri(value));
  }

  /** How old the response is, in seconds. Setting a negative age throws a RangeError. */
  get age(): number | undefined {
    return parseAge(this.headers.get("Age"));
  }

  set age(seconds: number | undefined) {
    this.assignHeader("Age", dumpAge(seconds));
  }

  /** When the response was made; a server sends the time of day if it is not set. */
  get date(): Date | undefined {
    return parseDate(this.headers.get("Date"));
  }

  set date(value: Date | number | undefined) {
    this.assignHeader("Date", value === undefined ? undefined : httpDate(value));
  }

  /** When the response is no longer fresh. */
  get expires(): Date | undefined {
    return parseDate(this.headers.get("Expires"));
  }

  set expires(value: Date | number | undefined) {
    this.assignHeader("Expires", value === undefined ? undefined : httpDate(value));
  }

  /** When to try again. Seconds from now can be set as well as a moment. */
  get retryAfter(): Date | undefined {
    const value = this.headers.get("Retry-After");
    const seconds = plainInteger(value ?? "");
    return seconds === undefined ? parseDate(value) : new Date(Date.now() + seconds * 1000);
  }

  set retryAfter(value: Date | number | string | undefined) {
    this.assignHeader("Retry-After", value instanceof Date ? httpDate(value) : value?.toString());
  }

  /** The request headers that the answer hangs on, live. */
  get vary(): HeaderSet {
    return this.headerSet("Vary");
  }

  set vary(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Vary", names);
  }

  /** The methods that the resource has, live. */
  get allow(): HeaderSet {
    return this.headerSet("Allow");
  }

  set allow(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Allow", names);
  }

  /** What caches may do with the response, live. */
  get cacheControl(): ResponseCacheControl {
    const update = this.updater("Cache-Control");
    return parseCacheControlHeader(this.headers.get("Cache-Control"), ResponseCacheControl, update);
  }

  /** Which units of range may be asked for, such as `bytes`. */
  get acceptRanges(): string | undefined {
    return this.headers.get("Accept-Ranges");
  }

  set acceptRanges(value: string | undefined) {
    this.assignHeader("Accept-Ranges", value);
  }

  /**
   * How the client can show who it is, live: the first challenge, or an empty one of Basic if there is none.
   * Several can be set at once.
   */
  get wwwAuthenticate(): WWWAuthenticate {
    const update = this.updater("WWW-Authenticate");
    const challenge = WWWAuthenticate.fromHeader(this.headers.get("WWW-Authenticate"), update);
    return challenge ?? new WWWAuthenticate("basic", {}, update);
  }

  set wwwAuthenticate(value: WWWAuthenticate | readonly WWWAuthenticate[] | undefined) {
    const challenges = value === undefined ? [] : value instanceof WWWAuthenticate ? [value] : value;
    this.headers.setList(
      "WWW-Authenticate",
      challenges.map((challenge) => challenge.toHeader()),
    );
  }

  /** What the page may load, and from where, live. */
  get contentSecurityPolicy(): ContentSecurityPolicy {
    return this.#policy("Content-Security-Policy");
  }

  set contentSecurityPolicy(policy: ContentSecurityPolicy | string | undefined) {
    this.assignHeader("Content-Security-Policy", policy?.toString());
  }

  /** What the page may load, live; a breach of it is reported, and not stopped. */
  get contentSecurityPolicyReportOnly(): ContentSecurityPolicy {
    return this.#policy("Content-Security-Policy-Report-Only");
  }

  set contentSecurityPolicyReportOnly(policy: ContentSecurityPolicy | string | undefined) {
    this.assignHeader("Content-Security-Policy-Report-Only", policy?.toString());
  }

  /** Whether pages of other origins may send their cookies along (CORS). */
  get accessControlAllowCredentials(): boolean {
    return this.headers.get("Access-Control-Allow-Credentials") === "true";
  }

  set accessControlAllowCredentials(value: boolean | undefined) {
    this.assignHeader("Access-Control-Allow-Credentials", value ? "true" : undefined);
  }

  /** Which headers pages of other origins may send, live (CORS). */
  get accessControlAllowHeaders(): HeaderSet {
    return this.headerSet("Access-Control-Allow-Headers");
  }

  set accessControlAllowHeaders(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Access-Control-Allow-Headers", names);
  }

  /** Which methods pages of other origins may use, live (CORS). */
  get accessControlAllowMethods(): HeaderSet {
    return this.headerSet("Access-Control-Allow-Methods");
  }

  set accessControlAllowMethods(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Access-Control-Allow-Methods", names);
  }

  /** The origin whose pages may read the response, or `*` (CORS). */
  get accessControlAllowOrigin(): string | undefined {
    return this.headers.get("Access-Control-Allow-Origin");
  }

  set accessControlAllowOrigin(value: string | undefined) {
    this.assignHeader("Access-Control-Allow-Origin", value);
  }

  /** Which headers pages of other origins may read, live (CORS). */
  get accessControlExposeHeaders(): HeaderSet {
    return this.headerSet("Access-Control-Expose-Headers");
  }

  set accessControlExposeHeaders(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Access-Control-Expose-Headers", names);
  }

  /** How long the answer to a preflight may be kept, in seconds (CORS). */
  get accessControlMaxAge(): number | undefined {
    return plainInteger(this.headers.get("Access-Control-Max-Age") ?? "");
  }

  set accessControlMaxAge(seconds: number | undefined) {
    this.assignHeader("Access-Control-Max-Age", seconds?.toString());
  }

  /** Which pages share a browsing context with this one, such as `same-origin`. */
  get crossOriginOpenerPolicy(): string | undefined {
    return this.headers.get("Cross-Origin-Opener-Policy");
  }

  set crossOriginOpenerPolicy(value: string | undefined) {
    this.assignHeader("Cross-Origin-Opener-Policy", value);
  }

  /** What the page may embed without leave, such as `require-corp`. */
  get crossOriginEmbedderPolicy(): string | undefined {
    return this.headers.get("Cross-Origin-Embedder-Policy");
  }

  set crossOriginEmbedderPolicy(value: string | undefined) {
    this.assignHeader("Cross-Origin-Embedder-Policy", value);
  }

  #policy(name: string): ContentSecurityPolicy {
    return livePolicy(this.headers.get(name), this.updater(name));
  }
}
