import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer as createHTTPServer, request } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { ReverseProxy, serve } from "flagon/servers/node";
import { expect, test } from "vitest";
import { RequestListener } from "../../../src/servers/node/request-listener.ts";
import { eventually } from "../raw-client.ts";
import { sleep } from "./upstream.ts";

const sha = (bytes: Buffer): string => createHash("sha1").update(bytes).digest("hex");

/** A client's connection that looks at what it is given only some time later, as a system with full buffers does. */
class LateClient extends Duplex {
  readonly #wait: () => Promise<unknown>;
  readonly #pieces: Buffer[] = [];

  constructor(wait: () => Promise<unknown>) {
    super({ allowHalfOpen: true, decodeStrings: true, writableHighWaterMark: 1 });
    this.#wait = wait;
  }

  get received(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  get body(): Buffer {
    return this.received.subarray(this.received.indexOf("\r\n\r\n") + 4);
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {}

  override _write(piece: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#wait().then(() => {
      this.#pieces.push(Buffer.from(piece));
      callback();
    });
  }
}

/** Runs a test with an upstream that answers each connection's requests by a function, and late clients of a proxy. */
const behind = async (
  answer: (socket: Socket, path: string) => void,
  run: (
    open: (path: string, wait: () => Promise<unknown>) => LateClient,
    connections: () => number,
  ) => Promise<void>,
): Promise<void> => {
  let connections = 0;
  const sockets: Socket[] = [];
  const upstream = createServer((socket) => {
    connections++;
    sockets.push(socket);
    socket.setNoDelay(true).on("error", () => socket.destroy());
    socket.on("data", (bytes) => answer(socket, /^GET (\S+)/.exec(bytes.toString("latin1"))?.[1] ?? ""));
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const server = createHTTPServer();
  new RequestListener(proxy, { sendTimeout: 0, keepAliveTimeout: 0 }).attachTo(server);
  const open = (path: string, wait: () => Promise<unknown>): LateClient => {
    const client = new LateClient(wait);
    server.emit("connection", client);
    client.push(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    return client;
  };
  try {
    await run(open, () => connections);
  } finally {
    proxy.close();
    for (const socket of sockets) socket.destroy();
    upstream.close();
  }
};

test.each([
  "a length",
  "the end of the connection",
])("a client that takes its time gets the bytes that were sent, where they end with %s", async (how) => {
  const bytes = randomBytes(2_000_003);
  await behind(
    (socket) => {
      if (how === "a length") {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      } else socket.end(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\n\r\n"), bytes]));
    },
    async (open) => {
      const client = open("/", () => sleep(2));
      const isWhole = (): boolean =>
        how === "a length" ? client.body.length >= bytes.length : client.received.includes("\r\n0\r\n\r\n");
      await eventually(isWhole);
      const body = how === "a length" ? client.body : unchunked(client.body);
      expect(sha(body)).toBe(sha(bytes));
    },
  );
});

test("the end of an answer is not written over by the next one on the same connection to the other server", async () => {
  await behind(
    async (socket, path) => {
      const letter = path.slice(1);
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n");
      await sleep(20);
      socket.write(letter.repeat(3000));
    },
    async (open, connections) => {
      const gates: (() => void)[] = [];
      const first = open("/a", () => new Promise<void>((resolve) => gates.push(resolve)));
      await eventually(() => gates.length === 1);
      gates[0]?.();
      // The body is given to the client, which has not looked at it; the other server has done with the request.
      await eventually(() => gates.length === 2);
      const second = open("/b", async () => {});
      await eventually(() => second.body.length === 3000);
      expect(connections()).toBe(1);
      gates[1]?.();
      await eventually(() => first.body.length === 3000);
      expect(first.body.toString()).toBe("a".repeat(3000));
      expect(second.body.toString()).toBe("b".repeat(3000));
    },
  );
});

test("a body that comes in many small chunks reaches a client that takes its time as it was", async () => {
  const bytes = randomBytes(300_000);
  await behind(
    async (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (let at = 0; at < bytes.length; at += 1000) {
        socket.write("3e8\r\n");
        socket.write(bytes.subarray(at, at + 1000));
        socket.write("\r\n");
        if (at % 50_000 === 0) await sleep(1);
      }
      socket.write("0\r\n\r\n");
    },
    async (open) => {
      const client = open("/", () => sleep(3));
      await eventually(() => client.received.includes("\r\n0\r\n\r\n"));
      expect(sha(unchunked(client.body))).toBe(sha(bytes));
    },
  );
});

test.each([
  "a length",
  "chunks",
])("an upload with %s reaches a server that takes its time as it was", async (how) => {
  const bytes = randomBytes(30_000_001);
  const hash = createHash("sha1");
  const upstream = createHTTPServer(async (message, reply) => {
    let pieces = 0;
    for await (const piece of message) {
      hash.update(piece as Buffer);
      if (++pieces % 50 === 0) await sleep(5);
    }
    reply.end("taken");
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  await using server = await serve(proxy, { port: 0 });
  const headers = how === "a length" ? { "Content-Length": bytes.length } : {};
  const client = request(server.url, { method: "POST", headers });
  const answered = once(client, "response");
  client.end(bytes);
  await answered;
  expect(hash.digest("hex")).toBe(sha(bytes));
  upstream.closeAllConnections();
  upstream.close();
});

test("a client that leaves in the midst of a download ends it, and the next one is well", async () => {
  const bytes = randomBytes(30_000_000);
  let closed = 0;
  const upstream = createHTTPServer((_message, reply) => {
    reply.on("close", () => {
      if (!reply.writableFinished) closed++;
    });
    reply.setHeader("Content-Length", bytes.length).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  await using server = await serve(proxy, { port: 0 });
  const { host, port } = server.address;
  const leaving = connect(port, host);
  leaving.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(leaving, "data");
  leaving.destroy();
  await eventually(() => closed === 1);
  const whole = Buffer.from(await (await fetch(server.url)).arrayBuffer());
  expect(sha(whole)).toBe(sha(bytes));
  upstream.closeAllConnections();
  upstream.close();
});

/** The bytes of a body in chunks. */
const unchunked = (body: Buffer): Buffer => {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    if (size === 0) return Buffer.concat(pieces);
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
};
