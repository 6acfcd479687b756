/** What falls back to another server, on every runtime, from the packed package, over HTTP. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeWith } from "../requirements.ts";
import { installPackage, installRuntimes } from "./installed-package.ts";
import { type RunningServer, startServer } from "./running-server.ts";
import { npmRuntimes, runtimes } from "./runtimes.ts";

const sha = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");
const LARGE = randomBytes(3_000_000);

/** What the other server answers, by path. */
const answers: Record<string, RequestListener> = {
  "/seen": async (message, reply) => {
    const { method, url, headers } = message;
    reply.end(JSON.stringify({ method, url, headers, body: sha(await whole(message)) }));
  },
  "/large": (_message, reply) => reply.setHeader("Content-Length", LARGE.length).end(LARGE),
  "/streamed": (_message, reply) => reply.write(LARGE, () => reply.end()),
  "/echo": (message, reply) => message.pipe(reply),
  "/redirect": (_message, reply) => {
    reply.writeHead(302, { Location: "/next", "Set-Cookie": ["a=1; Path=/", "b=2"] }).end();
  },
  "/gzip": (_message, reply) => {
    reply
      .writeHead(200, { "Content-Encoding": "gzip", "Content-Type": "text/plain" })
      .end(gzipSync("packed"));
  },
  "/unchanged": (_message, reply) => reply.writeHead(304, { ETag: '"x"' }).end(),
  "/nothing": (_message, reply) => reply.writeHead(204, { "X-A": "b" }).end(),
  "/slow": () => {},
  "/dead": (message) => message.socket.destroy(),
  "/dying": (message, reply) => {
    reply.writeHead(200, { "Content-Length": 100 });
    reply.write("begun", () => setTimeout(() => message.socket.destroy(), 50));
  },
};

describeWith(npmRuntimes, "what falls back", () => {
  let folder: string;
  let upstream: Server;

  beforeAll(async () => {
    installRuntimes();
    folder = installPackage();
    upstream = createServer((message, reply) => {
      answers[message.url?.split("?", 1)[0] ?? ""]?.(message, reply);
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    writeFileSync(join(folder, "upstream.mjs"), `export default "http://127.0.0.1:${port}";\n`);
  }, 600_000);

  afterAll(() => {
    upstream?.closeAllConnections();
    upstream?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  describe.each(runtimes)("on $name", (runtime) => {
    let server: RunningServer;

    beforeAll(async () => {
      server = await startServer((port) => runtime.serve(folder, "fallback-app.mjs", port), folder);
    }, 120_000);

    afterAll(() => server?.close());

    test("is what no route answers, with what the server knows of the client", async () => {
      expect(await (await fetch(server.url)).text()).toBe("the new side");
      const headers = { "X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "X-Token": "a", Cookie: "c=d" };
      const seen = await (await fetch(`${server.url}/seen?a=%20b`, { headers })).json();
      expect(seen).toMatchObject({ method: "GET", url: "/seen?a=%20b" });
      expect(seen.headers).toMatchObject({
        "x-token": "a",
        cookie: "c=d",
        "x-forwarded-proto": "http",
        "x-forwarded-host": new URL(server.url).host,
      });
      expect(JSON.stringify(seen.headers)).not.toContain("6.6.6.6");
    });

    test.each([
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
    ])("has the body of %s, with and without a length", async (method) => {
      const body = new Uint8Array(LARGE);
      for (const sent of [body, new Blob([body]).stream()]) {
        const init = { method, body: sent, duplex: "half" } as const;
        const seen = await (await fetch(`${server.url}/seen`, init)).json();
        expect([seen.method, seen.body]).toEqual([method, sha(LARGE)]);
      }
    });

    test.each(["OPTIONS", "DELETE", "GET"])("may be %s without a body", async (method) => {
      const seen = await (await fetch(`${server.url}/seen`, { method })).json();
      expect([seen.method, seen.body]).toEqual([method, sha(Buffer.alloc(0))]);
    });

    test.each(["/large", "/streamed"])("is answered with all of a large body: %s", async (path) => {
      const answer = await fetch(server.url + path);
      expect(sha(new Uint8Array(await answer.arrayBuffer()))).toBe(sha(LARGE));
    });

    // Deno's fetch takes no more of a stream once there is an answer.
    test.skipIf(runtime.name === "Deno")("is answered while it is still being sent", async () => {
      const client = request(`${server.url}/echo`, { method: "POST" });
      client.write("ping");
      const [answer] = (await once(client, "response")) as [IncomingMessage];
      const heard: string[] = [];
      for await (const piece of answer) {
        heard.push(String(piece));
        if (heard.length === 1) client.end("pong");
      }
      expect(heard).toEqual(["ping", "pong"]);
    });

    test("is answered with redirects, which are not followed, and each cookie by itself", async () => {
      const answer = await fetch(`${server.url}/redirect`, { redirect: "manual" });
      expect([answer.status, answer.headers.get("location")]).toEqual([302, "/next"]);
      expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    });

    test("is answered as it is meant where the other server packs it", async () => {
      const answer = await fetch(`${server.url}/gzip`);
      expect(await answer.text()).toBe("packed");
    });

    test("is answered without a body where there is none", async () => {
      const head = await fetch(`${server.url}/large`, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
      const unchanged = await fetch(`${server.url}/unchanged`, { headers: { "If-None-Match": '"x"' } });
      expect([unchanged.status, unchanged.headers.get("etag"), await unchanged.text()]).toEqual([
        304,
        '"x"',
        "",
      ]);
      const nothing = await fetch(`${server.url}/nothing`);
      expect([nothing.status, nothing.headers.get("x-a"), await nothing.text()]).toEqual([204, "b", ""]);
    });

    test("is a 504 if no answer begins, and a 502 if there is none", async () => {
      expect((await fetch(`${server.url}/slow`)).status).toBe(504);
      expect((await fetch(`${server.url}/dead`, { method: "POST", body: "a" })).status).toBe(502);
    });

    test("is no whole answer if the other server dies in its midst", async () => {
      const dying = async (): Promise<string> => (await fetch(`${server.url}/dying`)).text();
      await expect(dying()).rejects.toThrow();
    });
  });
});

/** All of a body. */
async function whole(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
