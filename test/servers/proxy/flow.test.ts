import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Handler } from "flagon/http";
import { ReverseProxy, serve } from "flagon/servers/node";
import { expect, test } from "vitest";
import { eventually } from "../raw-client.ts";

const MEGABYTE = 1_048_576;

/** Runs a test with an upstream made of a listener, and a proxy in front of it. */
const passing = async (
  listener: (message: IncomingMessage, reply: ServerResponse) => void,
  run: (url: URL) => Promise<void>,
): Promise<void> => {
  const upstream = createServer(listener).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const server = await serve(proxy, { port: 0, closeTimeout: 0.5 });
  try {
    await run(new URL(server.url));
  } finally {
    await server.close();
    upstream.closeAllConnections();
    upstream.close();
  }
};

/** Writes so many megabytes, no faster than they are taken; says after each how many have gone. */
const pour = async (
  target: { write(piece: Buffer): boolean; once(event: "drain", fn: () => void): unknown },
  megabytes: number,
  went: (megabytes: number) => void = () => {},
): Promise<void> => {
  const piece = Buffer.alloc(MEGABYTE, "flagon");
  for (let count = 1; count <= megabytes; count++) {
    if (!target.write(piece)) await new Promise<void>((resolve) => target.once("drain", resolve));
    went(count);
  }
};

test("an upload is read no faster than the upstream takes it", async () => {
  let message: IncomingMessage | undefined;
  let sent = 0;
  await passing(
    (incoming, reply) => {
      message = incoming;
      incoming.on("end", () => reply.end("taken"));
    },
    async (url) => {
      const client = request(url, { method: "POST", headers: { "Content-Length": 200 * MEGABYTE } });
      const answered = once(client, "response");
      const pouring = pour(client, 200, (megabytes) => {
        sent = megabytes;
      });
      await eventually(() => message !== undefined && sent > 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      // What the system's buffers hold, and no more.
      expect(sent).toBeLessThan(40);
      message?.resume();
      await pouring;
      client.end();
      const [response] = (await answered) as [IncomingMessage];
      expect(response.statusCode).toBe(200);
      response.resume();
    },
  );
}, 30_000);

test("a download is read no faster than the client takes it, and comes whole", async () => {
  let sent = 0;
  await passing(
    async (_incoming, reply) => {
      await pour(reply, 200, (megabytes) => {
        sent = megabytes;
      });
      reply.end();
    },
    async (url) => {
      const client = request(url).end();
      const [response] = (await once(client, "response")) as [IncomingMessage];
      await eventually(() => sent > 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(sent).toBeLessThan(40);
      const hash = createHash("sha1");
      let length = 0;
      for await (const piece of response) {
        hash.update(piece as Buffer);
        length += (piece as Buffer).byteLength;
      }
      expect(length).toBe(200 * MEGABYTE);
      const expected = createHash("sha1");
      for (let count = 0; count < 200; count++) expected.update(Buffer.alloc(MEGABYTE, "flagon"));
      expect(hash.digest("hex")).toBe(expected.digest("hex"));
    },
  );
}, 30_000);

test("an answer that was here before anyone took it leaves its connection as the next request needs it", async () => {
  const upstream = createServer((_incoming, reply) => {
    reply.setHeader("Content-Length", 70_000).end("a".repeat(70_000));
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const { port } = upstream.address() as AddressInfo;
  const proxy = new ReverseProxy(`http://127.0.0.1:${port}`, { responseTimeout: 1, keepAliveTimeout: 10 });
  const handler: Handler = {
    async handle(incoming) {
      const response = await proxy.forward(incoming);
      // As a function after the request does that asks a database.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return response;
    },
  };
  await using server = await serve(handler, { port: 0 });
  for (let count = 0; count < 3; count++) {
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    expect((await response.text()).length).toBe(70_000);
  }
  proxy.close();
  upstream.close();
});

test("an answer whose body a function has replaced is not asked for any more of it", async () => {
  let open = 0;
  const upstream = createServer((_incoming, reply) => {
    open++;
    reply.on("close", () => open--);
    void pour(reply, 20);
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const handler: Handler = {
    async handle(incoming) {
      const response = await proxy.forward(incoming);
      response.data = "a page of our own";
      return response;
    },
  };
  await using server = await serve(handler, { port: 0 });
  expect(await (await fetch(server.url)).text()).toBe("a page of our own");
  await eventually(() => open === 0);
  upstream.close();
});

test("both ways at once: an echo answers while it is being told", async () => {
  await passing(
    (incoming, reply) => incoming.pipe(reply),
    async (url) => {
      const client = request(url, { method: "POST" });
      client.write("ping");
      const [response] = (await once(client, "response")) as [IncomingMessage];
      const heard: string[] = [];
      for await (const piece of response) {
        heard.push(String(piece));
        if (heard.length === 1) client.end("pong");
      }
      expect(heard).toEqual(["ping", "pong"]);
    },
  );
});

test("an upstream that answers before the upload has ended ends it", async () => {
  await passing(
    (_incoming, reply) => {
      reply.writeHead(413, { Connection: "close", "Content-Length": 3 }).end("big");
    },
    async (url) => {
      const client = request(url, { method: "POST", headers: { "Content-Length": 50 * MEGABYTE } });
      client.on("error", () => {});
      client.write(Buffer.alloc(MEGABYTE / 4));
      const [response] = (await once(client, "response")) as [IncomingMessage];
      expect(response.statusCode).toBe(413);
      let text = "";
      for await (const piece of response) text += String(piece);
      expect(text).toBe("big");
      client.destroy();
    },
  );
});
