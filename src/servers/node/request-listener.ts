/** Takes the requests of a server: hands them to the application, refuses those that can't be served. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Server as SecureServer } from "node:tls";
import { describeError, type Handler, printable, Request, Response } from "../../http/index.ts";
import { Background } from "./background.ts";
import { type ConnectionLimits, Connections } from "./connections.ts";
import { type ErrorReport, type KeepPromise, NodeRequestSource } from "./node-request-source.ts";
import { TunnelResponse } from "./proxy/tunnel-response.ts";
import { refuse } from "./refuse.ts";
import { type SendOptions, sendResponse } from "./send-response.ts";
import { hasBody, upgradeReply } from "./upgrade-reply.ts";

/** What a listener is told. */
export interface ListenerOptions extends ConnectionLimits {
  /** Told of errors that no response could tell of; the application logs them if it is left out. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const PROBE_MILLISECONDS = 60_000;

/** Takes the requests of a server. */
export class RequestListener {
  /** Whether the server is ending, so that each connection closes after its response. */
  isClosing = false;
  readonly #app: Handler;
  readonly #onError: ErrorReport;
  readonly #keep: KeepPromise;
  /** What goes on after its response. */
  readonly background: Background = new Background();
  readonly #connections: Connections;
  readonly #sending: SendOptions;
  // Connections that speak another protocol by now.
  readonly #tunnels = new Set<Duplex>();

  /**
   * @param app - Answers the requests.
   * @param options - Its limits in time, and who is told of errors.
   */
  constructor(app: Handler, options: ListenerOptions) {
    const seconds = Math.floor(options.keepAliveTimeout / 1000);
    this.#app = app;
    this.#onError = reportWith(options.onError ?? app);
    this.#keep = (promise, source) => this.background.add(promise, (error) => this.#onError(error, source));
    this.#connections = new Connections(options);
    this.#sending = { onError: this.#onError, keepAlive: seconds > 0 ? `timeout=${seconds}` : undefined };
  }

