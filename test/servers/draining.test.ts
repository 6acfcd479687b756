import { mkdtempSync, rmSync } from "node:fs";
import { Agent as HttpAgent, type RequestOptions, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Response } from "flagon/http";
import { type NodeServer, type ServeOptions, serve } from "flagon/servers/node";
import { generate } from "selfsigned";
import { beforeEach, describe, expect, test } from "vitest";
import { eventually, RawClient } from "./raw-client.ts";

/** How long the server may take to end: it must not be this that ends it. */
const closeTimeout = 8;

const pems = await generate([{ name: "commonName", value: "localhost" }], {
  keyType: "ec",
  algorithm: "sha256",
});

/** The paths that were asked for. */
const begun = new Set<string>();

beforeEach(() => begun.clear());

/** Answers `/slow` a while later, and the rest at once. */
const app = {
  async handle({ path }: { readonly path: string }): Promise<Response> {
    begun.add(path);
    if (path.startsWith("/slow")) await setTimeout(150);
    return new Response(path);
  },
};

type Answer = { readonly body: string; readonly connection: string | undefined };

describe.each(["HTTP", "HTTPS", "a socket in the file system"])("the end of a server over %s", (kind) => {
  async function serving(test: (server: NodeServer, target: RequestOptions) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "flagon-draining-"));
    const options: ServeOptions =
      kind === "HTTP"
        ? { port: 0 }
        : kind === "HTTPS"
          ? { port: 0, cert: pems.cert, key: pems.private }
          : { unix: join(folder, "web.sock") };
    await using server = await serve(app, { ...options, closeTimeout });
    const { host, port } = server.address;
    try {
      await test(server, options.unix === undefined ? { host, port } : { socketPath: options.unix });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const newAgent = (): HttpAgent =>
    kind === "HTTPS"
      ? new HttpsAgent({ keepAlive: true, rejectUnauthorized: false })
      : new HttpAgent({ keepAlive: true });

  const ask = (target: RequestOptions, agent: HttpAgent, path: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const send = kind === "HTTPS" ? requestHttps : requestHttp;
      const asking = send({ ...target, agent, path }, (response) => {
        let body = "";
        response.on("data", (text) => {
          body += text;
        });
        response.on("end", () => resolve({ body, connection: response.headers.connection }));
      });
      asking.on("error", reject).end();
    });

  test("does not wait for clients that are idle", async () => {
    await serving(async (server, target) => {
      const agent = newAgent();
      await Promise.all(["/a", "/b", "/c"].map((path) => ask(target, agent, path)));
      // It has connected and asks for nothing, not even for a certificate.
      const silent = silentClient(target);
      await new Promise((resolve) => silent.once("connect", resolve));
      const begin = performance.now();
      await server.close();
      expect(performance.now() - begin).toBeLessThan(2000);
      agent.destroy();
    });
  });

  test("answers what is asked, and tells the client that the connection closes", async () => {
    await serving(async (server, target) => {
      const agent = newAgent();
      await Promise.all(["/a", "/b"].map((path) => ask(target, agent, path)));
      const slow = ask(target, agent, "/slow");
      await setTimeout(30);
      const closing = server.close();
      // On a connection that was idle when the end began.
      const late = ask(target, agent, "/late");
      expect(await late).toEqual({ body: "/late", connection: "close" });
      expect(await slow).toEqual({ body: "/slow", connection: "close" });
      await closing;
    });
  });

  test("loses nothing of clients that ask without a pause", async () => {
    await serving(async (server, target) => {
      const agent = newAgent();
      const answered = new Set<string>();
      const failures: unknown[] = [];
      const clients = Array.from({ length: 12 }, async (_, client) => {
        try {
          for (let count = 0; ; count++) {
            const { body } = await ask(
              target,
              agent,
              `/${count % 3 === 0 ? "slow" : "quick"}/${client}/${count}`,
            );
            answered.add(body);
          }
        } catch (error) {
          failures.push((error as NodeJS.ErrnoException).code);
        }
      });
      await setTimeout(400);
      await server.close();
      await Promise.all(clients);
      expect(answered).toEqual(begun);
      expect(failures).toHaveLength(12);
    });
  });
});

function silentClient({ host, port, socketPath }: RequestOptions): Socket {
  const socket = socketPath == null ? connect(Number(port), String(host)) : connect(socketPath);
  return socket.on("error", () => undefined);
}

describe("at the end of a server", () => {
  test("an answer that the client is slow to take comes whole", async () => {
    const length = 20_000_000;
    const server = await serve({ handle: () => new Response("x".repeat(length)) }, { port: 0, closeTimeout });
    const client = new RawClient(server);
    let received = 0;
    client.socket.on("data", (text: string) => {
      received += text.length;
      client.socket.pause();
      globalThis.setTimeout(() => client.socket.resume(), 1);
    });
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await eventually(() => received > 0);
    await server.close();
    await client.all();
    expect(received).toBeGreaterThan(length);
  });

  test("a client that has been idle for long is told so at once, one that was just answered a moment later", async () => {
    const server = await serve(app, { port: 0, closeTimeout });
    const [old, recent] = [new RawClient(server), new RawClient(server)];
    old.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    await old.until(/\/a$/);
    await setTimeout(2300);
    recent.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    await recent.until(/\/b$/);
    const ends: string[] = [];
    const watched = [old.all().then(() => ends.push("old")), recent.all().then(() => ends.push("recent"))];
    const closing = server.close();
    await watched[0];
    expect(ends).toEqual(["old"]);
    await closing;
    await watched[1];
  });

  test("a request that came while the process was busy is answered", async () => {
    const server = await serve(app, { port: 0, closeTimeout });
    const client = new RawClient(server);
    client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    await client.until(/\/a$/);
    const closing = server.close();
    await setTimeout(30);
    // What comes next in the loop are timers, and only then what has come.
    await new Promise((resolve) => setImmediate(resolve));
    client.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    const busyUntil = performance.now() + 250;
    while (performance.now() < busyUntil);
    expect(await client.all()).toMatch(/\/b$/);
    await closing;
  });
});
