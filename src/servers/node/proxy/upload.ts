/** `Upload`: the body of a request on its way to an upstream, as fast as that takes it. */
import { freeMemory, type RequestSource } from "../../../http/index.ts";
import type { UpstreamConnection } from "./upstream-connection.ts";

/** The body is wanted no more. */
class UploadStopped extends Error {}

const MOST_UNWRITTEN = 65_536;

/** What an upload tells of itself. */
export interface UploadListener {
  /** It waits for the upstream to take what was sent, or waits for it no longer. */
  onWaiting(isWaiting: boolean): void;
  /** All of it is sent. */
  onUploaded(): void;
  /** The rest will never come. */
  onUploadError(error: Error): void;
}

/** A body on its way. */
export class Upload {
  readonly #connection: UpstreamConnection;
  readonly #length: number | "chunked";
  readonly #listener: UploadListener;
  #state: "new" | "running" | "done" | "stopped" = "new";
  #sent = 0;
  #drained: (() => void) | undefined;
  #freesPieces = false;
  #unwritten: Uint8Array[] = [];

  /**
   * @param connection - Where it goes.
   * @param length - How many bytes the head has promised, or "chunked".
   * @param listener - Is told how it ends.
   */
  constructor(connection: UpstreamConnection, length: number | "chunked", listener: UploadListener) {
    this.#connection = connection;
    this.#length = length;
    this.#listener = listener;
  }

  /** Whether all of it is sent. */
  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Asks the client for the body, and sends it; does nothing the second time. */
  start(source: RequestSource): void {
    if (this.#state !== "new") return;
    this.#state = "running";
    this.#freesPieces = source.givesPiecesAway === true;
    source
      .pipeBody(Number.POSITIVE_INFINITY, (piece) => this.#take(piece))
      .then(() => this.#end())
      .catch((error: Error) => {
        if (this.#state === "running") this.#listener.onUploadError(error);
      });
  }

  /** Sends no more of it. */
  stop(): void {
    if (this.#state !== "done") this.#state = "stopped";
    this.#goOn();
  }

  /** Some of what was written has gone out. */
  onWritten(): void {
    if (this.#connection.unwritten > 0) return;
    this.#free();
    this.#goOn();
  }

  #goOn(): void {
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
  }

  #take(piece: Uint8Array): Promise<void> | undefined {
    if (this.#state !== "running") throw new UploadStopped();
    // A chunk without bytes would be the last one.
    if (piece.byteLength === 0) return undefined;
    this.#sent += piece.byteLength;
    if (this.#sent > this.#most) throw new Error(`The body is longer than its ${this.#length} bytes.`);
    const connection = this.#connection;
    if (this.#length === "chunked") connection.writeChunk(piece);
    else connection.writePiece(piece);
    const { unwritten } = connection;
    if (this.#freesPieces) this.#unwritten.push(piece);
    if (unwritten === 0) this.#free();
    return unwritten < MOST_UNWRITTEN ? undefined : this.#wait();
  }

  #free(): void {
    for (const piece of this.#unwritten) freeMemory(piece);
    this.#unwritten = [];
  }

  get #most(): number {
    return this.#length === "chunked" ? Number.POSITIVE_INFINITY : this.#length;
  }

  async #wait(): Promise<void> {
    this.#listener.onWaiting(true);
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    if (this.#state !== "running") throw new UploadStopped();
    this.#listener.onWaiting(false);
  }

  #end(): void {
    if (this.#state !== "running") return;
    if (this.#length === "chunked") this.#connection.writeText("0\r\n\r\n");
    else if (this.#sent < this.#length)
      throw new Error(`The body is shorter than its ${this.#length} bytes.`);
    this.#state = "done";
    this.#listener.onUploaded();
  }
}
