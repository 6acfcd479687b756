/** `RequestHead`: what comes before the body of a request: its target, its header fields, its cookies. */
import { type Accept, parseAcceptHeader } from "./accept.ts";
import { Authorization } from "./authorization.ts";
import { parseCacheControlHeader, type RequestCacheControl } from "./cache-control.ts";
import { CharsetAccept } from "./charset-accept.ts";
import { getContentLength } from "./content-length.ts";
import { mimetypeOf } from "./content-type.ts";
import { parseCookie } from "./cookie.ts";
import { parseDate } from "./dates.ts";
import { type ETags, parseEtags } from "./etags.ts";
import { type HeaderSet, parseSetHeader } from "./header-set.ts";
import { type IfRange, parseIfRangeHeader } from "./if-range.ts";
import { plainInteger } from "./integers.ts";
import { LanguageAccept } from "./language-accept.ts";
import { MIMEAccept } from "./mime-accept.ts";
import type { ImmutableMultiDict } from "./multi-dict.ts";
import { parseOptionsHeader } from "./options-header.ts";
import { parseRangeHeader, type Range } from "./range.ts";
import { RequestHeaders } from "./request-headers.ts";
import { RequestTarget } from "./request-target.ts";

/**
 * A request without its body. What a header says is read when it is asked for, as leniently as Werkzeug does:
 * no property throws on what a client sent.
 */
export class RequestHead extends RequestTarget {
  #headers: RequestHeaders | undefined;
  #cookies: ImmutableMultiDict | undefined;
  #mimetype: string | undefined;
  #mimetypeParams: ReadonlyMap<string, string> | undefined;

  /**
   * The header fields, read only. A name that came several times has its values joined by commas. What must
   * be there is had by `headers.require("X-Token")`, which answers 400 if it is not.
   */
  get headers(): RequestHeaders {
    this.#headers ??= new RequestHeaders(this.source.headerPairs());
    return this.#headers;
  }

  /** The cookies; a name that came several times has all its values. */
  get cookies(): ImmutableMultiDict {
    this.#cookies ??= parseCookie(this.source.header("cookie"));
    return this.#cookies;
  }

  /** The Content-Type header as it came. */
  get contentType(): string | undefined {
    return this.source.header("content-type");
  }

  /** The MIME type of the body, in lower case; "" if the request names none. */
  get mimetype(): string {
    this.#mimetype ??= mimetypeOf(this.source.header("content-type")).toLowerCase();
    return this.#mimetype;
  }

  /** The parameters of the Content-Type, such as `charset`, by lower-case name. */
  get mimetypeParams(): ReadonlyMap<string, string> {
    this.#mimetypeParams ??= parseOptionsHeader(this.source.header("content-type"))[1];
    return this.#mimetypeParams;
  }

  /** How many bytes the body has; `undefined` if the request does not say, 0 if it says nonsense. */
  get contentLength(): number | undefined {
    return getContentLength(this.source.header("content-length"), this.source.header("transfer-encoding"));
  }

  /** Whether the body is JSON: `application/json` or `application/…+json`. */
  get isJson(): boolean {
    const { mimetype } = this;
    return (
      mimetype === "application/json" || (mimetype.startsWith("application/") && mimetype.endsWith("+json"))
    );
  }

  /** How the body is encoded, such as `gzip`; it is handed on as it came. */
  get contentEncoding(): string | undefined {
    return this.source.header("content-encoding");
  }

  /** The MD5 of the body, as the client says. */
  get contentMd5(): string | undefined {
    return this.source.header("content-md5");
  }

  /** Which types of content the client would have. Flask's `accept_mimetypes`. */
  get accept(): MIMEAccept {
    return parseAcceptHeader(this.source.header("accept"), MIMEAccept);
  }

  /** The same as {@link RequestHead.accept}, by Flask's name. */
  get acceptMimetypes(): MIMEAccept {
    return this.accept;
  }

  /** Which languages the client would have. */
  get acceptLanguages(): LanguageAccept {
    return parseAcceptHeader(this.source.header("accept-language"), LanguageAccept);
  }

  /** Which encodings of content the client would have, such as `br`. */
  get acceptEncodings(): Accept {
    return parseAcceptHeader(this.source.header("accept-encoding"));
  }

  /** Which charsets the client would have. */
  get acceptCharsets(): CharsetAccept {
    return parseAcceptHeader(this.source.header("accept-charset"), CharsetAccept);
  }

  /** Who the request says it comes from; nothing of it is proven. */
  get authorization(): Authorization | undefined {
    return Authorization.fromHeader(this.source.header("authorization"));
  }

  /** What the client wants of caches. */
  get cacheControl(): RequestCacheControl {
    return parseCacheControlHeader(this.source.header("cache-control"));
  }

  /** What an old client wants of caches. */
  get pragma(): HeaderSet {
    return parseSetHeader(this.source.header("pragma"));
  }

  /** Which parts of the content are asked for; `undefined` if all of it is, or the header is broken. */
  get range(): Range | undefined {
    return parseRangeHeader(this.source.header("range"));
  }

  /** What the content must still be for a part of it to be sent. */
  get ifRange(): IfRange {
    return parseIfRangeHeader(this.source.header("if-range"));
  }

  /** The ETags of which the content must have one. */
  get ifMatch(): ETags {
    return parseEtags(this.source.header("if-match"));
  }

  /** The ETags of which the content must have none, since the client has it with those. */
  get ifNoneMatch(): ETags {
    return parseEtags(this.source.header("if-none-match"));
  }

  /** The content is only wanted if it has changed since. */
  get ifModifiedSince(): Date | undefined {
    return parseDate(this.source.header("if-modified-since"));
  }

  /** The request only counts if the content has not changed since. */
  get ifUnmodifiedSince(): Date | undefined {
    return parseDate(this.source.header("if-unmodified-since"));
  }

  /** When the client sent the request, by its clock. */
  get date(): Date | undefined {
    return parseDate(this.source.header("date"));
  }

  /** Through how many more proxies a TRACE or OPTIONS request may go. */
  get maxForwards(): number | undefined {
    return plainInteger(this.source.header("max-forwards") ?? "");
  }

  /** Which headers a request of another origin will have (CORS). */
  get accessControlRequestHeaders(): HeaderSet {
    return parseSetHeader(this.source.header("access-control-request-headers"));
  }

  /** Which method a request of another origin will have (CORS). */
  get accessControlRequestMethod(): string | undefined {
    return this.source.header("access-control-request-method");
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
}
