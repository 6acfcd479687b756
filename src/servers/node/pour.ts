/** Pours a body that comes by itself into the client's connection, from the very memory that it was read into. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { addTrailers, wrongLength } from "./body-end.ts";
import type { PieceSink, UpstreamBody } from "./proxy/upstream-body.ts";

/**
 * Sends a body to its end; the head of the response has been made.
 *
 * @param body - The body.
 * @param reply - What it is the body of.
 * @param socket - The connection of the response, which nothing else is written to meanwhile.
 * @param length - How many bytes the head promises, if it does.
 * @throws What the body throws; Error if it has another length than the head promises.
 */
export function pour(
  body: UpstreamBody,
  reply: ServerResponse,
  socket: Socket,
  length: number | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    new Pouring(body, reply, socket, length, { resolve, reject }).start();
  });
}

class Pouring implements PieceSink {
  readonly #body: UpstreamBody;
  readonly #reply: ServerResponse;
  readonly #socket: Socket;
  readonly #length: number | undefined;
  readonly #settle: { resolve(): void; reject(error: Error): void };
  readonly #onWritten = (): void => this.#goOn();
  #sent = 0;
  #hasHead = false;
  #isWaiting = false;
  #isOver = false;

  constructor(
    body: UpstreamBody,
    reply: ServerResponse,
    socket: Socket,
    length: number | undefined,
    settle: { resolve(): void; reject(error: Error): void },
  ) {
    this.#body = body;
    this.#reply = reply;
    this.#socket = socket;
    this.#length = length;
    this.#settle = settle;
  }

  start(): void {
    this.#body.flowTo(this);
    // The first piece may be long in coming; the client need not wait for it to see the headers.
    if (!this.#isOver) this.#sendHead();
  }

  write(pieces: readonly Uint8Array[]): boolean {
    const socket = this.#socket;
    socket.cork();
    this.#add(pieces);
    socket.uncork();
    this.#isWaiting = socket.writableLength > 0;
    return !this.#isWaiting;
  }

  end(pieces: readonly Uint8Array[]): boolean {
    const reply = this.#reply;
    const socket = this.#socket;
    socket.cork();
    this.#add(pieces);
    if (this.#length !== undefined && this.#sent < this.#length) {
      this.fail(wrongLength(this.#length, String(this.#sent)));
    }
    if (this.#isOver) socket.uncork();
    else {
      this.#isOver = true;
      addTrailers(reply, this.#body);
      reply.end();
      this.#settle.resolve();
    }
    return socket.writableLength === 0;
  }

  fail(error: Error): void {
    this.#isOver = true;
    this.#settle.reject(error);
  }

  /** Writes pieces, as one chunk if there are chunks; the last write tells when all have gone. */
  #add(pieces: readonly Uint8Array[]): void {
    const socket = this.#socket;
    let count = 0;
    for (const piece of pieces) count += piece.byteLength;
    if (count === 0 || this.#isOver) return;
    this.#sendHead();
    this.#sent += count;
    if (this.#length !== undefined && this.#sent > this.#length) {
      this.fail(wrongLength(this.#length, `at least ${this.#sent}`));
      return;
    }
    const isChunked = this.#reply.chunkedEncoding;
    if (isChunked) socket.write(`${count.toString(16)}\r\n`, "latin1");
    for (const piece of pieces) socket.write(piece, this.#onWritten);
    if (isChunked) socket.write("\r\n", "latin1", this.#onWritten);
  }

  #sendHead(): void {
    if (this.#hasHead) return;
    this.#hasHead = true;
    this.#reply.flushHeaders();
  }

  #goOn(): void {
    if (!this.#isWaiting || this.#socket.writableLength > 0) return;
    this.#isWaiting = false;
    this.#body.resume();
  }
}
