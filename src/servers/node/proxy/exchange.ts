/** `Exchange`: one request to an upstream and its response, on one connection. */
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { ClientDisconnected, type RequestSource } from "../../../http/index.ts";
import { UpstreamClosedError, UpstreamProtocolError } from "./errors.ts";
import { ResponseParser, type ResponseSink } from "./response-parser.ts";
import { Upload, type UploadListener } from "./upload.ts";
import type { Upstream } from "./upstream.ts";
import { type PieceSource, UpstreamBody } from "./upstream-body.ts";
import type { ConnectionUser, UpstreamConnection } from "./upstream-connection.ts";
import type { UpstreamHead } from "./upstream-head.ts";

/** A request as it is passed on. */
export interface OutgoingRequest {
  readonly method: string;
  /** Request line and header fields, with the empty line at the end. */
  readonly head: string;
  /** How long the body is, in bytes; "chunked" if that is not known, "none" if there is none. */
  readonly body: number | "chunked" | "none";
  /** Whether the upstream is asked if it wants the body. */
  readonly expectsContinue: boolean;
  /** The protocol that the connection shall change to, in lower case. */
  readonly upgrade: string | undefined;
}

/** What an upstream answered. */
export interface UpstreamAnswer {
  readonly head: UpstreamHead;
  readonly body: UpstreamBody;
  /** The connection, and what has come on it already, if the protocol was changed. */
  readonly tunnel: { readonly socket: Socket; readonly first: Buffer } | undefined;
}

// RFC 9110, section 10.1.1: a client need not wait for ever for a server that does not know the expectation.
const CONTINUE_PATIENCE = 1000;
// RFC 9110, section 9.2.2.
const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** A request and its response. */
export class Exchange implements ConnectionUser, ResponseSink, PieceSource, UploadListener {
  readonly #connection: UpstreamConnection;
  readonly #upstream: Upstream;
  readonly #request: OutgoingRequest;
  readonly #source: RequestSource;
  readonly #settle: { resolve(answer: UpstreamAnswer): void; reject(error: Error): void };
  readonly #parser: ResponseParser;
  readonly #body: UpstreamBody = new UpstreamBody(this);
  readonly #upload: Upload | undefined;
  #head: UpstreamHead | undefined;
  #isAnswered = false;
  #isOver = false;
  // The turn of the event loop that the request was written in to a kept connection, until something comes.
  #turn = -1;
  #continueTimer: NodeJS.Timeout | undefined;

  private constructor(
    connection: UpstreamConnection,
    upstream: Upstream,
    request: OutgoingRequest,
    source: RequestSource,
    settle: { resolve(answer: UpstreamAnswer): void; reject(error: Error): void },
  ) {
    this.#connection = connection;
    this.#upstream = upstream;
    this.#request = request;
    this.#source = source;
    this.#settle = settle;
    this.#parser = new ResponseParser(request.method, this);
    this.#upload = request.body === "none" ? undefined : new Upload(connection, request.body, this);
  }

  /**
   * Sends a request, and gives the answer as soon as its head is there.
   *
   * @param connection - A free connection.
   * @param upstream - Where it leads to.
   * @param request - What is sent.
   * @param source - Gives the body, and tells when the client goes away.
   * @throws UpstreamClosedError, UpstreamTimeoutError, UpstreamProtocolError; ClientDisconnected.
   */
  static run(
    connection: UpstreamConnection,
    upstream: Upstream,
    request: OutgoingRequest,
    source: RequestSource,
  ): Promise<UpstreamAnswer> {
    return new Promise((resolve, reject) => {
      new Exchange(connection, upstream, request, source, { resolve, reject }).#start();
    });
  }

