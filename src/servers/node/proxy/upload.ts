/** `Upload`: the body of a request on its way to an upstream, as fast as that takes it. */
import type { RequestSource } from "../../../http/index.ts";
import type { UpstreamConnection } from "./upstream-connection.ts";

/** The body is wanted no more. */
class UploadStopped extends Error {}

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
    this.onDrain();
  }

  /** What was written has gone out. */
  onDrain(): void {
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
    const isFlowing =
      this.#length === "chunked" ? this.#connection.writeChunk(piece) : this.#connection.writePiece(piece);
    return isFlowing ? undefined : this.#wait();
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
