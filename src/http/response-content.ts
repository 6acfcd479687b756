/** `ResponseContent`: the status and the header fields of a response, and what they say of its content. */
import { ContentRange, parseContentRangeHeader } from "./content-range.ts";
import { ContentTypeParameters, getContentType, mimetypeOf } from "./content-type.ts";
import { httpDate, parseDate } from "./dates.ts";
import { quoteEtag, unquoteEtag } from "./etags.ts";
import { checkFieldValue } from "./field-syntax.ts";
import { HeaderSet, parseSetHeader } from "./header-set.ts";
import { addKnown, Headers, type HeadersSource } from "./headers.ts";
import { plainInteger } from "./integers.ts";
import { locationUri } from "./location.ts";
import { statusName } from "./status.ts";

/** What a response can be given besides its body. */
export interface ResponseOptions {
  /** The status code, 200 if it is left out. */
  readonly status?: number | undefined;
  /** The reason phrase, where it shall not be the status code's own. */
  readonly statusText?: string | undefined;
  /** The first header fields. */
  readonly headers?: HeadersSource | undefined;
  /** The MIME type; text types get `; charset=utf-8`. Left out, it is `text/html`. */
  readonly mimetype?: string | undefined;
  /** The Content-Type as it is to be sent; it goes before `mimetype`. */
  readonly contentType?: string | undefined;
}

// What most responses are; their Content-Type needs no check.
const KNOWN_TYPES: ReadonlyMap<string, string> = new Map(
  ["text/html", "application/json", "text/plain"].map((mimetype) => [mimetype, getContentType(mimetype)]),
);

/** The status, the header fields, and those of these that describe the content (RFC 9110, section 8). */
export class ResponseContent {
  /** The header fields, in the order in which they are sent. */
  readonly headers: Headers;
  #status = 200;
  #statusText: string | undefined;

  /**
   * @param options - Status, headers, type.
   * @throws RangeError for a status outside 100 to 599; TypeError for what is no header.
   */
  constructor(options?: ResponseOptions | undefined) {
    const headers = new Headers(options?.headers);
    this.headers = headers;
    if (options?.status !== undefined) this.status = options.status;
    if (options?.statusText !== undefined) this.statusText = options.statusText;
    if (options?.headers === undefined && options?.contentType === undefined) {
      const known = KNOWN_TYPES.get(options?.mimetype ?? this.defaultMimetype);
      if (known !== undefined) {
        addKnown(headers, "Content-Type", known);
        return;
      }
    }
    if (options?.contentType !== undefined) headers.set("Content-Type", options.contentType);
    else if (options?.mimetype !== undefined) headers.set("Content-Type", getContentType(options.mimetype));
    else headers.setDefault("Content-Type", getContentType(this.defaultMimetype));
  }

  /** The MIME type of a response that is given none. A subclass may override it. */
  get defaultMimetype(): string {
    return "text/html";
  }

  /** The status code. Setting one outside 100 to 599 throws a RangeError; any brings its own reason phrase. */
  get status(): number {
    return this.#status;
  }

  set status(status: number) {
    if (!Number.isInteger(status) || status < 100 || status > 599) {
      throw new RangeError(
        `${typeof status === "number" ? status : JSON.stringify(status)} is no status code; give a whole number from 100 to 599.`,
      );
    }
    this.#status = status;
    this.#statusText = undefined;
  }

  /** The reason phrase: the status code's own, unless one was set. */
  get statusText(): string {
    return this.#statusText ?? statusName(this.#status);
  }

  set statusText(text: string) {
    checkFieldValue("status line", text);
    this.#statusText = text;
  }

  /** The Content-Type header, parameters and all. */
  get contentType(): string | undefined {
    return this.headers.get("Content-Type");
  }

  set contentType(value: string | undefined) {
    this.assignHeader("Content-Type", value);
  }

  /** The MIME type, without parameters; text types are sent with `; charset=utf-8`. */
  get mimetype(): string | undefined {
    const { contentType } = this;
    return contentType === undefined ? undefined : mimetypeOf(contentType);
  }

  set mimetype(value: string | undefined) {
    this.assignHeader("Content-Type", value === undefined ? undefined : getContentType(value));
  }

  /** The parameters of the Content-Type, such as `charset`, live. */
  get mimetypeParams(): ContentTypeParameters {
    return new ContentTypeParameters(this.contentType, (contentType) => {
      this.contentType = contentType;
    });
  }

