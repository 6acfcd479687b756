import {
  ClientDisconnected,
  type Disk,
  HTTPException,
  type Request,
  Response,
  type TemporaryFile,
} from "flagon/http";
import { describe, expect, test } from "vitest";
import { type Answer, eventually, exchange, RawClient, serving } from "./raw-client.ts";

/** Receives the body within a limit and answers with what came, or the error's page. */
const echo =
  (maxContentLength: number): Answer =>
  async (request: Request) => {
    try {
      await request.receiveBody({ maxContentLength });
      return new Response(request.data, { mimetype: "text/plain" });
    } catch (error) {
      if (error instanceof HTTPException) return error.getResponse();
      throw error;
    }
  };

describe("a body", () => {
  test("comes whole, in one piece or in chunks", async () => {
    await serving(echo(100), async (server) => {
      const whole = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntea";
      const chunked =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nte\r\n1\r\na\r\n0\r\n\r\n";
      const last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      const text = await exchange(server, whole + chunked + last);
      expect(text.match(/\r\n\r\ntea/g)).toHaveLength(2);
    });
  });

  test("over the limit is refused before it is read, and the connection ends cleanly", async () => {
    await serving(echo(10), async (server) => {
      const client = new RawClient(server);
      client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n${"x".repeat(100)}`);
      await client.until(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*<\/p>\n$/);
      client.send("x".repeat(199_900));
      expect(await client.all()).toMatch(/^HTTP\/1\.1 413 /);
    });
  });

  test("over the limit in chunks is refused while it streams", async () => {
    await serving(echo(10), async (server) => {
      const client = new RawClient(server);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n");
      client.send("8\r\n12345678\r\n");
      await client.until(/^HTTP\/1\.1 413 /);
      client.send("0\r\n\r\n");
      expect(await client.all()).toMatch(/Connection: close/);
    });
  });

  test("that nobody reads and is short leaves the connection usable", async () => {
    await serving(
      (request) => new Response(request.path),
      async (server) => {
        const text = await exchange(
          server,
          "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nteaGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        );
        expect(text.match(/\r\n\r\n\/[ab]/g)).toEqual(["\r\n\r\n/a", "\r\n\r\n/b"]);
      },
    );
  });

  test("that is read in part leaves the connection usable", async () => {
    await serving(
      async (request) => {
        if (request.method === "GET") return new Response("next");
        const reader = request.raw.body?.getReader();
        await reader?.read();
        return new Response("enough");
      },
      async (server) => {
        const client = new RawClient(server);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nsome");
        await client.until(/enough/);
        client.send("x".repeat(59_996));
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        expect(await client.all()).toMatch(/next$/);
      },
    );
  });

  test("that nobody reads and is short does not cost the client its answer as the connection ends", async () => {
    await serving(
      () => new Response("x".repeat(300_000)),
      async (server) => {
        const client = new RawClient(server);
        client.socket.pause();
        client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n");
        for (const pause of [200, 50]) {
          await new Promise((resolve) => setTimeout(resolve, pause));
          client.send("y".repeat(30_000));
        }
        client.socket.resume();
        expect(await client.all()).toMatch(/x{300000}$/);
      },
    );
  });

  test("that nobody reads and is endless is not read to its end", async () => {
    await serving(
      () => new Response("no thanks"),
      async (server) => {
        const client = new RawClient(server);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        let sent = 0;
        const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
        while (!client.socket.closed && sent < 200) {
          client.send(chunk);
          sent++;
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        expect(sent).toBeLessThan(200);
        expect(await client.all()).toMatch(/Connection: close[\s\S]*no thanks$/);
      },
    );
  });

  test("is invited from a client that waits for that, if it is wanted", async () => {
    await serving(echo(10), async (server) => {
      const client = new RawClient(server);
      client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n",
      );
      await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
      client.send("tea");
      expect(await client.all()).toMatch(/\r\n\r\ntea$/);
    });
  });

  test("is not invited if it is too large, and the connection ends", async () => {
    await serving(echo(10), async (server) => {
      const text = await exchange(
        server,
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 30\r\n\r\n",
      );
      expect(text).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close/);
    });
  });

  test("that breaks off is a 400 for the application, and no unhandled rejection", async () => {
    const errors: unknown[] = [];
    const answer = async (request: Request): Promise<Response> => {
      try {
        await request.receiveBody();
      } catch (error) {
        errors.push(error);
      }
      return new Response("too late");
    };
    await serving(answer, async (server) => {
      const client = new RawClient(server);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\ntea");
      await eventually(() => client.socket.bytesWritten > 0);
      setTimeout(() => client.socket.destroy(), 20);
      await eventually(() => errors.length > 0);
      expect(errors[0]).toBeInstanceOf(ClientDisconnected);
    });
  });

  test("is read no faster than a disk takes it", async () => {
    let waiting = 0;
    let most = 0;
    const file: TemporaryFile = {
      write() {
        most = Math.max(most, ++waiting);
        return new Promise((resolve) => setTimeout(resolve, 2)).then(() => void waiting--);
      },
      flush: async () => {},
      read: async () => new Uint8Array(0),
      close: () => {},
    };
    const disk: Disk = {
      createTemporary: () => file,
      isFolder: async () => false,
      join: (...parts) => parts.join("/"),
      save: async () => {},
    };
    const answer = async (request: Request): Promise<Response> => {
      await request.receiveBody({ disk, maxContentLength: null });
      return new Response(String(request.files.get("f")?.size));
    };
    await serving(answer, async (server) => {
      const body = new FormData();
      body.append("f", new File([new Uint8Array(20_000_000)], "f"));
      expect(await (await fetch(server.url, { method: "POST", body })).text()).toBe("20000000");
      // What was in memory until it was too much goes at once.
      expect(most).toBeLessThan(30);
    });
  });

  test("that stalls is answered 408", async () => {
    const options = { requestTimeout: 0.2, headersTimeout: 0.15 };
    await serving(
      echo(10),
      async (server) => {
        const client = new RawClient(server);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\ntea");
        expect(await client.all()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      },
      options,
    );
  });

  test("is drained up to a bound even if the application failed", async () => {
    await serving(
      () => {
        throw new Error("no");
      },
      async (server, errors) => {
        const response = await fetch(server.url, { method: "POST", body: "x".repeat(300_000) });
        expect(response.status).toBe(500);
        expect(errors).toHaveLength(1);
      },
    );
  });
});
