/** What a client can do to make gunicorn see other requests than Flagon saw in front of it: nothing. */

import fc from "fast-check";
import type { Response } from "flagon/http";
import { type NodeServer, ReverseProxy, serve } from "flagon/servers/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWith, gunicorn as gunicornProgram } from "../requirements.ts";
import { exchange } from "../servers/raw-client.ts";
import { type Gunicorn, startGunicorn } from "./gunicorn.ts";

type Seen = { readonly method: string; readonly path: string; readonly body: number };
type Told = {
  readonly path: string;
  readonly script: string;
  readonly query: string;
  readonly host: string;
  readonly scheme: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: number;
};

describeWith(gunicornProgram, "what reaches gunicorn", () => {
  let gunicorn: Gunicorn;
  let server: NodeServer;
  /** The paths as Flagon read them. */
  let read: string[] = [];

  beforeAll(async () => {
    gunicorn = await startGunicorn("witness:app");
    const proxy = new ReverseProxy(gunicorn.url);
    const handle = (request: Parameters<typeof proxy.handle>[0]): Promise<Response> => {
      read.push(request.path);
      return proxy.handle(request);
    };
    server = await serve({ acceptsUpgrades: true, handle }, { port: 0, onError: () => {} });
  }, 30_000);

  afterAll(async () => {
    await server?.close();
    await gunicorn?.close();
  });

  const seen = async (): Promise<Seen[]> => (await (await fetch(`${gunicorn.url}/__seen`)).json()) as Seen[];

  beforeEach(async () => {
    read = [];
    await seen();
  });

  /** Asks a few times more, so that whatever is left on a kept connection comes to light. */
  const probe = async (): Promise<void> => {
    for (let index = 0; index < 3; index++) {
      const text = await exchange(server, "GET /probe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(told(text).path).toBe("/probe");
    }
  };

  /** What the witness answered. */
  const told = (text: string): Told =>
    JSON.parse(/\r\n\r\n(?:[0-9a-f]+\r\n)?(\{[\s\S]*\})/.exec(text)?.[1] ?? "") as Told;

  const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const post = (fields: string, body: string): string =>
    `POST /first HTTP/1.1\r\nHost: a\r\n${fields}\r\nConnection: close\r\n\r\n${body}`;

  describe("a request that is hidden in another does not get to gunicorn", () => {
    test.each([
      [
        "a length beside chunks",
        post("Content-Length: 4\r\nTransfer-Encoding: chunked", `0\r\n\r\n${SMUGGLED}`),
      ],
      [
        "chunks beside a length",
        post(`Transfer-Encoding: chunked\r\nContent-Length: ${SMUGGLED.length + 5}`, `0\r\n\r\n${SMUGGLED}`),
      ],
      ["two lengths", post(`Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}`, SMUGGLED)],
      ["a list of lengths", post(`Content-Length: 0, ${SMUGGLED.length}`, SMUGGLED)],
      ["a length with a sign", post("Content-Length: +0", SMUGGLED)],
      ["a length in hexadecimal", post("Content-Length: 0x0", SMUGGLED)],
      [
        "a length with an underscore",
        post(`Content_Length: ${SMUGGLED.length}\r\nContent-Length: 0`, SMUGGLED),
      ],
      [
        "an encoding with an underscore",
        post("Transfer_Encoding: chunked\r\nContent-Length: 5", `0\r\n\r\n`),
      ],
      ["an encoding after a vertical tab", post("Transfer-Encoding: \x0bchunked", `0\r\n\r\n${SMUGGLED}`)],
      [
        "an encoding in capitals with a space before the colon",
        post("Transfer-Encoding : CHUNKED", `0\r\n\r\n${SMUGGLED}`),
      ],
      [
        "an encoding twice",
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", `0\r\n\r\n${SMUGGLED}`),
      ],
      [
        "an encoding on a folded line",
        post("Transfer-Encoding:\r\n chunked\r\nContent-Length: 5", `0\r\n\r\n${SMUGGLED}`),
      ],
      [
        "an encoding hidden on a folded line",
        post("X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
      ],
      [
        "a bare carriage return before an encoding",
        post("X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
      ],
      [
        "a bare line feed before an encoding",
        post("X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
      ],
      [
        "a bare carriage return at the end of the headers",
        "GET /first HTTP/1.1\r\nHost: a\r\r\nX: y\r\n\r\n",
      ],
      ["a chunk size with a sign", post("Transfer-Encoding: chunked", `+0\r\n\r\n${SMUGGLED}`)],
      ["a chunk size with an underscore", post("Transfer-Encoding: chunked", `0_0\r\n\r\n${SMUGGLED}`)],
      ["a chunk size that overflows", post("Transfer-Encoding: chunked", `10000000000000000\r\n${SMUGGLED}`)],
      ["a chunk extension with a line feed", post("Transfer-Encoding: chunked", `0;\n\r\n\r\n${SMUGGLED}`)],
      [
        "a chunk that ends with a line feed",
        post("Transfer-Encoding: chunked", `1\r\na\n0\r\n\r\n${SMUGGLED}`),
      ],
      [
        "chunks of HTTP/1.0",
        `POST /first HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
      ],
      [
        "a GET with a length that is declared void",
        `GET /first HTTP/1.1\r\nHost: a\r\nConnection: close, Content-Length\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
      ],
      [
        "a change of protocol",
        `GET /first HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n${SMUGGLED}`,
      ],
      ["a line break in the target", "GET /first\nX: y HTTP/1.1\r\nHost: a\r\n\r\n"],
      [
        "a line break in a percent code of a header",
        post("X: %0d%0aTransfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
      ],
    ])(
      "%s",
      async (_what, bytes) => {
        await exchange(server, bytes);
        await probe();
        const reached = (await seen()).filter(({ path }) => path !== "/probe");
        // What Flagon read as a request of its own behind the first one may be passed on: none of these is.
        expect(reached.map(({ path }) => path)).not.toContain("/smuggled");
        expect(reached.length).toBeLessThanOrEqual(1);
        expect(reached.length).toBeLessThanOrEqual(read.filter((path) => path !== "/probe").length);
        for (const { body } of reached) expect([0, 5, SMUGGLED.length]).toContain(body);
      },
      20_000,
    );
  });

  describe("gunicorn is told nothing by a client that only a proxy may say", () => {
    const ask = async (fields: string, target = "/a"): Promise<Told> =>
      told(
        await exchange(
          server,
          `GET ${target} HTTP/1.1\r\nHost: site.example\r\n${fields}Connection: close\r\n\r\n`,
        ),
      );

    test.each([
      "SCRIPT_NAME: /a",
      "SCRIPT-NAME: /a",
      "Script_Name: /a",
      "PATH_INFO: /admin",
      "REMOTE_ADDR: 6.6.6.6",
      "X-Forwarded-Proto: https",
      "X-Forwarded-Protocol: ssl",
      "X-Forwarded-Ssl: on",
      "X_Forwarded_Proto: https",
      "X_Forwarded-For: 6.6.6.6",
      "wsgi.url_scheme: https",
      "Content_Length: 99",
      "Transfer_Encoding: chunked",
      "Cookie_: a",
    ])("%s", async (field) => {
      const { path, script, scheme, headers, body } = await ask(`${field}\r\n`);
      expect({ path, script, scheme, body }).toEqual({ path: "/a", script: "", scheme: "http", body: 0 });
      const forwarded = headers.filter(([name]) => /^x-forwarded/i.test(name));
      expect(forwarded).toEqual([
        ["X-Forwarded-For", "127.0.0.1"],
        ["X-Forwarded-Proto", "http"],
        ["X-Forwarded-Host", "site.example"],
      ]);
    });

    test("the host that a target names is the host that it is told", async () => {
      const { path, host, headers } = await ask("", "http://other.example/a?b=c");
      expect({ path, host }).toEqual({ path: "/a", host: "other.example" });
      expect(headers).toContainEqual(["X-Forwarded-Host", "other.example"]);
    });

    test.each([
      "site.example:80@evil",
      "site.example/evil",
      "a b",
      "evil\\",
      "a,b",
      "[::1",
      "",
    ])("the host %j is refused", async (host) => {
      const text = await exchange(server, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(await seen()).toEqual([]);
    });

    test.each([
      "a:80",
      "admin",
      "ftp://a/",
      "*",
      "",
      "/a#b",
      "/caf\xe9",
      "//[",
      "/a b",
    ])("the target %j is refused, or read alike", async (target) => {
      const text = await exchange(server, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      if (text.startsWith("HTTP/1.1 200")) expect(told(text).path).toBe(read[0]);
      else {
        expect(text).toMatch(/^HTTP\/1\.1 400 /);
        expect(await seen()).toEqual([]);
      }
    });
  });

  describe("gunicorn reads the path that Flagon read", () => {
    const pathOf = async (
      target: string,
    ): Promise<readonly [flagon: string | undefined, flask: string | undefined]> => {
      read = [];
      const text = await exchange(server, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      return text.startsWith("HTTP/1.1 200") ? [read[0], told(text).path] : [undefined, undefined];
    };

    test.each([
      "/admin",
      "//admin",
      "///admin",
      "/./admin",
      "/a/../admin",
      "/a/%2e%2e/admin",
      "/a/%2E%2E%2fadmin",
      "/admin/",
      "/admin//x",
      "/admin;a=b",
      "/admin%3Ba",
      "/admin%00",
      "/admin%0d%0a",
      "/admin%23x",
      "/admin%3Fx",
      "/admin%252e",
      "/admin\\x",
      "/%zz",
      "/%",
      "/%c3%a9",
      "/%ff",
      "/%2F%2Fadmin",
      "/admin?x#y",
      "/http://evil/",
      "/@evil",
      "/:80",
      "/[",
      "/]",
      "//[::1]/x",
      "//a:b/x",
      "//a@b:99999/x",
    ])("%s", async (target) => {
      const [flagon, flask] = await pathOf(target);
      expect(flask).toBe(flagon);
    });

    test("whatever a path is made of", async () => {
      const piece = fc.constantFrom(
        "/",
        ".",
        "..",
        "%2f",
        "%2e",
        "%00",
        "%",
        "%25",
        ";",
        ":",
        "@",
        "?",
        "\\",
        "[",
        "]",
        "a",
        "admin",
        "%c3",
        "%a9",
        "&",
        "=",
        "+",
        "~",
        '"',
        "<",
        "|",
        "{",
        "%0a",
        "//",
        "*",
        "http:",
      );
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
          const [flagon, flask] = await pathOf(`/${pieces.join("")}`);
          expect(flask).toBe(flagon);
          if (flagon !== undefined) compared++;
        }),
        { numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(200);
    }, 60_000);
  });
});
