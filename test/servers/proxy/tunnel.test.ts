import { createHash } from "node:crypto";
import { Socket } from "node:net";
import { abort, Flagon, request } from "flagon";
import { Response } from "flagon/http";
import { serve } from "flagon/servers/node";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { eventually, exchange, RawClient } from "../raw-client.ts";
import { answering, type Behaviour, HELLO, proxying, sleep } from "./upstream.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const HANDSHAKE =
  "GET /chat?room=1 HTTP/1.1\r\nHost: site.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" +
  `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n`;

/** Accepts, then sends back what it gets. */
const echo: Behaviour = (head, { socket }) => {
  const key = /Sec-WebSocket-Key: (\S+)/.exec(head)?.[1] ?? "";
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\nfirst;`,
  );
  socket.on("data", (bytes) => socket.write(bytes));
};

describe("a WebSocket", () => {
  test("is a tunnel once the upstream agrees, with what either side was quick to send", async () => {
    await proxying(echo, async ({ server, received }) => {
      const client = new RawClient(server);
      client.send(`${HANDSHAKE}early;`);
      const text = await client.until(/early;/);
      expect(text).toMatch(
        /^HTTP\/1\.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n/,
      );
      expect(text).toContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
      expect(text.indexOf("first;")).toBeGreaterThan(text.indexOf("\r\n\r\n"));
      client.send("later;");
      await client.until(/later;/);
      const head = received().split("\r\n\r\n")[0] ?? "";
      expect(head).toMatch(/^GET \/chat\?room=1 HTTP\/1\.1\r\n/);
      expect(head).toMatch(/\r\nConnection: Upgrade\r\nUpgrade: websocket$/);
      expect(head).toContain("X-Forwarded-For: 127.0.0.1");
      expect(head).not.toContain("6.6.6.6");
      client.socket.destroy();
    });
  });

  test("ends on one side when it ends on the other", async () => {
    await proxying(echo, async ({ server, connections }) => {
      const client = new RawClient(server);
      client.send(HANDSHAKE);
      await client.until(/first;/);
      client.socket.destroy();
      await eventually(() => connections[0]?.socket.readableEnded === true);

      const second = new RawClient(server);
      second.send(HANDSHAKE);
      await second.until(/first;/);
      connections[1]?.socket.end();
      expect(await second.all()).toMatch(/first;$/);
    });
  });

  test("is looked after by the system, which finds out that a client has vanished without a word", async () => {
    const probes = vi.spyOn(Socket.prototype, "setKeepAlive");
    onTestFinished(() => probes.mockRestore());
    await proxying(echo, async ({ server }) => {
      const client = new RawClient(server);
      client.send(HANDSHAKE);
      await client.until(/first;/);
      expect(probes.mock.calls).toEqual([[true, 60_000]]);
      expect(probes.mock.contexts[0]).toMatchObject({ remotePort: client.socket.localPort });
      client.socket.destroy();
    });
  });

  test("does not hold up the end of the server", async () => {
    await proxying(echo, async ({ server }) => {
      const client = new RawClient(server);
      client.send(HANDSHAKE);
      await client.until(/first;/);
      const start = performance.now();
      await server.close();
      expect(performance.now() - start).toBeLessThan(400);
    });
  });

  test("that the upstream declines gets the upstream's answer, and nothing else is read from it", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      const text = await exchange(server, `${HANDSHAKE}GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hello$/);
      expect(text).toContain("Connection: close\r\n");
      expect(received()).not.toContain("smuggled");
    });
  });

  test("with a body is refused", async () => {
    await proxying(echo, async ({ server, received }) => {
      const text = await exchange(
        server,
        HANDSHAKE.replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nabcde"),
      );
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(received()).toBe("");
    });
  });

  test("is a 502 if the upstream is not there in the end", async () => {
    await proxying(
      (_head, { socket }) => socket.destroy(),
      async ({ server }) => expect(await exchange(server, HANDSHAKE)).toMatch(/^HTTP\/1\.1 502 /),
    );
  });
});

describe("another change of protocol", () => {
  test("is not passed on, and the request is answered", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      const text = await exchange(
        server,
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
      );
      expect(text).toMatch(/hello$/);
      expect(received()).not.toMatch(/upgrade|h2c|http2/i);
    });
  });

  test("is no business of an application that takes none", async () => {
    const handler = { handle: () => new Response("plain") };
    await using server = await serve(handler, { port: 0 });
    const client = new RawClient(server);
    client.send(HANDSHAKE);
    expect(await client.until(/plain/)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    client.socket.destroy();
  });
});

test("a hook of the application in front decides first", async () => {
  await proxying(echo, async ({ connections, upstreamUrl }) => {
    const app = new Flagon();
    app.fallback(upstreamUrl);
    app.beforeRequest(() => (request.args.get("room") === "1" ? undefined : abort(403)));
    await using server = await serve(app, { port: 0 });
    const refused = await exchange(server, HANDSHAKE.replace("room=1", "room=2"));
    expect(refused).toMatch(/^HTTP\/1\.1 403 /);
    expect(connections).toHaveLength(0);
    const client = new RawClient(server);
    client.send(HANDSHAKE);
    expect(await client.until(/first;/)).toMatch(/^HTTP\/1\.1 101 /);
    client.socket.destroy();
  });
});

test("a WebSocket that nobody uses for a while stays open", async () => {
  await proxying(
    echo,
    async ({ server }) => {
      const client = new RawClient(server);
      client.send(HANDSHAKE);
      await client.until(/first;/);
      await sleep(150);
      client.send("still;");
      await client.until(/still;/);
      client.socket.destroy();
    },
    { idleTimeout: 0.05, responseTimeout: 0.05, keepAliveTimeout: 0.05, connectTimeout: 0.05 },
  );
});
