import { once } from "node:events";
import { connect, createServer } from "node:net";
import { ReverseProxy, serve } from "flagon/servers/node";
import { describe, expect, test } from "vitest";
import { eventually, exchange, RawClient } from "../raw-client.ts";
import { answering, get, HELLO, proxying, sleep } from "./upstream.ts";

const partial = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun";

describe("an upstream", () => {
  test("that is not there is a 502", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as { port: number };
    closed.close();
    await using server = await serve(new ReverseProxy(`http://127.0.0.1:${port}`), { port: 0 });
    expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 502 /);
  });

  test("that does not begin to answer is a 504", async () => {
    await proxying(
      () => {},
      async ({ server, connections }) => {
        expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n/);
        await eventually(() => connections[0]?.socket.readableEnded === true);
      },
      { responseTimeout: 0.06 },
    );
  });

  test("that can't be connected to in time is a 504", async () => {
    // An address of the block for documentation leads nowhere, or is refused at once where there is no network.
    const proxy = new ReverseProxy("http://192.0.2.1:81", { connectTimeout: 0.06 });
    await using server = await serve(proxy, { port: 0 });
    expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 50[24] /);
  });

  test("that stops in the midst of its headers is a 504", async () => {
    await proxying(
      answering("HTTP/1.1 200 OK\r\nX-A"),
      async ({ server }) => expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 504 /),
      { responseTimeout: 0.06 },
    );
  });

  test("that stops in the midst of its body loses the client's connection", async () => {
    await proxying(
      answering(partial),
      async ({ server, errors }) => {
        const text = await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        expect(text).toMatch(/begun$/);
        expect(String(errors[0])).toContain("took more than 60 ms to send more of its answer");
      },
      { idleTimeout: 0.06 },
    );
  });

  test.each([
    ["a length", partial],
    ["chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n"],
  ])("that dies in the midst of a body with %s ends the client's connection", async (_what, answer) => {
    await proxying(
      async (_head, { socket }) => {
        socket.write(answer);
        await sleep(30);
        socket.destroy();
      },
      async ({ server, errors }) => {
        const text = await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        expect(text).toContain("begun");
        expect(text).not.toMatch(/0\r\n\r\n$/);
        expect(String(errors[0])).toContain("closed the connection in the midst of its answer");
      },
    );
  });

  test("that dies is a reset to a client that takes the end of the connection for the end of the body", async () => {
    await proxying(
      async (_head, { socket }) => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n");
        await sleep(30);
        socket.destroy();
      },
      async ({ server }) => {
        const client = connect(server.address.port, server.address.host);
        client.write("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        client.resume();
        const [error] = (await once(client, "error")) as [NodeJS.ErrnoException];
        expect(error.code).toBe("ECONNRESET");
      },
    );
  });

  test("that resets a body which ends with the connection is not taken for one that has ended", async () => {
    await proxying(
      async (_head, { socket }) => {
        socket.write("HTTP/1.1 200 OK\r\n\r\nbegun");
        await sleep(30);
        socket.resetAndDestroy();
      },
      async ({ server, errors }) => {
        expect(await exchange(server, get("/"))).not.toMatch(/0\r\n\r\n$/);
        expect(errors).toHaveLength(1);
      },
    );
  });

  test("that closes without an answer is a 502, and is not asked again", async () => {
    await proxying(
      (_head, { socket }) => socket.destroy(),
      async ({ server, connections }) => {
        expect(await exchange(server, get("/"))).toMatch(/^HTTP\/1\.1 502 /);
        expect(connections).toHaveLength(1);
      },
    );
  });

  test("that closes a kept connection when it has the request is not asked again", async () => {
    let answered = 0;
    await proxying(
      (_head, { socket }) => {
        if (answered++ === 0) socket.write(HELLO);
        else socket.destroy();
      },
      async ({ server }) => {
        expect(await exchange(server, get("/1"))).toMatch(/hello$/);
        expect(await exchange(server, get("/2"))).toMatch(/^HTTP\/1\.1 502 /);
        expect(answered).toBe(2);
      },
    );
  });
});

describe("a kept connection that was closed before a request was written to it", () => {
  /** Sends a request, and closes the kept connection when the request is on its way to the server. */
  const race = async (request: string): Promise<{ readonly text: string; readonly connections: number }> => {
    let text = "";
    let count = 0;
    await proxying(answering(HELLO), async ({ server, connections }) => {
      await exchange(server, get("/warm"));
      const client = new RawClient(server);
      await once(client.socket, "connect");
      await sleep(20);
      client.send(request);
      connections[0]?.socket.destroy();
      text = await client.all();
      count = connections.length;
    });
    return { text, connections: count };
  };

  test("is replaced by a fresh one for a request that may be repeated", async () => {
    const { text, connections } = await race(get("/"));
    expect(text).toMatch(/hello$/);
    expect(connections).toBe(2);
  });

  test("is a 502 for one that may not", async () => {
    const { text, connections } = await race(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(connections).toBe(1);
  });
});

describe("a client that goes away", () => {
  test("before the answer takes the request back", async () => {
    await proxying(
      () => {},
      async ({ server, connections }) => {
        const client = new RawClient(server);
        client.send(get("/"));
        await eventually(() => connections[0]?.received().endsWith("\r\n\r\n") === true);
        client.socket.destroy();
        await eventually(() => connections[0]?.socket.readableEnded === true);
      },
    );
  });

  test("in the midst of the answer takes the request back", async () => {
    await proxying(answering(partial), async ({ server, connections, errors }) => {
      const client = new RawClient(server);
      client.send(get("/"));
      await client.until(/begun/);
      client.socket.destroy();
      await eventually(() => connections[0]?.socket.readableEnded === true);
      expect(errors).toEqual([]);
    });
  });

  test("in the midst of its body takes the request back, and never ends it", async () => {
    await proxying(
      () => {},
      async ({ server, connections }) => {
        const client = new RawClient(server);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        await eventually(() => connections[0]?.received().endsWith("abc\r\n") === true);
        client.socket.destroy();
        await eventually(() => connections[0]?.socket.readableEnded === true);
        expect(connections[0]?.received()).toMatch(/3\r\nabc\r\n$/);
      },
    );
  });
});

test("a slow client is not the upstream's fault", async () => {
  await proxying(
    (_head, connection) => {
      connection.socket.on("data", () => {
        if (connection.received().endsWith("\r\n\r\nab")) connection.socket.write(HELLO);
      });
    },
    async ({ server }) => {
      const client = new RawClient(server);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\na");
      await sleep(150);
      client.send("b");
      expect(await client.all()).toMatch(/hello$/);
    },
    { responseTimeout: 0.06, idleTimeout: 0.06 },
  );
});
