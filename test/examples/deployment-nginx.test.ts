/** The deployment example as its visitors see it: Debian's nginx in front of two instances of its systemd unit. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Project } from "../cli/project.ts";
import { describeWith, nginx as realNginx } from "../requirements.ts";
import { type Ask, HOST, Nginx } from "./deployment/nginx.ts";
import { Instance } from "./deployment/services.ts";
import { cookieOf, directly, uploadOf, visitorOf } from "./deployment/visitor.ts";

const LIMIT = 4 * 1024 * 1024;

describeWith(realNginx, "the deployment behind nginx", () => {
  let folder: string;
  let nginx: Nginx;
  let one: Instance;
  let two: Instance;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "flagon-deployment-"));
    nginx = await Nginx.in(folder);
    [one, two] = [new Instance(folder, 1), new Instance(folder, 2)];
    await Promise.all([one.start(), two.start(), nginx.start()]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([one, two, nginx].map((part) => part?.[Symbol.asyncDispose]()));
    rmSync(folder, { recursive: true, force: true });
  });

  const textOf = async (...args: Parameters<Nginx["ask"]>): Promise<string> =>
    String((await nginx.ask(...args)).body);
  const output = (): string => one.output + two.output;

  test("has a configuration of which nginx says nothing but that it is right", () => {
    expect(nginx.check().replaceAll(/^.*(?:syntax is ok|test is successful)\n/gm, "")).toBe("");
  });

  describe("a visitor", () => {
    test("is known by the address and scheme that nginx sees, whatever the visitor says", async () => {
      expect(await textOf("/", { from: "127.0.0.2" })).toContain("You are 127.0.0.2, over https.");
      const headers = {
        "X-Forwarded-For": "9.9.9.9",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        Forwarded: "for=9.9.9.9;proto=http",
      };
      const page = await textOf("/", { from: "127.0.0.2", headers });
      expect(page).toContain("You are 127.0.0.2, over https.");
      expect(page).not.toMatch(/9\.9\.9\.9|evil/);
    });

    test("gets a cookie for https alone, and is told to stay there", async () => {
      const { headers } = await nginx.ask("/");
      expect(headers["set-cookie"]).toEqual([
        expect.stringMatching(/; Secure; HttpOnly; Path=\/; SameSite=Lax$/),
      ]);
      expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    });

    test("is led from http to https", async () => {
      const headers = { Host: HOST };
      const answer = await new Promise<unknown[]>((resolve, reject) => {
        const url = `http://127.0.0.1:${nginx.port}/health?a=1`;
        const request = httpRequest(url, { headers }, (got) =>
          resolve([got.statusCode, got.headers.location]),
        );
        request.on("error", reject).end();
      });
      expect(answer).toEqual([301, `https://${HOST}/health?a=1`]);
    });

    test("of another host gets nothing", async () => {
      await expect(nginx.ask("/health", { headers: { Host: "evil.example" } })).rejects.toThrow(
        /hang up|reset/,
      );
      await expect(fetch(`http://127.0.0.1:${nginx.port}/health`)).rejects.toThrow();
      const handshake = new Promise((resolve, reject) => {
        connectTls({
          port: nginx.securePort,
          host: "127.0.0.1",
          servername: "evil.example",
          rejectUnauthorized: false,
        })
          .on("secureConnect", resolve)
          .on("error", reject);
      });
      await expect(handshake).rejects.toThrow(/unrecognized name/);
    });

    test("may use HTTP/2", async () => {
      const session = connectHttp2(`https://${HOST}`, {
        createConnection: () =>
          connectTls({
            port: nginx.securePort,
            host: "127.0.0.1",
            servername: HOST,
            ca: nginx.certificate,
            ALPNProtocols: ["h2"],
          }),
      });
      const status = await new Promise((resolve, reject) => {
        session.on("error", reject);
        session.request({ ":path": "/health" }).on("response", (headers) => resolve(headers[":status"]));
      });
      session.close();
      expect(status).toBe(200);
    });
  });

  describe("an upload", () => {
    test("is as large as the limit that nginx and the application share, and no larger", async () => {
      const visitor = visitorOf(await nginx.ask("/"));
      const taken = await nginx.ask("/", { method: "POST", ...uploadOf(LIMIT, visitor) });
      expect([taken.status, taken.headers.location]).toEqual([303, "/"]);
      expect(await textOf("/", { headers: { Cookie: cookieOf(taken) } })).toMatch(
        /Asked by you: 1\.[\s\S]*new here/,
      );

      const { body, headers } = uploadOf(LIMIT + 1, visitor);
      const refused = await nginx.ask("/", {
        method: "POST",
        headers: { ...headers, "Content-Length": String(body.length) },
      });
      expect([refused.status, refused.headers.server]).toEqual([413, expect.stringContaining("nginx")]);
      expect(refused.headers["content-security-policy"]).toBeUndefined();
      expect(await directly(folder, "/", headers, body)).toMatchObject({ status: 413 });
    });

    test("is in the log under nginx's id for the request, and the visitor's address", async () => {
      const visitor = visitorOf(await nginx.ask("/"));
      const { headers, body } = uploadOf(300, visitor);
      await nginx.ask("/", {
        method: "POST",
        headers: { ...headers, "X-Request-ID": "mine" },
        body,
        from: "127.0.0.3",
      });
      await expect.poll(output).toMatch(/INFO: [0-9a-f]{32}: \d+ bytes from 127\.0\.0\.3, [0-9a-f]{12}\n/);
      expect(output()).not.toContain("mine");
    });
  });

  describe("an answer", () => {
    test("that is streamed arrives piece by piece", async () => {
      const message = await nginx.open("/clock", { headers: { "Accept-Encoding": "gzip" } });
      const [first] = await message.take(1).toArray();
      expect([message.headers["content-type"], String(first)]).toEqual([
        "text/event-stream; charset=utf-8",
        expect.stringMatching(/^data: \d{4}-[^\n]*\n\n$/),
      ]);
      message.destroy();
    });

    test("is made smaller for who can read that", async () => {
      const plain = await nginx.ask("/static/style.css");
      expect([plain.headers["content-encoding"], plain.headers.vary]).toEqual([undefined, "Accept-Encoding"]);
      for (const path of ["/static/style.css", "/"]) {
        const small = await nginx.ask(path, { headers: { "Accept-Encoding": "gzip" } });
        expect(small.headers["content-encoding"], path).toBe("gzip");
        expect(gunzipSync(small.body).length, path).toBeGreaterThan(small.body.length);
      }
    });
  });

  describe("a static file", () => {
    const CSP = "content-security-policy";

    test("is nginx's, for a year if its URL changes with it", async () => {
      const url = /href="(\/static\/style\.css\?v=[^"]+)"/.exec(await textOf("/"))?.[1] ?? "";
      const kept = await nginx.ask(url);
      expect([kept.status, kept.headers["content-type"], kept.headers[CSP]]).toEqual([
        200,
        "text/css",
        undefined,
      ]);
      expect(kept.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect(kept.headers["x-content-type-options"]).toBe("nosniff");
      const asked = await nginx.ask("/static/style.css");
      expect(asked.headers["cache-control"]).toBe("no-cache");
      const again = await nginx.ask("/static/style.css", {
        headers: { "If-None-Match": String(asked.headers.etag) },
      });
      expect(again.status).toBe(304);
    });

    test("has the same said of it by the application, where no nginx is in front", async () => {
      const url = /href="(\/static\/style\.css\?v=[^"]+)"/.exec(await textOf("/"))?.[1] ?? "";
      const own = await directly(folder, url);
      expect([own.status, own.headers["cache-control"]?.split(", ").sort()]).toEqual([
        200,
        ["immutable", "max-age=31536000", "public"],
      ]);
      expect((await directly(folder, "/static/style.css")).headers["cache-control"]).toBe("no-cache");
    });

    test("that is not there is the application's to say", async () => {
      const missing = await nginx.ask("/static/none.css");
      expect([missing.status, missing.headers[CSP]]).toEqual([404, expect.stringContaining("default-src")]);
      expect(missing.headers["cache-control"]).toBeUndefined();
    });
  });

  describe("an end", () => {
    const POST = { method: "POST", body: "file=none" };

    /** Asks without a pause while something happens; gives what was answered, by status. */
    async function during(happening: () => Promise<unknown>, ask: Ask = {}): Promise<Set<number>> {
      const statuses = new Set<number>();
      let isOver = false;
      const visitors = Array.from({ length: 4 }, async () => {
        while (!isOver) statuses.add((await nginx.ask("/", ask)).status);
      });
      await happening();
      isOver = true;
      await Promise.all(visitors);
      return statuses;
    }

    test("of an instance that starts again is noticed by nobody", async () => {
      const statuses = await during(async () => {
        for (const instance of [one, two]) {
          expect(await instance.stop()).toBe(0);
          expect(instance.output).toContain("All requests are answered, and the database is closed.");
          await instance.start();
        }
        // Nothing that could not be sent again is lost either. This form is not one of the page's: 400.
      }, POST);
      expect([...statuses]).toEqual([400]);
    });

    test("of a worker, killed, is noticed by nobody", async () => {
      const before = one.workers();
      const statuses = await during(async () => {
        process.kill(before[0] ?? 0, "SIGKILL");
        await expect
          .poll(() => one.workers().filter((pid) => !before.includes(pid)).length, { timeout: 20_000 })
          .toBe(1);
      });
      expect([...statuses]).toEqual([200]);
      expect(one.output).toContain(`Worker ${before[0]} ended (SIGKILL)`);
    });

    test("of both is a 502, until one is there again", async () => {
      await Promise.all([one.stop(), two.stop()]);
      expect((await nginx.ask("/health")).status).toBe(502);
      expect((await nginx.ask("/static/style.css")).status).toBe(200);
      await two.start();
      expect(await textOf("/health")).toBe("ok\n");
      await one.start();
    });
  });
});

describeWith(realNginx, "what falls back behind nginx", () => {
  test("may be a WebSocket", async () => {
    const behind = createServer().on("upgrade", (_request, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      socket.on("data", (data) => socket.write(`you said ${data}`)).on("end", () => socket.end());
    });
    await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
    using project = new Project({
      "app.ts": `import { Flagon } from "flagon";
export const app = new Flagon();
app.get("/health", () => "ok");
app.fallback("http://127.0.0.1:${(behind.address() as AddressInfo).port}");
`,
    });
    await using nginx = await Nginx.in(project.folder);
    await using instance = new Instance(project.folder, 1, join(project.folder, "app.ts"));
    await Promise.all([instance.start(), nginx.start()]);
    const socket = await nginx.upgrade("/chat");
    socket.write("hello");
    const [answer] = await socket.take(1).toArray();
    expect(String(answer)).toBe("you said hello");
    socket.destroy();
    behind.close();
  });
});
