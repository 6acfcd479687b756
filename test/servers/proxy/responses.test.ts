import { describe, expect, test } from "vitest";
import { exchange, RawClient } from "../raw-client.ts";
import { answering, get, HELLO, proxying, sleep } from "./upstream.ts";

describe("an answer that is passed back", () => {
  test("has its status line, its headers and its body as they came", async () => {
    const fields =
      "Server: gunicorn\r\nDate: Sat, 28 Nov 2026 11:00:00 GMT\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n" +
      'Content-Encoding: gzip\r\nETag: W/"x"\r\nX-Latin: caf\xe9\r\nx-lower: 1\r\n';
    await proxying(
      answering(`HTTP/1.1 299 Quite Fine\r\n${fields}Content-Length: 3\r\n\r\n\x1f\x8b\x00`),
      async ({ server }) => {
        const text = await exchange(server, get("/"));
        expect(text).toContain(`HTTP/1.1 299 Quite Fine\r\n${fields}`);
        expect(text).toContain("\r\nContent-Length: 3\r\n");
        expect(text.endsWith("\r\n\r\n\x1f\x8b\x00")).toBe(true);
        expect(text.match(/^Date:/gm)).toHaveLength(1);
      },
    );
  });

  test.each([256, 8192, 8193, 60_000])("has its %i bytes, whatever they are", async (length) => {
    let bytes = "";
    for (let index = 0; index < length; index++) bytes += String.fromCharCode((index * 7) % 256);
    await proxying(
      answering(`HTTP/1.1 200 OK\r\nX-Latin: caf\xe9\r\nContent-Length: ${length}\r\n\r\n${bytes}`),
      async ({ server }) => {
        const text = await exchange(server, get("/"));
        expect(text).toContain("X-Latin: caf\xe9\r\n");
        expect(text.slice(text.indexOf("\r\n\r\n") + 4) === bytes).toBe(true);
      },
    );
  });

  test("may be a redirect, which is not followed", async () => {
    await proxying(
      answering("HTTP/1.1 302 FOUND\r\nLocation: /next?a=b%20c\r\nContent-Length: 0\r\n\r\n"),
      async ({ server, connections }) => {
        const text = await exchange(server, get("/"));
        expect(text).toContain("HTTP/1.1 302 FOUND\r\nLocation: /next?a=b%20c\r\n");
        expect(connections).toHaveLength(1);
      },
    );
  });

  test("has nothing of what was for the connection to the upstream", async () => {
    await proxying(
      answering(
        "HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nProxy-Authenticate: Basic\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nhi",
      ),
      async ({ server }) => {
        const client = new RawClient(server);
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        const text = await client.until(/hi$/);
        expect(text).not.toMatch(/X-Hop|timeout=9|Proxy-Auth|h2c/);
        expect(text).toMatch(/Connection: keep-alive\r\n/);
        client.socket.destroy();
      },
    );
  });

  test("has no type where that was for the connection", async () => {
    await proxying(
      answering(
        "HTTP/1.1 200 OK\r\nConnection: Content-Type\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\nhi",
      ),
      async ({ server }) => expect(await exchange(server, get("/"))).not.toMatch(/content-type/i),
    );
  });

  test.each([
    ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "Content-Length: 500"],
    ["GET", 'HTTP/1.1 304 NOT MODIFIED\r\nETag: "x"\r\nContent-Length: 500\r\n\r\n', "Content-Length: 500"],
    ["GET", "HTTP/1.1 204 NO CONTENT\r\nX-A: b\r\n\r\n", "X-A: b"],
  ])("to %s without a body keeps what it says: %s", async (method, answer, field) => {
    await proxying(answering(answer), async ({ server }) => {
      const text = await exchange(server, `${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(text).toContain(field);
      expect(text).toMatch(/\r\n\r\n$/);
    });
  });

  test("may be a part of the whole", async () => {
    await proxying(
      answering("HTTP/1.1 206 PARTIAL CONTENT\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab"),
      async ({ server, received }) => {
        const text = await exchange(server, get("/", 'Range: bytes=0-1\r\nIf-Range: "x"\r\n'));
        expect(received()).toContain('Range: bytes=0-1\r\nIf-Range: "x"\r\n');
        expect(text).toMatch(/206 PARTIAL CONTENT[\s\S]*Content-Range: bytes 0-1\/9\r\n[\s\S]*\r\n\r\nab$/);
      },
    );
  });

  test("has no Content-Type if the upstream gave none", async () => {
    await proxying(answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"), async ({ server }) => {
      expect(await exchange(server, get("/"))).not.toMatch(/content-type/i);
    });
  });

  test("comes in chunks, with its trailers but those that would change the message", async () => {
    await proxying(
      answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n",
        "0\r\nX-Sum: 42\r\nContent-Length: 7\r\nSet-Cookie: a=b\r\n\r\n",
      ),
      async ({ server }) => {
        const text = await exchange(server, get("/"));
        expect(text).toContain("Transfer-Encoding: chunked\r\n");
        expect(text).toContain("Trailer: X-Sum\r\n");
        expect(text).toMatch(/abc\r\n0\r\nX-Sum: 42\r\n\r\n$/);
      },
    );
  });

  test("ends with the connection if the upstream is of an older kind", async () => {
    await proxying(
      (_head, { socket }) => socket.end("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold"),
      async ({ server }) => {
        const text = await exchange(server, get("/"));
        expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        expect(text).toMatch(/\r\n\r\n(3\r\n)?old/);
      },
    );
  });

  test("comes piece by piece, as soon as each is there", async () => {
    await proxying(
      async (_head, { socket }) => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        await sleep(30);
        socket.write("5\r\nfirst\r\n");
        await sleep(200);
        socket.write("6\r\nsecond\r\n0\r\n\r\n");
      },
      async ({ server }) => {
        const client = new RawClient(server);
        client.send(get("/"));
        expect(await client.until(/first/)).not.toContain("second");
        expect(await client.all()).toMatch(/second\r\n0\r\n\r\n$/);
      },
    );
  });

  test("is the same however the bytes are cut", async () => {
    const answer =
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n" +
      "3;ext=1\r\nabc\r\n0a\r\n0123456789\r\n0\r\nX-T: u\r\n\r\n";
    await proxying(
      async (_head, { socket }) => {
        socket.setNoDelay(true);
        for (const byte of answer) {
          socket.write(byte);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      async ({ server }) => {
        const client = await fetch(server.url);
        expect(client.status).toBe(200);
        expect(client.headers.get("x-a")).toBe("b");
        expect(await client.text()).toBe("abc0123456789");
      },
    );
  });
});

describe("a connection to the upstream", () => {
  test("is used again for the next request", async () => {
    await proxying(answering(HELLO), async ({ server, connections }) => {
      for (let index = 0; index < 5; index++) expect(await exchange(server, get("/"))).toMatch(/hello$/);
      expect(connections).toHaveLength(1);
    });
  });

  test("is not used again if the upstream says that it closes it", async () => {
    await proxying(
      answering(HELLO.replace("\r\n", "\r\nConnection: close\r\n")),
      async ({ server, connections }) => {
        await exchange(server, get("/"));
        await exchange(server, get("/"));
        expect(connections).toHaveLength(2);
      },
    );
  });

  test("is not used again if more came than was asked for, and nobody gets that", async () => {
    await proxying(
      answering(`${HELLO}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`),
      async ({ server, connections }) => {
        expect(await exchange(server, get("/1"))).not.toContain("evil");
        expect(await exchange(server, get("/2"))).toMatch(/hello$/);
        expect(connections).toHaveLength(2);
      },
    );
  });

  test("is not used again if something comes while nobody asks", async () => {
    await proxying(
      async (_head, { socket }) => {
        socket.write(HELLO);
        await sleep(20);
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
      },
      async ({ server, connections }) => {
        await exchange(server, get("/1"));
        await sleep(60);
        expect(await exchange(server, get("/2"))).toMatch(/hello$/);
        expect(connections).toHaveLength(2);
      },
    );
  });

  test("is given up after a while", async () => {
    await proxying(
      answering(HELLO),
      async ({ server, connections }) => {
        await exchange(server, get("/1"));
        await sleep(120);
        expect(connections[0]?.socket.readableEnded).toBe(true);
      },
      { keepAliveTimeout: 0.04 },
    );
  });

  test("is given up before the upstream does, if it says when", async () => {
    await proxying(
      answering(HELLO.replace("\r\n", "\r\nKeep-Alive: timeout=0\r\n")),
      async ({ server, connections }) => {
        await exchange(server, get("/1"));
        await exchange(server, get("/2"));
        expect(connections).toHaveLength(2);
      },
    );
  });
});

describe("an answer is refused with a 502 that has", () => {
  const ok = "HTTP/1.1 200 OK\r\n";
  test.each([
    ["no HTTP", "hello there\r\n\r\n"],
    ["another version", "HTTP/2 200 OK\r\n\r\n"],
    ["no status", "HTTP/1.1 OK\r\n\r\n"],
    ["a status of the 600s", "HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["a length beside chunks", `${ok}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["two lengths", `${ok}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
    ["a list of lengths", `${ok}Content-Length: 3, 3\r\n\r\nabc`],
    ["a negative length", `${ok}Content-Length: -1\r\n\r\n`],
    ["a length with a sign", `${ok}Content-Length: +3\r\n\r\nabc`],
    ["another transfer encoding", `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ["chunks from HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a folded header", `${ok}X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n`],
    ["a space before a colon", `${ok}Content-Length : 0\r\n\r\n`],
    ["a bare carriage return", `${ok}X-A: b\rSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n`],
    ["a bare line feed", `${ok}X-A: b\nSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n`],
    ["a NUL", `${ok}X-A: b\0\r\nContent-Length: 0\r\n\r\n`],
    ["a header without a name", `${ok}: b\r\nContent-Length: 0\r\n\r\n`],
    ["endless headers", `${ok}X-A: ${"b".repeat(70_000)}`],
    [
      "a change of protocol that nobody asked for",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
    ],
  ])("%s", async (_what, answer) => {
    await proxying(answering(answer), async ({ server }) => {
      expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    });
  });

  test.each([
    ["no chunk size", "xyz\r\n"],
    ["a chunk longer than it says", "2\r\nabc\r\n0\r\n\r\n"],
    ["an endless chunk size", `${"0".repeat(5000)}`],
    ["a line feed alone", "2\nab\n0\n\n"],
    ["a broken trailer", "0\r\nX Y: z\r\n\r\n"],
  ])("or is broken off in its midst: %s", async (_what, chunks) => {
    await proxying(
      async (_head, { socket }) => {
        socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`);
        await sleep(30);
        socket.write(chunks);
      },
      async ({ server }) => {
        const text = await exchange(server, get("/"));
        expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
      },
    );
  });
});