  onReady(): void {
    const upload = this.#upload;
    if (upload === undefined || this.#request.expectsContinue) {
      this.#connection.allow(this.#upstream.responseTimeout, "to answer");
    }
    if (upload === undefined) return;
    if (!this.#request.expectsContinue) this.#startUpload();
    else this.#continueTimer = setTimeout(() => this.#startUpload(), CONTINUE_PATIENCE);
  }

  onBytes(bytes: Buffer): void {
    this.#turn = -1;
    try {
      this.#parser.read(bytes);
      this.#answer();
    } catch (error) {
      this.#body.flush();
      this.#fail(error as Error);
      return;
    }
    this.#body.flush();
    if (this.#isOver) return;
    if (this.#parser.isDone) this.#end();
    else if (this.#head !== undefined && this.#upload?.isDone !== false && !this.#body.isPaused)
      this.#allowIdle();
  }

  onWritten(): void {
    this.#upload?.onWritten();
  }

  onHangUp(): void {
    if (this.#parser.finish()) {
      this.#answer();
      this.#close();
      return;
    }
    const when = this.#head === undefined ? "before its answer" : "in the midst of its answer";
    this.#fail(
      new UpstreamClosedError(`${this.#upstream.origin} closed the connection ${when}.`, {
        isUnsent: this.#mayBeUnsent,
      }),
    );
  }

  onError(error: Error): void {
    if (this.#mayBeUnsent && error instanceof UpstreamClosedError) {
      this.#fail(new UpstreamClosedError(error.message, { cause: error.cause, isUnsent: true }));
    } else this.#fail(error);
  }

  onInterim(head: UpstreamHead): void {
    if (head.status === 100) this.#startUpload();
  }

  onHead(head: UpstreamHead): void {
    this.#head = head;
  }

  onPiece(piece: Buffer): void {
    this.#body.push(piece);
  }

  onEnd(trailers: readonly (readonly [string, string])[]): void {
    this.#body.end(trailers);
  }

  onWaiting(isWaiting: boolean): void {
    // As long as it is the client that is waited for, the server's own limits are what counts.
    this.#connection.allow(isWaiting ? this.#upstream.idleTimeout : 0, "to take more of the request");
  }

  onUploaded(): void {
    if (this.#head === undefined) this.#connection.allow(this.#upstream.responseTimeout, "to answer");
    else if (!this.#body.isPaused) this.#allowIdle();
  }

  onUploadError(error: Error): void {
    this.#fail(error);
  }

  pause(): void {
    if (this.#isOver) return;
    this.#connection.pause();
    // That the client is slow is not the upstream's fault; the server has a limit for it.
    this.#connection.allow(0, "");
  }

  resume(): void {
    if (this.#isOver) return;
    this.#allowIdle();
    this.#connection.resume();
  }

  abort(): void {
    this.#close();
  }

  keepMemory(): void {
    this.#connection.keepMemory();
  }

  #start(): void {
    const connection = this.#connection;
    connection.use(this);
    connection.writeText(this.#request.head);
    this.#source.onDisconnect?.(() => this.#fail(new ClientDisconnected()));
    if (this.#isOver) return;
    if (connection.isReused && this.#upload === undefined && IDEMPOTENT.has(this.#request.method)) {
      this.#turn = presentTurn();
    }
    if (connection.isReady) this.onReady();
  }

  /** What ends the connection before the system is asked for news again was on its way before the request was. */
  get #mayBeUnsent(): boolean {
    return this.#turn === presentTurn();
  }

  #startUpload(): void {
    if (this.#upload === undefined || this.#isOver) return;
    clearTimeout(this.#continueTimer);
    this.#connection.allow(0, "");
    this.#upload.start(this.#source);
  }

  /** Gives the answer, once its head is there. @throws UpstreamProtocolError */
  #answer(): void {
    const head = this.#head;
    if (head === undefined || this.#isAnswered) return;
    const isChange = head.status === 101;
    const { upgrade } = this.#request;
    if (isChange && (upgrade === undefined || head.upgrade !== upgrade)) {
      throw new UpstreamProtocolError(
        `${this.#upstream.origin} changed to a protocol that nobody asked for.`,
      );
    }
    this.#isAnswered = true;
    if (isChange) this.#isOver = true;
    const tunnel = isChange ? { socket: this.#connection.detach(), first: this.#parser.rest } : undefined;
    this.#settle.resolve({ head, body: this.#body, tunnel });
  }

  /** The response is whole: the connection is kept if nothing can be left on it of this request. */
  #end(): void {
    const head = this.#head;
    const isClean = this.#parser.rest.length === 0 && this.#upload?.isDone !== false;
    if (head?.keepsAlive !== true || !isClean) {
      this.#close();
      return;
    }
    this.#finish();
    this.#connection.release(head.keepAliveSeconds);
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#close();
    if (this.#isAnswered) this.#body.fail(error);
    else this.#settle.reject(error);
  }

  #close(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#connection.destroy();
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#continueTimer);
    this.#upload?.stop();
  }

  #allowIdle(): void {
    this.#connection.allow(this.#upstream.idleTimeout, "to send more of its answer");
  }
}

/** The number of the present turn of the event loop: from one look at what the system has to the next. */
function presentTurn(): number {
  return performance.nodeTiming.uvMetricsInfo.loopCount;
}
