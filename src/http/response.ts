/** `Response`: what a view answers with: a status, headers and a body. */
import { inspectAs } from "../python/index.ts";
import { closeAll } from "./close-all.ts";
import { type ConditionalRequest, evaluateConditions } from "./conditional.ts";
import { httpDate } from "./dates.ts";
import { removeEntityHeaders } from "./entity-headers.ts";
import { generateEtag } from "./etags.ts";
import { addKnown } from "./headers.ts";
import { sliceBody } from "./partial-body.ts";
import { describeError, printable } from "./printable.ts";
import {
  byteLength,
  cancelChunks,
  isStream,
  type ResponseBody,
  type SendableBody,
  toSendable,
} from "./response-body.ts";
import type { ResponseOptions } from "./response-content.ts";
import { ResponseHead } from "./response-head.ts";
import { encodeLocations } from "./sent-headers.ts";
import { iriToUri } from "./url-split.ts";
import { webBody } from "./web-body.ts";

/** How a response is made conditional. */
export interface ConditionalOptions {
  /** The value of Accept-Ranges; `true` is `bytes`, `false` (no parts are sent) leaves it out. */
  readonly acceptRanges?: boolean | string | undefined;
  /** How many bytes the whole body has; parts are sent only if this is known. */
  readonly completeLength?: number | undefined;
}

/**
 * What a view answers with. After Flask's and Werkzeug's `Response`: changeable until it is sent, the body
 * whole or streamed.
 *
 * @example
 * ```ts
 * const response = new Response("<h1>Hello</h1>", { status: 201 });
 * response.setCookie("theme", "dark", { maxAge: 3600 });
 * ```
 */
export class Response extends ResponseHead {
  /**
   * Whether the Location header is made absolute, by the URL of the request, as old clients want it; it stays as it is
   * set unless this is `true`. Werkzeug's `autocorrect_location_header`.
   */
  autocorrectLocationHeader = false;
  #body: SendableBody = null;
  #length = 0;
  #claimed = false;
  #closers: (() => unknown)[] | undefined;
  #closing: Promise<void> | undefined;
  #webBody: globalThis.ReadableStream<Uint8Array> | undefined;

  /**
   * @param body - Text (sent as UTF-8), bytes, `Markup`, pieces of these as a stream or iterable, or nothing.
   * @param options - Status, headers, type.
   * @throws RangeError for a status outside 100 to 599; TypeError for what is no body or no header.
   */
  constructor(body?: ResponseBody | undefined, options?: ResponseOptions | undefined) {
    if (typeof options === "number") {
      throw new TypeError(`new Response() takes its options as an object: { status: ${String(options)} }.`);
    }
    super(options);
    this.body = body;
  }

  /**
   * One of ours with all that a Web `Response` has. Its body is taken over, not copied.
   * @throws TypeError if its body has been read already, or it is an error response.
   */
  static fromWeb(web: globalThis.Response): Response {
    if (web.bodyUsed) {
      throw new TypeError(
        "The body of this Response has been read already; return a new one, or its clone().",
      );
    }
    const response = new Response(web.body, { status: web.status, headers: web.headers });
    if (!web.headers.has("Content-Type")) response.headers.delete("Content-Type");
    if (web.statusText !== "") response.statusText = web.statusText;
    response.#webBody = web.body ?? undefined;
    return response;
  }

