/** `ResponseHead`: what comes before the body of a response: its status and its header fields. */
import { mimetypeOf, withCharset } from "./content-type.ts";
import { checkFieldValue } from "./field-syntax.ts";
import { type HeaderSet, parseSetHeader } from "./header-set.ts";
import { Headers, type HeadersSource } from "./headers.ts";
import { statusName } from "./status.ts";
import { iriToUri } from "./url-split.ts";

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

/** A response without its body. */
export class ResponseHead {
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
    if (options?.contentType !== undefined) headers.set("Content-Type", options.contentType);
    else if (options?.mimetype !== undefined) headers.set("Content-Type", withCharset(options.mimetype));
    else headers.setDefault("Content-Type", withCharset(this.defaultMimetype));
  }

  /** The MIME type of a response that is given none. A subclass may override it. */
  get defaultMimetype(): string {
    return "text/html";
  }

  /** The status code. Setting one outside 100 to 599 throws a RangeError. */
  get status(): number {
    return this.#status;
  }

  set status(status: number) {
    if (!Number.isInteger(status) || status < 100 || status > 599) {
      throw new RangeError(`${status} is no status code; give a whole number from 100 to 599.`);
    }
    this.#status = status;
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
    this.#setHeader("Content-Type", value);
  }

  /** The MIME type, without parameters; text types are sent with `; charset=utf-8`. */
  get mimetype(): string | undefined {
    const { contentType } = this;
    return contentType === undefined ? undefined : mimetypeOf(contentType);
  }

  set mimetype(value: string | undefined) {
    this.#setHeader("Content-Type", value === undefined ? undefined : withCharset(value));
  }

  /** The Content-Length header as a number, in bytes. */
  get contentLength(): number | undefined {
    const value = this.headers.get("Content-Length");
    return value !== undefined && /^[0-9]+$/.test(value) ? Number(value) : undefined;
  }

  set contentLength(value: number | undefined) {
    this.#setHeader("Content-Length", value === undefined ? undefined : String(value));
  }

  /** The Location header. What is set is percent-encoded where it must be, and stays relative if it is. */
  get location(): string | undefined {
    return this.headers.get("Location");
  }

  set location(value: string | undefined) {
    this.#setHeader("Location", value === undefined ? undefined : iriToUri(value));
  }

  /** The names in the Vary header, live. */
  get vary(): HeaderSet {
    return this.#set("Vary");
  }

  set vary(names: string | Iterable<string>) {
    this.#setHeader("Vary", typeof names === "string" ? names : Array.from(names).join(", "));
  }

  /** The names of a header that lists some; what changes them changes the header. */
  #set(name: string): HeaderSet {
    const fields = this.headers.getList(name);
    return parseSetHeader(fields.length === 0 ? undefined : fields.join(","), (set) =>
      this.#setHeader(name, set.size === 0 ? undefined : set.toHeader()),
    );
  }

  #setHeader(name: string, value: string | undefined): void {
    if (value === undefined) this.headers.delete(name);
    else this.headers.set(name, value);
  }
}