  /** The Content-Length header as a number, in bytes. */
  get contentLength(): number | undefined {
    const value = plainInteger(this.headers.get("Content-Length") ?? "");
    return value !== undefined && value >= 0 ? value : undefined;
  }

  set contentLength(value: number | undefined) {
    this.assignHeader("Content-Length", value === undefined ? undefined : String(value));
  }

  /** How the body is encoded, such as `gzip`. */
  get contentEncoding(): string | undefined {
    return this.headers.get("Content-Encoding");
  }

  set contentEncoding(value: string | undefined) {
    this.assignHeader("Content-Encoding", value);
  }

  /** The languages that the content is for, live. */
  get contentLanguage(): HeaderSet {
    return this.headerSet("Content-Language");
  }

  set contentLanguage(names: string | Iterable<string> | undefined) {
    this.assignHeaderSet("Content-Language", names);
  }

  /** Where this content is had by itself. What is set is percent-encoded where it must be. @throws TypeError */
  get contentLocation(): string | undefined {
    return this.headers.get("Content-Location");
  }

  set contentLocation(value: string | undefined) {
    this.assignHeader("Content-Location", value === undefined ? undefined : locationUri(value));
  }

  /** The MD5 of the body, in base64. */
  get contentMd5(): string | undefined {
    return this.headers.get("Content-MD5");
  }

  set contentMd5(value: string | undefined) {
    this.assignHeader("Content-MD5", value);
  }

  /** Which part of the whole the body is, live; without units if there is no such header. */
  get contentRange(): ContentRange {
    const update = this.updater("Content-Range");
    const write = (range: ContentRange) => update(range.toHeader());
    return parseContentRangeHeader(this.headers.get("Content-Range"), write) ?? new ContentRange({}, write);
  }

  set contentRange(range: ContentRange | string | undefined) {
    this.assignHeader("Content-Range", range?.toString());
  }

  /** When the content was last changed; fractions of a second are dropped. */
  get lastModified(): Date | undefined {
    return parseDate(this.headers.get("Last-Modified"));
  }

  set lastModified(value: Date | number | undefined) {
    this.assignHeader("Last-Modified", value === undefined ? undefined : httpDate(value));
  }

  /**
   * The ETag and whether it is a weak one; nothing twice if there is none. Flask's `get_etag`.
   */
  getEtag(): [string, boolean] | [undefined, undefined] {
    return unquoteEtag(this.headers.get("ETag"));
  }

  /**
   * Sets the ETag. Flask's `set_etag`.
   *
   * @param etag - The tag, without quotes.
   * @param options - `weak`: whether it stands for what means the same, if not for the same bytes.
   * @throws TypeError if the tag holds a quotation mark or a control character.
   */
  setEtag(etag: string, options: { readonly weak?: boolean | undefined } = {}): void {
    this.headers.set("ETag", quoteEtag(etag, options));
  }

  /**
   * The tag of the ETag header, without quotes; {@link getEtag} tells whether it is weak. What is set is a strong one,
   * `undefined` removes the header.
   * @throws TypeError if the tag that is set holds a quotation mark or a control character.
   */
  get etag(): string | undefined {
    return this.getEtag()[0];
  }

  set etag(tag: string | undefined) {
    if (tag === undefined) this.headers.delete("ETag");
    else this.setEtag(tag);
  }

  /** Gives a header this value; nothing removes it. */
  protected assignHeader(name: string, value: string | undefined): void {
    if (value === undefined) this.headers.delete(name);
    else this.headers.set(name, value);
  }

  /** What a live value calls with the new text of its header; an empty one removes the header. */
  protected updater(name: string): (text: string) => void {
    return (text) => this.assignHeader(name, text === "" ? undefined : text);
  }

  /** The names of a header that lists some, live. */
  protected headerSet(name: string): HeaderSet {
    const fields = this.headers.getList(name);
    const update = this.updater(name);
    return parseSetHeader(fields.length === 0 ? undefined : fields.join(","), (set) =>
      update(set.toHeader()),
    );
  }

  /** Gives a header these names; text is taken as the header has it. */
  protected assignHeaderSet(name: string, names: string | Iterable<string> | undefined): void {
    const value = names === undefined || typeof names === "string" ? names : new HeaderSet(names).toHeader();
    this.assignHeader(name, value);
  }
}
