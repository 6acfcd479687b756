/** `UpstreamSocket`: a connection that is still read when the other side takes no more. */
import { Socket } from "node:net";

/** Called when a write is over. */
type Callback = (error?: Error | null) => void;

/**
 * A TCP connection. A server that refuses an upload answers and closes, and Node would throw the answer away with the
 * connection as soon as a write fails. Here a failed write is as if it had gone out; the answer is read, or the end of
 * the connection says that there is none.
 */
export class UpstreamSocket extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, callback: Callback): void {
    super._write(chunk, encoding, this.#readOn(callback));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: Callback): void {
    super._writev?.(chunks, this.#readOn(callback));
  }

  #readOn(callback: Callback): Callback {
    return (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
      const isClosedByPeer = code === "EPIPE" || code === "ECONNRESET";
      callback(isClosedByPeer && !this.readableEnded && !this.destroyed ? null : error);
    };
  }
}
