/** A client that sends exactly the bytes it is given, and a server to send them to. */
import { connect, type Socket } from "node:net";
import type { Request, Response } from "flagon/http";
import { type NodeServer, type ServeOptions, serve } from "flagon/servers/node";

/** A connection to a server. */
export class RawClient {
  readonly socket: Socket;
  #received = "";
  readonly #ended: Promise<void>;

  constructor(server: NodeServer) {
    this.socket = connect(server.address.port, server.address.host);
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text: string) => {
      this.#received += text;
    });
    this.#ended = new Promise((resolve) => {
      this.socket.on("error", () => resolve()).on("close", () => resolve());
    });
  }

  /** Sends the text, one byte a character. */
  send(text: string): void {
    this.socket.write(text, "latin1");
  }

  /** All that came until the server closed the connection. */
  async all(): Promise<string> {
    await this.#ended;
    return this.#received;
  }

  /** What has come, as soon as it matches. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) {
      if (this.socket.closed)
        throw new Error(`The connection closed after ${JSON.stringify(this.#received)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return this.#received;
  }
}

/** What the application of a test answers. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** Serves an application on a free port while the test runs, and gives the errors that were logged. */
export async function serving(
  answer: Answer,
  test: (server: NodeServer, errors: unknown[]) => Promise<void>,
  options: ServeOptions = {},
): Promise<void> {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const server = await serve({ handle: answer }, { port: 0, onError, ...options });
  try {
    await test(server, errors);
  } finally {
    await server.close();
  }
}

/** The answer to the bytes, up to the end of the connection. */
export async function exchange(server: NodeServer, text: string): Promise<string> {
  const client = new RawClient(server);
  client.send(text);
  return client.all();
}

/** Waits until the condition holds. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
