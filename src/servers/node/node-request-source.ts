/** `NodeRequestSource`: a request as `node:http` has it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import type { RequestSource } from "../../http/index.ts";
import { openStream, receive } from "./receive.ts";
import { toWebRequest } from "./web-request.ts";

const SLASH = 0x2f;
const ABSOLUTE = /^(https?):\/\/([^/?#]*)(.*)$/i;

/** Told of an error that no response can tell of, and of the request that it came of. */
export type ErrorReport = (
  error: unknown,
  request: { readonly method: string; readonly target: string },
) => void;

/** Takes a promise that goes on after the response, and the request that it came of. */
export type KeepPromise = (promise: Promise<unknown>, request: NodeRequestSource) => void;

/** A `RequestSource` over an `IncomingMessage`. No Web `Request` is made unless `raw` is read. */
export class NodeRequestSource implements RequestSource {
  /** Whether the connection can be had for a tunnel: Node has given it away, since the client asked for that. */
  canTunnel = false;
  readonly #message: IncomingMessage;
  readonly #target: string;
  // "" where the header is there and empty, which is no host; undefined where there is none.
  readonly #host: string | undefined;
  readonly #reply: ServerResponse;
  readonly #keep: KeepPromise;
  #expectsContinue: boolean;
  #raw: globalThis.Request | undefined;
  #body: Uint8Array | undefined;
  #isTaken = false;

  private constructor(
    message: IncomingMessage,
    reply: ServerResponse,
    target: string,
    host: string | undefined,
    expectsContinue: boolean,
    keep: KeepPromise,
  ) {
    this.#message = message;
    this.#reply = reply;
    this.#target = target;
    this.#host = host;
    this.#expectsContinue = expectsContinue;
    this.#keep = keep;
  }

  /**
   * The source of a request, or `undefined` if its target is of no form that a server answers, or its Host
   * header is none (RFC 9112, sections 3.2 and 3.2.2).
   *
   * @param message - The request.
   * @param reply - Its response.
   * @param expectsContinue - Whether the client waits for `100 Continue` before it sends the body.
   * @param keep - Takes what goes on after the response.
   */
  static of(
    message: IncomingMessage,
    reply: ServerResponse,
    expectsContinue: boolean,
    keep: KeepPromise,
  ): NodeRequestSource | undefined {
    const target = message.url ?? "";
    const host = message.headers.host;
    if (host?.includes(",")) return undefined;
    const coding = message.headers["transfer-encoding"];
    // HTTP/1.0 knows no chunks: a proxy in front would see another end (RFC 9112, section 6.1). Nobody undoes other codings:
    // "gzip, chunked" would have an application, or a server behind, take what is compressed for the body.
    if (coding !== undefined && (message.httpVersion === "1.0" || coding.toLowerCase() !== "chunked")) {
      return undefined;
    }
    if (target.charCodeAt(0) === SLASH || (target === "*" && message.method === "OPTIONS")) {
      return new NodeRequestSource(message, reply, target, host, expectsContinue, keep);
    }
    const [, scheme, authority, path = ""] = ABSOLUTE.exec(target) ?? [];
    if (scheme === undefined || authority === undefined || authority === "") return undefined;
    const origin = path.charCodeAt(0) === SLASH ? path : `/${path}`;
    return new NodeRequestSource(message, reply, origin, authority, expectsContinue, keep);
  }

  get method(): string {
    return this.#message.method ?? "GET";
  }

  get target(): string {
    return this.#target;
  }

  get scheme(): string {
    return (this.#message.socket as Partial<TLSSocket>).encrypted === true ? "https" : "http";
  }

  get host(): string {
    if (this.#host !== undefined) return this.#host;
    // HTTP/1.0 knows no Host; where the request came in is the best there is.
    const { localAddress = "", localPort } = this.#message.socket;
    // A socket in the file system has no address.
    if (localPort === undefined) return "localhost";
    return `${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
  }

  get remoteAddr(): string | undefined {
    return this.#message.socket.remoteAddress;
  }

  /** Node copies each piece for its one listener. */
  get givesPiecesAway(): boolean {
    return true;
  }

  get hasBody(): boolean {
    const { headers } = this.#message;
    const length = headers["content-length"];
    return (length !== undefined && length !== "0") || headers["transfer-encoding"] !== undefined;
  }

  /** Whether a body was sent, or will be, that nobody has read to its end. */
  get hasUnreadBody(): boolean {
    return this.hasBody && !this.#isTaken && !this.#message.complete;
  }

  /** Whether the client still waits to be told that it may send the body. */
  get expectsContinue(): boolean {
    return this.#expectsContinue;
  }

  /** The request as Node has it. */
  get message(): IncomingMessage {
    return this.#message;
  }

  get raw(): globalThis.Request {
    this.#raw ??= toWebRequest(this, this.#reply, this.#body);
    return this.#raw;
  }

  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    // Set-Cookie, which no request has, is a list; names of Object.prototype are no headers.
    return typeof value === "string" ? value : undefined;
  }

  *headerPairs(): Iterable<readonly [string, string]> {
    const { rawHeaders } = this.#message;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      yield [rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""];
    }
  }

  pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {
    return receive(this.#message, limit, () => this.invite(), take);
  }

  takeBody(limit: number): Uint8Array | undefined {
    const length = Number(this.#message.headers["content-length"]);
    if (!(length <= limit) || this.#message.readableLength !== length) return undefined;
    const body: unknown = this.#message.read();
    if (!(body instanceof Uint8Array)) return undefined;
    this.#isTaken = true;
    return body;
  }

  openStream(): globalThis.ReadableStream<Uint8Array> {
    return openStream(this.#message, () => this.invite());
  }

  replay(body: Uint8Array): void {
    this.#body = body;
  }

  /** Tells a client that waits for it that the body may come. */
  invite(): void {
    if (this.#expectsContinue) this.#reply.writeContinue();
    this.#expectsContinue = false;
  }

  onDisconnect(fn: () => void): void {
    const reply = this.#reply;
    if (reply.closed || reply.destroyed) fn();
    else {
      reply.once("close", () => {
        if (!reply.writableFinished) fn();
      });
    }
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#keep(promise, this);
  }
}
