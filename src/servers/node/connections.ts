/** `Connections`: those of a server that are open, what is due on each, and how long nothing may happen on it. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

const SWEEP_MILLISECONDS = 1000;
// Longer than clients are told, so that none sends its next request into a connection that is just being closed.
const GRACE_MILLISECONDS = 1000;
// As the server ends: how long a client that has connected or was answered a moment ago may take to ask.
const FAREWELL_MILLISECONDS = 100;

/** For how long nothing may happen on a connection, in milliseconds; 0 sets no limit. */
export interface ConnectionLimits {
  /** While a response waits for the client to take it. */
  readonly sendTimeout: number;
  /** After a response, before the next request. */
  readonly keepAliveTimeout: number;
}

type Connection = {
  readonly socket: Socket;
  /** The response to its last request; without one, it has asked for nothing yet. */
  due: ServerResponse | undefined;
  /** How much had come, and since when it is known that no more came and nothing was due. */
  bytesRead: number;
  idleSince: number;
};

/**
 * The open connections, which are looked at once a second. Time-outs of Node's would be set twice with each request,
 * which takes a twentieth of a small one.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #open = new Map<Duplex, Connection>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Takes a connection in, until it closes. */
  add(socket: Socket): void {
    const { bytesRead } = socket;
    this.#open.set(socket, { socket, due: undefined, bytesRead, idleSince: performance.now() });
    socket.once("close", () => this.remove(socket));
    this.#startSweep();
  }

  /** Looks after a connection no more. */
  remove(socket: Duplex): void {
    this.#open.delete(socket);
  }

  /** The response to the last request of a connection. */
  due(socket: Duplex): ServerResponse | undefined {
    return this.#open.get(socket)?.due;
  }

  /** Says what is due on a connection. @returns The response before. */
  setDue(socket: Duplex, reply: ServerResponse): ServerResponse | undefined {
    const connection = this.#open.get(socket);
    if (connection === undefined) return undefined;
    const before = connection.due;
    connection.due = reply;
    return before;
  }

  /**
   * Closes those that are idle, for the end of the server; to be called until all are closed. A client that has just been
   * answered may have sent its next request already: its connection stays a moment longer. An answer that its client is
   * slow to take is not cut off; to Node it is over as soon as it is written.
   */
  closeIdle(): void {
    const now = performance.now();
    for (const connection of this.#open.values()) {
      if (connection.due === undefined || connection.due.writableFinished)
        this.#closeIfIdle(connection, now, FAREWELL_MILLISECONDS);
    }
  }

  /** Closes all of them. */
  closeAll(): void {
    for (const { socket } of this.#open.values()) socket.destroy();
  }

  /** Nothing came or went for a while: the application may be at work, but a client that must read has no excuse. */
  closeUnread(socket: Duplex): void {
    const due = this.due(socket);
    if (due !== undefined && !due.writableFinished && socket.writableLength > 0) socket.destroy();
  }

  #startSweep(): void {
    const { sendTimeout, keepAliveTimeout } = this.#limits;
    const shortest = Math.min(sendTimeout || SWEEP_MILLISECONDS, keepAliveTimeout || SWEEP_MILLISECONDS);
    this.#sweep ??= setInterval(() => this.#look(), Math.min(SWEEP_MILLISECONDS, shortest)).unref();
  }

  #look(): void {
    const now = performance.now();
    for (const connection of this.#open.values()) {
      // Headers that do not come have a limit of their own.
      if (connection.due === undefined) continue;
      if (connection.due.writableFinished) this.#limitIdling(connection, now);
      else this.#limitSending(connection);
    }
    if (this.#open.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  /** Gives a client that must read a time-out, which Node starts anew with all that the client takes. */
  #limitSending({ socket }: Connection): void {
    const { sendTimeout } = this.#limits;
    if (sendTimeout === 0 || socket.writableLength === 0 || socket.timeout === sendTimeout) return;
    socket.setTimeout(sendTimeout);
  }

  #limitIdling(connection: Connection, now: number): void {
    const { keepAliveTimeout } = this.#limits;
    const most = keepAliveTimeout === 0 ? Number.POSITIVE_INFINITY : keepAliveTimeout + GRACE_MILLISECONDS;
    this.#closeIfIdle(connection, now, most);
  }

  #closeIfIdle(connection: Connection, now: number, most: number): void {
    const { socket } = connection;
    const { bytesRead } = socket;
    if (connection.bytesRead !== bytesRead) {
      connection.bytesRead = bytesRead;
      connection.idleSince = now;
    } else if (now - connection.idleSince >= most) socket.destroy();
  }
}
