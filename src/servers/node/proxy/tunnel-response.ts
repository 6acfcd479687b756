/** `TunnelResponse`: an upstream has changed to another protocol; what comes on either side goes to the other. */
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Response } from "../../../http/index.ts";
import type { UpstreamHead } from "./upstream-head.ts";

/** The answer 101 of an upstream, and its connection. Only the server of this folder can send it. */
export class TunnelResponse extends Response {
  readonly #socket: Socket;
  readonly #first: Buffer;

  /**
   * @param head - The head of the answer.
   * @param socket - The connection.
   * @param first - What came on it after the head.
   */
  constructor(head: UpstreamHead, socket: Socket, first: Buffer) {
    super(null, { status: head.status, statusText: head.statusText, headers: head.fields });
    this.headers.delete("Content-Type");
    this.headers.delete("Content-Length");
    this.#socket = socket;
    this.#first = first;
  }

  /**
   * Sends the answer, then whatever comes on either side, until one of them ends.
   *
   * @param client - The connection to the client.
   * @param head - What the client has sent after its request.
   */
  open(client: Duplex, head: Buffer): void {
    const upstream = this.#socket;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("error", end).on("close", end);
    upstream.on("error", end).on("close", end);
    let text = `HTTP/1.1 101 ${this.statusText}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    const fields = this.headersToSend("GET");
    for (let index = 0; index < fields.length; index += 2)
      text += `${fields[index]}: ${fields[index + 1]}\r\n`;
    client.write(`${text}\r\n`, "latin1");
    if (this.#first.length > 0) client.write(this.#first);
    if (head.length > 0) upstream.write(head);
    client.pipe(upstream).pipe(client);
    if (client.destroyed || upstream.destroyed) end();
  }

  /** Closes the connection, if it was never handed on. */
  override discard(): void | Promise<void> {
    this.#socket.destroy();
    return super.discard();
  }
}
