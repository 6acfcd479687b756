/** `UpstreamConnection`: one connection to an upstream, which serves one request at a time. */
import type { Socket } from "node:net";
import { UpstreamClosedError, UpstreamTimeoutError } from "./errors.ts";
import type { UpstreamPool } from "./upstream-pool.ts";

/** What a connection serves: is told what comes, and how it ends. */
export interface ConnectionUser {
  /** The connection is up. */
  onReady(): void;
  /** What has come. It stays as it is until this returns, or for as long as the connection is paused then. */
  onBytes(bytes: Buffer): void;
  /** Some of the body that was written has gone out. */
  onWritten(): void;
  /** The upstream sends no more. */
  onHangUp(): void;
  /** The connection broke or took too long; it is closed. */
  onError(error: Error): void;
}

/** How much earlier than the upstream says a connection is given up, in milliseconds. */
const KEEP_ALIVE_MARGIN = 500;
const READ_BYTES = 65_536;

/** A connection to an upstream. */
export class UpstreamConnection {
  readonly #socket: Socket;
  readonly #pool: UpstreamPool;
  #user: ConnectionUser | undefined;
  #waitsFor = "to be connected to";
  #limit: number;
  // Node's timer runs only for what takes longer than from one look of the pool to the next.
  #hasTimer = true;
  #freeUntil = 0;
  #isReady = false;
  // What comes is read into it again and again.
  #memory: Buffer | undefined;
  readonly #onWritten = (): void => this.#user?.onWritten();
  /** Whether it has served a request before. */
  isReused = false;

  /**
   * @param pool - Where it goes when it is free.
   * @param isForTunnel - Whether it is to be given away, as a socket that has `data` events.
   */
  constructor(pool: UpstreamPool, { isForTunnel }: { readonly isForTunnel: boolean }) {
    const { upstream } = pool;
    this.#pool = pool;
    const onread = {
      buffer: () => {
        this.#memory ??= Buffer.allocUnsafeSlow(READ_BYTES);
        return this.#memory;
      },
      callback: (length: number, memory: Uint8Array) => {
        this.#take((memory as Buffer).subarray(0, length));
        return true;
      },
    };
    const socket = upstream.connect(isForTunnel ? undefined : onread);
    this.#socket = socket;
    this.#limit = upstream.connectTimeout;
    socket.setTimeout(upstream.connectTimeout);
    socket.once(upstream.readyEvent, () => {
      this.#isReady = true;
      this.#user?.onReady();
    });
    socket.on("data", (bytes) => this.#take(bytes));
    socket.on("end", () => this.#end());
    socket.on("timeout", () => this.#timeOut());
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(undefined));
  }

  /** Whether bytes can go. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether it can serve another request, as far as its time is concerned. */
  get isFresh(): boolean {
    return performance.now() < this.#freeUntil;
  }

  /** Serves a request from now on. */
  use(user: ConnectionUser): void {
    this.#user = user;
  }

  /** Writes text, a byte a character. */
  writeText(text: string): void {
    this.#socket.write(text, "latin1");
  }

  /** How many bytes wait to go out. */
  get unwritten(): number {
    return this.#socket.writableLength;
  }

  /** Writes a piece of a body. */
  writePiece(piece: Uint8Array): void {
    this.#socket.write(piece, this.#onWritten);
  }

  /** Writes a piece of a body as a chunk. */
  writeChunk(piece: Uint8Array): void {
    const socket = this.#socket;
    socket.cork();
    socket.write(`${piece.byteLength.toString(16)}\r\n`, "latin1");
    socket.write(piece);
    socket.write("\r\n", "latin1", this.#onWritten);
    socket.uncork();
  }

  /** Sets how long nothing may happen, and what is then said to have been waited for; 0 waits for ever. */
  allow(milliseconds: number, waitsFor: string): void {
    this.#waitsFor = waitsFor;
    if (this.#limit === milliseconds) return;
    this.#limit = milliseconds;
    if (!this.#hasTimer) return;
    this.#hasTimer = false;
    this.#socket.setTimeout(0);
  }

  /** Starts the timer of its limit, if it has none. */
  startTimer(): void {
    if (this.#limit === 0 || this.#hasTimer) return;
    this.#hasTimer = true;
    this.#socket.setTimeout(this.#limit);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Leaves what was read last as it is, and reads into other memory. */
  keepMemory(): void {
    this.#memory = undefined;
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
    this.#freeUntil = performance.now() + limit;
    this.allow(limit, "");
    this.#pool.giveBack(this);
  }

  /** Ends the service, and gives the connection away. */
  detach(): Socket {
    this.#user = undefined;
    this.#pool.forget(this);
    const socket = this.#socket;
    for (const event of ["data", "end", "timeout", "close"]) socket.removeAllListeners(event);
    socket.setTimeout(0);
    return socket;
  }

  /** Closes the connection; its user hears no more. */
  destroy(): void {
    this.#user = undefined;
    this.#pool.forget(this);
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    // What comes without a request belongs to none.
    if (this.#user === undefined) this.destroy();
    else this.#user.onBytes(bytes);
  }

  #end(): void {
    const user = this.#user;
    if (user === undefined) this.destroy();
    else user.onHangUp();
  }

  #timeOut(): void {
    const user = this.#user;
    this.destroy();
    user?.onError(
      new UpstreamTimeoutError(
        `${this.#pool.upstream.origin} took more than ${this.#limit} ms ${this.#waitsFor}.`,
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