  /** Listens to the events of a server. */
  attachTo(server: Server): void {
    // Below TLS there is a socket that no request comes on.
    const connected = (server as unknown) instanceof SecureServer ? "secureConnection" : "connection";
    server.on(connected, (socket: Socket) => this.#connections.add(socket));
    server.on("request", (message, reply) => this.#take(message, reply, false));
    server.on("checkContinue", (message, reply) => this.#take(message, reply, true));
    server.on("connect", (_message, socket) => {
      const due = this.#connections.due(socket);
      if (due !== undefined && !due.writableFinished) socket.destroy();
      else refuse(socket, 400);
    });
    if (this.#app.acceptsUpgrades === true) {
      server.on("upgrade", (message, socket, head) => this.#upgrade(message, socket as Socket, head));
    }
    server.on("timeout", (socket) => this.#connections.closeUnread(socket));
    server.on("clientError", (error: NodeJS.ErrnoException, socket) => this.#onClientError(error, socket));
  }

  /** Closes the connections that are tunnels, which end by themselves only when the visitor leaves. */
  closeTunnels(): void {
    for (const socket of this.#tunnels) socket.destroy();
  }

  /** Closes the connections that are idle; to be called again and again, for others become so. */
  closeIdle(): void {
    this.#connections.closeIdle();
  }

  /** Closes all connections, whatever is due on them: of those that it gave away Node knows no more. */
  closeAll(): void {
    this.#connections.closeAll();
  }

  /**
   * Takes a request, once the one before it on its connection is answered: Node hands over all that a packet holds, and
   * a client that reads nothing must not have thousands of responses made.
   */
  #take(message: IncomingMessage, reply: ServerResponse, expectsContinue: boolean): void {
    const { socket } = message;
    const before = this.#connections.setDue(socket, reply);
    if (before === undefined || before.writableFinished) this.#answer(message, reply, expectsContinue);
    else {
      before.once("close", () => {
        if (socket.writable) this.#answer(message, reply, expectsContinue);
      });
    }
  }

  #answer(message: IncomingMessage, reply: ServerResponse, expectsContinue: boolean): void {
    const source = NodeRequestSource.of(message, reply, expectsContinue, this.#keep);
    if (source === undefined) refuseRequest(reply);
    // Node hands over a request before the body, if that came with the headers: a moment later it is here, and
    // needs no promise. That took a sixth of the time of a small form.
    else if (source.hasBody && !expectsContinue) process.nextTick(() => this.#handle(source, reply));
    else this.#handle(source, reply);
  }

  /** A request to change the protocol: it is answered as any other, unless the answer is a tunnel. */
  #upgrade(message: IncomingMessage, socket: Socket, head: Buffer): void {
    const due = this.#connections.due(socket);
    if (due !== undefined && !due.writableFinished) {
      socket.destroy();
      return;
    }
    const reply = upgradeReply(message, socket);
    this.#connections.setDue(socket, reply);
    // Node has taken its own listener away with the connection.
    socket.on("timeout", () => this.#connections.closeUnread(socket));
    const source = hasBody(message) ? undefined : NodeRequestSource.of(message, reply, false, this.#keep);
    if (source === undefined) {
      refuseRequest(reply);
      return;
    }
    source.canTunnel = true;
    this.#handle(source, reply, head);
  }

  #handle(source: NodeRequestSource, reply: ServerResponse, head?: Buffer): void {
    try {
      const Class = this.#app.requestClass ?? Request;
      const answer = this.#app.handle(new Class(source));
      if (answer instanceof Promise) {
        answer.then(
          (response) => this.#send(response, source, reply, head),
          (error: unknown) => this.#fail(error, source, reply),
        );
      } else this.#send(answer, source, reply, head);
    } catch (error) {
      this.#fail(error, source, reply);
    }
  }

  #send(response: Response, source: NodeRequestSource, reply: ServerResponse, head?: Buffer): void {
    // No instanceof: another copy of the package may have made it.
    if (typeof response?.headersToSend !== "function") {
      this.#fail(
        new TypeError(`handle() must give a Response of flagon/http, not ${describe(response)}.`),
        source,
        reply,
      );
      return;
    }
    try {
      if (response instanceof TunnelResponse) {
        this.#tunnel(response, source, reply, head);
        return;
      }
      const sending = this.#sendResponse(response, source, reply);
      if (sending !== undefined) sending.catch((error: unknown) => this.#fail(error, source, reply));
    } catch (error) {
      this.#fail(error, source, reply);
      Promise.resolve()
        .then(() => response.discard())
        .catch((failure: unknown) => this.#onError(failure, source));
    }
  }

  #tunnel(
    response: TunnelResponse,
    { message: { socket } }: NodeRequestSource,
    reply: ServerResponse,
    head: Buffer | undefined,
  ): void {
    if (head === undefined || this.isClosing || reply.destroyed || socket.destroyed) {
      response.discard();
      socket.destroy();
      return;
    }
    reply.detachSocket(socket);
    // It may be silent for as long as it likes; a client that has vanished without a word must not stay.
    socket.setTimeout(0).setKeepAlive(true, PROBE_MILLISECONDS);
    this.#connections.remove(socket);
    this.#tunnels.add(socket);
    socket.once("close", () => this.#tunnels.delete(socket));
    response.open(socket, head);
  }

  /** An error that left the application, or came of what it answered. */
  #fail(error: unknown, source: NodeRequestSource, reply: ServerResponse): void {
    this.#onError(error, source);
    if (reply.headersSent) {
      breakOff(reply);
      return;
    }
    const response = new Response("Internal Server Error\n", { status: 500, mimetype: "text/plain" });
    this.#sendResponse(response, source, reply);
  }

  #sendResponse(
    response: Response,
    source: NodeRequestSource,
    reply: ServerResponse,
  ): Promise<void> | undefined {
    if (this.isClosing) reply.shouldKeepAlive = false;
    return sendResponse(response, source, reply, this.#sending);
  }

  #onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (error.code === "ECONNRESET" || !socket.writable || isMidResponse(this.#connections.due(socket))) {
      socket.destroy(error);
      return;
    }
    refuse(socket, statusOf(error));
  }
}

/** What an application gave for a response. */
function describe(given: unknown): string {
  if (given === null) return "null";
  return typeof given === "object" ? "another object" : typeof given;
}

/** Tells a function of an error, or the application, or the console if that has no log. */
function reportWith(listener: Handler | ((error: unknown) => void)): ErrorReport {
  return (error, { method, target }) => {
    try {
      if (typeof listener === "function") listener(error);
      else if (listener.logException === undefined) console.error(printable(describeError(error)));
      // The query may hold what no log should.
      else listener.logException(error, `${method} ${target.split("?", 1)[0]}`);
    } catch (failure) {
      // Nobody else would catch it, and the server would end.
      console.error(printable(`${describeError(error)}\nThe log failed: ${describeError(failure)}`));
    }
  };
}

function refuseRequest(reply: ServerResponse): void {
  reply.shouldKeepAlive = false;
  const text = "Bad Request\n";
  reply.writeHead(400, ["Content-Type", "text/plain", "Content-Length", String(text.length)]).end(text);
}

/** Ends a response in its midst. The client must not take what it has for the whole. */
function breakOff(reply: ServerResponse): void {
  const { socket } = reply;
  // Where the end of the connection is the end of the body, only a reset tells that this one is none.
  const endsWithConnection = reply.req.httpVersion === "1.0";
  if (endsWithConnection && socket !== null && !("encrypted" in socket)) socket.resetAndDestroy();
  reply.destroy();
}

/** Whether a response is being written: this one, or one before it that it waits for, without a socket. */
function isMidResponse(reply: ServerResponse | undefined): boolean {
  return reply !== undefined && !reply.writableFinished && (reply.headersSent || reply.socket === null);
}

function statusOf(error: NodeJS.ErrnoException): number {
  if (error.code === "HPE_HEADER_OVERFLOW") return 431;
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  return error.code === "HPE_CHUNK_EXTENSIONS_OVERFLOW" ? 413 : 400;
}
