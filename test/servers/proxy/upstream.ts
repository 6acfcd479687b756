/** An upstream that answers with exactly the bytes it is told, and a proxy in front of it. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ProxyFix } from "flagon/http";
import { type NodeServer, type ProxyOptions, ReverseProxy, serve } from "flagon/servers/node";

/** A connection as the upstream has it. */
export type UpstreamSocket = {
  readonly socket: Socket;
  /** All that has come, a byte a character. */
  received(): string;
};

/** What a test has in its hands. */
export type Proxied = {
  readonly server: NodeServer;
  /** Where the upstream is. */
  readonly upstreamUrl: string;
  /** The connections that the upstream got, in order. */
  readonly connections: readonly UpstreamSocket[];
  /** All requests that the upstream got, as text. */
  received(): string;
  /** What the server logged. */
  readonly errors: readonly unknown[];
};

/** How the upstream behaves: is called for each request head that has come, with its text. */
export type Behaviour = (head: string, connection: UpstreamSocket) => void;

/** Runs a test with an upstream, a proxy and a server in front of it. */
export async function proxying(
  behaviour: Behaviour,
  test: (proxied: Proxied) => Promise<void>,
  { trusts, ...options }: ProxyOptions & { readonly trusts?: object } = {},
): Promise<void> {
  const connections: UpstreamSocket[] = [];
  const upstream = createServer((socket) => {
    let text = "";
    let read = 0;
    const connection = { socket, received: () => text };
    connections.push(connection);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      const end = text.indexOf("\r\n\r\n", read);
      if (end === -1 || (read > 0 && !/^[A-Z]+ \S+ HTTP/.test(text.slice(read)))) return;
      const head = text.slice(read, end + 4);
      read = end + 4;
      behaviour(head, connection);
    });
  });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const { port } = upstream.address() as AddressInfo;
  const proxy = new ReverseProxy(`http://127.0.0.1:${port}`, options);
  const errors: unknown[] = [];
  const handler = trusts === undefined ? proxy : new ProxyFix(proxy, trusts);
  const server = await serve(handler, { port: 0, onError: (error) => errors.push(error), closeTimeout: 0.5 });
  try {
    await test({
      server,
      upstreamUrl: `http://127.0.0.1:${port}`,
      connections,
      errors,
      received: () => connections.map((connection) => connection.received()).join(""),
    });
  } finally {
    await server.close();
    proxy.close();
    for (const { socket } of connections) socket.destroy();
    upstream.close();
  }
}

/** A behaviour that answers every request with the same bytes. */
export const answering =
  (...parts: readonly string[]): Behaviour =>
  (_head, { socket }) => {
    for (const part of parts) socket.write(part, "latin1");
  };

/** A small answer with a length. */
export const HELLO = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

/** A request without a body that ends the connection. */
export const get = (path: string, fields = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: site.example\r\n${fields}Connection: close\r\n\r\n`;

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
