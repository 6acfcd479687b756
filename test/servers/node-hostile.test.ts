import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";
import { type Answer, eventually, exchange, RawClient, serving } from "./raw-client.ts";

/** An application that notes each request that reaches it. */
const noting = (): { readonly paths: string[]; readonly answer: Answer } => {
  const paths: string[] = [];
  const answer: Answer = async (request) => {
    paths.push(request.path);
    await request.receiveBody();
    return new Response(request.path);
  };
  return { paths, answer };
};

const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

const refused: readonly (readonly [string, string])[] = [
  [
    "a length beside chunks",
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    "chunks beside a length",
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ["two lengths", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n${SMUGGLED}`],
  ["a list of lengths", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 40\r\n\r\n${SMUGGLED}`],
  ["a negative length", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n${SMUGGLED}`],
  ["a length with a sign", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc${SMUGGLED}`],
  [
    "an unknown transfer encoding",
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n${SMUGGLED}`,
  ],
  [
    "chunks that are not last",
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    "another coding before the chunks",
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    "a space before the colon",
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ["a chunk size that is none", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
  ["a header without a colon", "GET / HTTP/1.1\r\nHost: a\r\nBroken\r\n\r\n"],
  ["a bare carriage return in a header", `GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n`],
  ["a NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"],
  ["another control character in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: b\x01c\r\n\r\n"],
  ["a DEL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: b\x7fc\r\n\r\n"],
  ["a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["no Host", "GET / HTTP/1.1\r\n\r\n"],
  ["two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
  ["the same Host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"],
  ["an authority for a target", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a star for a target of GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a foreign scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["no authority in an absolute target", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"],
  ["an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["no HTTP at all", "\x16\x03\x01\x02\0\x01\0\r\n\r\n"],
];

describe("a server refuses", () => {
  for (const [what, bytes] of refused) {
    test(`${what} with a 400, and reads nothing after it`, async () => {
      const { paths, answer } = noting();
      await serving(answer, async (server) => {
        const text = await exchange(server, bytes);
        expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
        expect(text).toMatch(/Connection: close/i);
        expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
        expect(paths).not.toContain("/smuggled");
      });
    });
  }

  test("headers over 16 KiB with a 431", async () => {
    await serving(noting().answer, async (server) => {
      const text = await exchange(server, `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    });
  });

  test("headers that do not end with a 408", async () => {
    const options = { headersTimeout: 0.15, requestTimeout: 0.2 };
    await serving(
      noting().answer,
      async (server) => {
        const client = new RawClient(server);
        client.send("GET / HTTP/1.1\r\nHost: a\r\nX: slow");
        expect(await client.all()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      },
      options,
    );
  });

  test("a folded header as a way to hide one", async () => {
    const { answer, paths } = noting();
    await serving(answer, async (server) => {
      const text = await exchange(
        server,
        `POST /first HTTP/1.1\r\nHost: a\r\nX: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\nConnection: close\r\n\r\n0\r\n\r\n${SMUGGLED}`,
      );
      // Node refuses folding, or reads it as part of X; either way there is one request.
      expect(text).toMatch(/^HTTP\/1\.1 (400|200) /);
      expect(paths).not.toContain("/smuggled");
    });
  });
});

describe("a server goes on", () => {
  test("answering pipelined requests in order", async () => {
    const { answer } = noting();
    const slowFirst: Answer = async (request) => {
      if (request.path === "/1") await new Promise((resolve) => setTimeout(resolve, 30));
      return answer(request);
    };
    await serving(slowFirst, async (server) => {
      const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
      const text = await exchange(server, get("/1") + get("/2") + get("/3", "Connection: close\r\n"));
      expect(text.match(/\r\n\r\n\/\d/g)).toEqual(["\r\n\r\n/1", "\r\n\r\n/2", "\r\n\r\n/3"]);
    });
  });

  test("making no response before the one that the client has yet to read", async () => {
    let made = 0;
    const answer = (): Response => {
      made++;
      return new Response(new Uint8Array(8 * 1024 * 1024));
    };
    await serving(answer, async (server) => {
      const client = new RawClient(server);
      client.socket.pause();
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
      await eventually(() => made > 0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(made).toBe(1);
      client.socket.destroy();
    });
  });

  test("taking pipelined requests with bodies", async () => {
    const seen: string[] = [];
    const answer: Answer = async (request) => {
      await request.receiveBody();
      seen.push(`${request.path} ${request.data.byteLength}`);
      return new Response("");
    };
    await serving(answer, async (server) => {
      const size = 100_000;
      const post = (path: string, more = ""): string =>
        `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n${more}\r\n${"x".repeat(size)}`;
      const text = await exchange(server, post("/1") + post("/2") + post("/3", "Connection: close\r\n"));
      expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
      expect(seen).toEqual(["/1 100000", "/2 100000", "/3 100000"]);
    });
  });

  test("not answering a broken request in the midst of a stream", async () => {
    const pieces = async function* (): AsyncGenerator<string> {
      yield "begun";
      await new Promise((resolve) => setTimeout(resolve, 200));
      yield "ended";
    };
    await serving(
      () => new Response(pieces()),
      async (server) => {
        const client = new RawClient(server);
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.until(/begun/);
        client.send("BROKEN\r\n\r\n");
        expect(await client.all()).not.toContain("HTTP/1.1 400");
      },
    );
  });

  test("not answering it either if another request waits behind the stream", async () => {
    const pieces = async function* (): AsyncGenerator<string> {
      yield "begun";
      await new Promise((resolve) => setTimeout(resolve, 100));
      yield "ended";
    };
    await serving(
      (request) => (request.path === "/stream" ? new Response(pieces()) : new Promise(() => undefined)),
      async (server) => {
        const client = new RawClient(server);
        client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /never HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.until(/begun/);
        client.send("BROKEN\r\n\r\n");
        expect(await client.all()).not.toContain("HTTP/1.1 400");
      },
    );
  });

  test("after clients that connect and leave, or reset in the midst", async () => {
    const { answer } = noting();
    await serving(answer, async (server, errors) => {
      for (const text of [
        "",
        "GET",
        "GET / HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
      ]) {
        const client = new RawClient(server);
        client.send(text);
        await new Promise((resolve) => setTimeout(resolve, 10));
        client.socket.resetAndDestroy();
        await client.all();
      }
      expect(await (await fetch(server.url)).text()).toBe("/");
      expect(errors.filter((error) => !/disconnected|400/i.test(String(error)))).toEqual([]);
    });
  });

  test("with a host that is none, for the application to refuse", async () => {
    await serving(
      (request) => {
        try {
          return new Response(request.host);
        } catch (error) {
          return new Response(error instanceof Error ? error.name : "?");
        }
      },
      async (server) => {
        const text = await exchange(server, "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
        expect(text).toMatch(/BadHost$/);
      },
    );
  });
});
