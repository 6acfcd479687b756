/** `UpstreamConnection`: one connection to an upstream, which serves one request at a time. */
import type { Socket } from "node:net";
import { UpstreamClosedError, UpstreamTimeoutError } from "./errors.ts";
import type { UpstreamPool } from "./upstream-pool.ts";

/** What a connection serves: is told what comes, and how it ends. */
export interface ConnectionUser {
  /** The connection is up. */
  onReady(): void;
  onBytes(bytes: Buffer): void;
  /** What was written has gone out. */
  onDrain(): void;
  /** The upstream sends no more. */
  onHangUp(): void;
  /** The connection broke or took too long; it is closed. */
  onError(error: Error): void;
}

/** How much earlier than the upstream says a connection is given up, in milliseconds. */
const KEEP_ALIVE_MARGIN = 500;

/** A connection to an upstream. */
export class UpstreamConnection {
  readonly #socket: Socket;
  readonly #pool: UpstreamPool;
  #user: ConnectionUser | undefined;
  #waitsFor = "to be connected to";
  #isReady = false;
  /** Whether it has served a request before. */
  isReused = false;

  /** @param pool - Where it goes when it is free. */
  constructor(pool: UpstreamPool) {
    const { upstream } = pool;
    this.#pool = pool;
    const socket = upstream.connect();
    this.#socket = socket;
    socket.setTimeout(upstream.connectTimeout);
    socket.once(upstream.readyEvent, () => {
      this.#isReady = true;
      this.#user?.onReady();
    });
    socket.on("data", (bytes) => {
      // What comes without a request belongs to none.
      if (this.#user === undefined) this.destroy();
      else this.#user.onBytes(bytes);
    });
    socket.on("drain", () => this.#user?.onDrain());
    socket.on("end", () => this.#end());
    socket.on("timeout", () => this.#timeOut());
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(undefined));
  }

  /** Whether bytes can go. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Serves a request from now on. */
  use(user: ConnectionUser): void {
    this.#user = user;
  }

  /** Writes text, a byte a character. @returns Whether more should be written at once. */
  writeText(text: string): boolean {
    return this.#socket.write(text, "latin1");
  }

  /** Writes a piece of a body. @returns Whether more should be written at once. */
  writePiece(piece: Uint8Array): boolean {
    return this.#socket.write(piece);
  }

  /** Writes a piece of a body as a chunk. @returns Whether more should be written at once. */
  writeChunk(piece: Uint8Array): boolean {
    const socket = this.#socket;
    socket.cork();
    socket.write(`${piece.byteLength.toString(16)}\r\n`, "latin1");
    socket.write(piece);
    const isFlowing = socket.write("\r\n", "latin1");
    socket.uncork();
    return isFlowing;
  }

  /** Sets how long nothing may happen, and what is then said to have been waited for; 0 waits for ever. */
  allow(milliseconds: number, waitsFor: string): void {
    this.#waitsFor = waitsFor;
    this.#socket.setTimeout(milliseconds);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Ends the service, and keeps the connection for the next request. */
  release(keepAliveSeconds: number | undefined): void {
    const { keepAliveTimeout } = this.#pool.upstream;
    const hint =
      keepAliveSeconds === undefined ? keepAliveTimeout : keepAliveSeconds * 1000 - KEEP_ALIVE_MARGIN;
    const limit = Math.min(keepAliveTimeout, hint);
    if (limit <= 0 || this.#socket.destroyed || this.#socket.readableEnded) {
      this.destroy();
      return;
    }
    this.#user = undefined;
    this.isReused = true;
    this.#socket.setTimeout(limit);
    this.#pool.giveBack(this);
  }

  /** Ends the service, and gives the connection away. */
  detach(): Socket {
    this.#user = undefined;
    const socket = this.#socket;
    for (const event of ["data", "drain", "end", "timeout", "close"]) socket.removeAllListeners(event);
    socket.setTimeout(0);
    return socket;
  }

  /** Closes the connection; its user hears no more. */
  destroy(): void {
    this.#user = undefined;
    this.#pool.forget(this);
    this.#socket.destroy();
  }

  #end(): void {
    const user = this.#user;
    if (user === undefined) this.destroy();
    else user.onHangUp();
  }

  #timeOut(): void {
    const user = this.#user;
    const waited = this.#socket.timeout ?? 0;
    this.destroy();
    user?.onError(
      new UpstreamTimeoutError(
        `${this.#pool.upstream.origin} took more than ${waited} ms ${this.#waitsFor}.`,
      ),
    );
  }

  #fail(cause: Error | undefined): void {
    const user = this.#user;
    this.destroy();
    const what = this.#isReady ? "closed the connection" : "could not be connected to";
    user?.onError(
      new UpstreamClosedError(`${this.#pool.upstream.origin} ${what}${reason(cause)}.`, { cause }),
    );
  }
}

function reason(cause: Error | undefined): string {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? "" : ` (${code})`;
}