  /** Whether the body comes in pieces, so that its length is not known. */
  get isStreamed(): boolean {
    return isStream(this.#body);
  }

  /** The body as a server takes it. Setting it sets Content-Length, or removes it if the body is streamed. */
  get body(): SendableBody {
    return this.#body;
  }

  set body(body: ResponseBody | undefined) {
    const sendable = toSendable(body);
    this.#body = sendable;
    this.#webBody = undefined;
    this.#length = 0;
    if (sendable === null) return;
    if (typeof sendable === "string" || sendable instanceof Uint8Array) {
      this.#length = byteLength(sendable);
      this.#setLength();
    }
  }

  /** Whether the body is text of ASCII only, which has the same bytes in UTF-8 and Latin-1. For servers. */
  get isASCII(): boolean {
    return typeof this.#body === "string" && this.#body.length === this.#length;
  }

  /**
   * The body as bytes. Setting it, to bytes or text, sets Content-Length as well.
   * @throws TypeError if the body is streamed.
   */
  get data(): Uint8Array {
    const body = this.#wholeBody("data");
    return typeof body === "string" ? new TextEncoder().encode(body) : body;
  }

  set data(body: string | Uint8Array) {
    this.body = body;
  }

  /** The body as text, read as UTF-8. @throws TypeError if the body is streamed. */
  get text(): string {
    const body = this.#wholeBody("text");
    return typeof body === "string" ? body : new TextDecoder().decode(body);
  }

  /**
   * Sets an ETag that is the SHA-1 of the body, unless there is one. Flask's `add_etag`.
   *
   * @param options - `overwrite` replaces the one that is there; `weak` makes it a weak one.
   * @throws TypeError if the body is streamed.
   */
  addEtag(
    options: { readonly overwrite?: boolean | undefined; readonly weak?: boolean | undefined } = {},
  ): void {
    if (options.overwrite !== true && this.headers.has("ETag")) return;
    this.setEtag(generateEtag(this.data), { weak: options.weak });
  }

  /** Makes the response ready to be kept: gives it an ETag. Flask's `freeze`. @throws TypeError if it is streamed */
  freeze(): void {
    this.addEtag();
  }

  /**
   * The body read as JSON.
   * @throws SyntaxError if it is none; TypeError if the body is streamed.
   */
  json<T = unknown>(): T {
    return JSON.parse(this.text) as T;
  }

  /**
   * Sends no more than the client needs: 304 if it has this version, 206 with the part that it asks for, 412 if
   * the request is meant for another version. Set `ETag` or `Last-Modified` before. It does something for GET
   * and HEAD only. Werkzeug's `make_conditional`, with the conditions in the order of RFC 9110, section 13.2.2.
   *
   * @param request - The request that is answered.
   * @param options - Whether parts can be had, and how long the whole is.
   * @returns The same response.
   * @throws RequestedRangeNotSatisfiable, a 416, if the part that is asked for does not exist, or several are asked for.
   */
  makeConditional(request: ConditionalRequest, options: ConditionalOptions = {}): this {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return this;
    const { headers } = this;
    const { acceptRanges = false, completeLength } = options;
    headers.setDefault("Date", httpDate(Math.floor(Date.now() / 1000)));
    if (acceptRanges !== false) headers.set("Accept-Ranges", acceptRanges === true ? "bytes" : acceptRanges);
    const outcome = evaluateConditions(request.headers, {
      etag: headers.get("ETag"),
      lastModified: headers.get("Last-Modified"),
      length: acceptRanges === false ? undefined : completeLength,
    });
    if (outcome === "unsatisfiable") throw request.rangeNotSatisfiable(completeLength ?? 0);
    if (outcome === "unmodified") this.status = 304;
    else if (outcome === "failed") this.status = 412;
    else if (outcome !== "whole") this.#sendPart(outcome, completeLength ?? 0);
    return this;
  }

  /**
   * Takes it for the answer to a request. It answers one only: what is added for one visitor, such as a
   * session cookie, must not reach the next. For applications.
   *
   * @param request - The request, by whose URL the Location is made absolute if {@link Response.autocorrectLocationHeader} is on.
   * @throws Error if it was an answer before.
   */
  claim(request?: { readonly baseUrl: string } | undefined): void {
    if (this.#claimed) {
      throw new Error("A Response was returned for a second request; make a new one for each, in the view.");
    }
    this.#claimed = true;
    if (!this.autocorrectLocationHeader || request === undefined) return;
    const { location } = this;
    const absolute = location === undefined ? null : URL.parse(location, iriToUri(request.baseUrl));
    if (absolute !== null) this.headers.set("Location", absolute.href);
  }

  /** Calls the function once, after the body has been sent, or when the client has gone. */
  callOnClose(fn: () => unknown): void {
    if (this.#closers === undefined) this.#closers = [fn];
    else this.#closers.push(fn);
  }

  /**
   * Whether functions wait to be called by {@link Response.close}. For servers: most responses have none.
   */
  get hasCloseCallbacks(): boolean {
    return this.#closers !== undefined;
  }

  /**
   * Calls what {@link Response.callOnClose} was given, each once. Servers call this when they are done; it
   * returns a promise if a function does, the same one for whoever asks meanwhile. Every function is called; the first
   * error is thrown after the last.
   */
  close(): void | Promise<void> {
    const closers = this.#closers;
    if (closers === undefined) return this.#closing;
    this.#closers = undefined;
    const closing = closeAll(closers);
    if (closing === undefined) return;
    this.#closing = closing;
    const forget = (): void => {
      this.#closing = undefined;
    };
    closing.then(forget, forget);
    return closing;
  }

  /**
   * Lets go of a response that will not be sent: a streamed body is told that nobody will read it, and the response
   * is closed. For applications and servers.
   */
  discard(): void | Promise<void> {
    if (isStream(this.#body)) cancelChunks(this.#body);
    return this.close();
  }

  /**
   * The header fields as they are to be sent, name and value in turn: without those that the status forbids
   * (1xx, 204, 304), and with the true Content-Length of a body that is whole. For servers.
   *
   * @param method - The method of the request.
   */
  headersToSend(method: string): string[] {
    const { headers } = this;
    const status = this.status;
    if (status < 200 || status === 204 || status === 304) this.#dropBodyHeaders();
    // RFC 9110, section 15.3.6: a 205 has no content, and says so.
    else if (status === 205) headers.set("Content-Length", "0");
    else if (!isStream(this.#body)) this.#fixLength(method);
    const flat = headers.toFlat();
    for (let index = 0; index < flat.length; index += 2) {
      // The lengths of the names that need a second look; most responses have none of them.
      const { length } = flat[index] ?? "";
      if (length === 8 || length === 16 || length === 17) return encodeLocations(headers);
    }
    return flat;
  }

  /**
   * The body as it is to be sent: none in answer to HEAD, nor with 1xx, 204, 205 and 304; a stream that is
   * not to be sent is cancelled. For servers.
   *
   * @param method - The method of the request.
   */
  bodyToSend(method: string): SendableBody {
    const body = this.#body;
    if (method !== "HEAD" && !hasNoContent(this.status)) return body;
    if (isStream(body)) cancelChunks(body);
    return null;
  }

  /**
   * The same response as the Web's own. Its body, if it is streamed, is this one's, to be read once.
   * @param method - The method of the request; the answer to HEAD has no body.
   * @param onError - Told of an error of the streamed body, and of what runs after it; the console if it is left out.
   * @throws RangeError for a status of the 100s, which the Web's class can't have.
   */
  toWeb(method = "GET", onError: (error: unknown) => void = writeError): globalThis.Response {
    const flat = this.headersToSend(method);
    const headers: [string, string][] = [];
    for (let index = 0; index < flat.length; index += 2)
      headers.push([flat[index] ?? "", flat[index + 1] ?? ""]);
    const content = this.bodyToSend(method);
    // The Web's class gives text a type where there is none, and bytes not.
    const isUntypedText = typeof content === "string" && !this.headers.has("Content-Type");
    const body = isUntypedText ? new TextEncoder().encode(content) : content;
    const init = { status: this.status, statusText: this.statusText, headers };
    if (body !== null && body === this.#webBody && this.#closers === undefined) {
      return new globalThis.Response(this.#webBody, init);
    }
    return new globalThis.Response(webBody(this, body, onError), init);
  }

  #sendPart([start, stop]: readonly [number, number], completeLength: number): void {
    this.status = 206;
    this.body = sliceBody(this.#body, start, stop);
    this.headers.set("Content-Length", String(stop - start));
    this.headers.set("Content-Range", `bytes ${start}-${stop - 1}/${completeLength}`);
  }

  #wholeBody(member: string): string | Uint8Array {
    const body = this.#body;
    if (body === null) return "";
    if (typeof body === "string" || body instanceof Uint8Array) return body;
    throw new TypeError(
      `response.${member} needs a whole body, and this one is streamed; read response.toWeb() instead.`,
    );
  }

  #dropBodyHeaders(): void {
    if (this.status !== 304) this.headers.delete("Content-Length");
    else removeEntityHeaders(this.headers);
  }

  /** A length that differs from the body's would let one response run into the next. */
  #fixLength(method: string): void {
    if (method === "HEAD" && this.#body === null && this.headers.has("Content-Length")) return;
    this.#setLength();
  }

  #setLength(): void {
    const length = String(this.#length);
    if (this.headers.has("Content-Length")) this.headers.set("Content-Length", length);
    else addKnown(this.headers, "Content-Length", length);
  }
}

function writeError(error: unknown): void {
  console.error(printable(describeError(error)));
}

function hasNoContent(status: number): boolean {
  return status < 200 || status === 204 || status === 205 || status === 304;
}

inspectAs(Response.prototype, (response) => {
  const size = response.isStreamed ? "streamed" : `${response.data.byteLength} bytes`;
  return `Response { ${response.status} ${response.statusText}, ${response.contentType ?? "no type"}, ${size} }`;
});
