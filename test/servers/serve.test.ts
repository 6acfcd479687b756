import { Response } from "flagon/http";
import { serve as serveAnywhere } from "flagon/servers";
import { serve } from "flagon/servers/node";
import { describe, expect, test, vi } from "vitest";
import { RawClient, serving } from "./raw-client.ts";

const hello = { handle: () => new Response("Hello") };

describe("serve", () => {
  test("listens on this machine only, on a free port for 0, and tells where", async () => {
    await using server = await serve(hello, { port: 0 });
    expect(server.address.host).toBe("127.0.0.1");
    expect(server.url).toBe(`http://127.0.0.1:${server.address.port}`);
    expect(await (await fetch(server.url)).text()).toBe("Hello");
  });

  test("is the same from flagon/servers", async () => {
    await using server = await serveAnywhere(hello, { port: 0 });
    expect(await (await fetch(server.url)).text()).toBe("Hello");
  });

  test("says what to do on a runtime it has no server for", async () => {
    vi.stubGlobal("Bun", {});
    await expect(serveAnywhere(hello)).rejects.toThrow(/no server for Bun yet.*export default app/);
    vi.unstubAllGlobals();
  });

  test("names a host that can be visited where it listens on all", async () => {
    await using server = await serve(hello, { host: "0.0.0.0", port: 0 });
    expect(server.url).toMatch(/^http:\/\/localhost:/);
  });

  test("puts an IPv6 address in brackets", async ({ skip }) => {
    const server = await serve(hello, { host: "::1", port: 0 }).catch(() => skip("this machine has no IPv6"));
    expect(server.url).toMatch(/^http:\/\/\[::1\]:/);
    await server.close();
  });

  test("names host, port and remedy if the port is taken", async () => {
    await using server = await serve(hello, { port: 0 });
    const { port } = server.address;
    await expect(serve(hello, { port })).rejects.toThrow(
      `Can't listen on 127.0.0.1:${port}: another program has the port. End it, or choose another port`,
    );
  });

  test.each([
    Number.NaN,
    -1,
    65_536,
    80.5,
    Number.POSITIVE_INFINITY,
  ])("refuses %d for a port", async (port) => {
    await expect(serve(hello, { port })).rejects.toThrow(
      `Can't listen on port ${port}: give a whole number from 1 to 65535, or 0 for any that is free.`,
    );
  });

  test("refuses options that it does not know", async () => {
    await expect(serve(hello, { headers_timeout: 5 } as never)).rejects.toThrow(
      'serve() has no option "headers_timeout"; did you mean headersTimeout?',
    );
  });

  test("says where a port that is no number may come from", async () => {
    await expect(serve(hello, { port: Number("http") })).rejects.toThrow(/NaN is what Number\(\) makes of/);
    const text = "8000" as unknown as number;
    await expect(serve(hello, { port: text })).rejects.toThrow('port "8000": give a whole number');
  });

  test.each([-1, Number.NaN, 3_000_000])("refuses a time of %d seconds", async (seconds) => {
    await expect(serve(hello, { port: 0, sendTimeout: seconds })).rejects.toThrow(
      `sendTimeout must be a number of seconds from 0 to 2147483, not ${seconds}.`,
    );
  });

  test("names the remedy if the address is not this machine's", async () => {
    await expect(serve(hello, { host: "192.0.2.1", port: 0 })).rejects.toThrow(
      /no such address. Use 127.0.0.1/,
    );
  });
});

describe("close", () => {
  test("waits for the running request and closes idle connections", async () => {
    let answer: ((response: Response) => void) | undefined;
    const app = {
      handle: (request: { path: string }) =>
        request.path === "/slow"
          ? new Promise<Response>((resolve) => (answer = resolve))
          : new Response("quick"),
    };
    const server = await serve(app, { port: 0 });
    const idle = new RawClient(server);
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await idle.until(/quick/);
    const slow = new RawClient(server);
    slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    while (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 2));

    let isClosed = false;
    const closing = server.close().then(() => {
      isClosed = true;
    });
    await idle.all();
    expect(isClosed).toBe(false);
    await expect(fetch(server.url)).rejects.toThrow();
    answer(new Response("at last"));
    await closing;
    expect(await slow.all()).toMatch(/at last$/);
  });

  test("does not wait for connections that asked for nothing yet", async () => {
    const server = await serve(hello, { port: 0 });
    const unused = new RawClient(server);
    const begun = new RawClient(server);
    begun.send("GET / HTTP/1.1\r\nHost: a\r\n");
    await (await fetch(server.url)).text();

    await server.close();

    expect([await unused.all(), await begun.all()]).toEqual(["", ""]);
  });

  test("waits no longer than closeTimeout for a client that stalls", async () => {
    const server = await serve(hello, { port: 0, closeTimeout: 0.1 });
    const stalled = new RawClient(server);
    stalled.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");

    await server.close();

    await stalled.all();
  });

  test("may be called twice", async () => {
    const server = await serve(hello, { port: 0 });
    await Promise.all([server.close(), server.close()]);
  });
});

describe("a response on the wire", () => {
  test("has its status, reason, headers in order, and length", async () => {
    const answer = (): Response => {
      const response = new Response("tëa", { status: 418, headers: { "X-B": "2", "X-A": "1" } });
      response.setCookie("a", "1");
      response.setCookie("b", "2");
      return response;
    };
    await serving(answer, async (server) => {
      const client = new RawClient(server);
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      const text = await client.all();
      expect(text).toMatch(
        /^HTTP\/1\.1 418 I'm a teapot\r\nX-B: 2\r\nX-A: 1\r\nContent-Type: text\/html; charset=utf-8\r\nContent-Length: 4\r\nSet-Cookie: a=1; Path=\/\r\nSet-Cookie: b=2; Path=\/\r\nDate: /,
      );
      expect(text).not.toMatch(/x-powered-by|server:/i);
      expect(Buffer.from(text, "latin1").toString()).toMatch(/\r\n\r\ntëa$/);
    });
  });

  describe.each([
    ["text", () => "ü☃"],
    ["text in ASCII", () => "snow"],
    ["a stream", () => ["ü☃"].values()],
    ["bytes", () => Buffer.from("ü☃")],
  ])("has headers in Latin-1 beside %s", (_, body) => {
    test.each([
      ["", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
      [
        " that comes while the client still sends",
        `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`,
      ],
    ])("%s", async (__, request) => {
      await serving(
        () => new Response(body(), { headers: { "X-Name": "é" } }),
        async (server) => {
          const client = new RawClient(server);
          client.send(request);
          const text = await client.all();
          expect(text).toContain("X-Name: \u00e9\r\n");
          expect(Buffer.from(text, "latin1").toString()).toMatch(/(?:ü☃|snow)(?:\r\n0\r\n\r\n)?$/);
        },
      );
    });
  });

  test("has no body for HEAD, 204, 205 and 304", async () => {
    await serving(
      (request) => new Response("tea", { status: Number(request.args.get("status", "200")) }),
      async (server) => {
        const client = new RawClient(server);
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        client.send("GET /?status=204 HTTP/1.1\r\nHost: a\r\n\r\n");
        client.send("GET /?status=205 HTTP/1.1\r\nHost: a\r\n\r\n");
        client.send("GET /?status=304 HTTP/1.1\r\nHost: a\r\n\r\n");
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        const [, head, noContent, resetContent, notModified, full] = (await client.all()).split("HTTP/1.1 ");
        expect(head).toMatch(/^200 [\s\S]*Content-Length: 3\r\n[\s\S]*\r\n\r\n$/);
        expect(noContent).toMatch(/^204 [\s\S]*\r\n\r\n$/);
        expect(noContent).not.toMatch(/content-length|transfer-encoding/i);
        expect(resetContent).toMatch(/^205 [\s\S]*Content-Length: 0\r\n[\s\S]*\r\n\r\n$/);
        expect(notModified).toMatch(/^304 [\s\S]*\r\n\r\n$/);
        expect(full).toMatch(/\r\n\r\ntea$/);
      },
    );
  });

  test("answers 500 in place of a status that ends no request", async () => {
    await serving(
      () => new Response("tea", { status: 101 }),
      async (server, errors) => {
        expect((await fetch(server.url)).status).toBe(500);
        expect(String(errors[0])).toContain("ends no request");
      },
    );
  });

  test("runs what waits for its close once it is sent", async () => {
    const log: string[] = [];
    const answer = (): Response => {
      const response = new Response("tea");
      response.callOnClose(() => log.push("closed"));
      return response;
    };
    await serving(answer, async (server) => {
      await (await fetch(server.url)).text();
      while (log.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    });
    expect(log).toEqual(["closed"]);
  });
});

describe("an error out of the application", () => {
  test("is logged and answered 500, and the server goes on", async () => {
    const answers = [
      () => {
        throw new Error("sync <secret>");
      },
      () => Promise.reject(new Error("async")),
      () => "no response" as unknown as Response,
      () => new Response("fine"),
    ];
    await serving(
      () => (answers.shift() ?? (() => new Response("?")))(),
      async (server, errors) => {
        for (const _ of [1, 2, 3]) {
          const response = await fetch(server.url);
          expect(response.status).toBe(500);
          expect(await response.text()).toBe("Internal Server Error\n");
        }
        expect(await (await fetch(server.url)).text()).toBe("fine");
        expect(errors.map(String).slice(0, 2)).toEqual(["Error: sync <secret>", "Error: async"]);
        expect(errors).toHaveLength(3);
        expect(String(errors[2])).toBe(
          "TypeError: handle() must give a Response of flagon/http, not string.",
        );
      },
    );
  });

  test("is a status that ends no request, too", async () => {
    const log: string[] = [];
    const answer = (): Response => {
      const response = new Response("tea", { status: 103 });
      response.callOnClose(() => log.push("closed"));
      return response;
    };
    await serving(answer, async (server, errors) => {
      expect((await fetch(server.url)).status).toBe(500);
      expect(String(errors[0])).toMatch(/status 103 ends no request/);
      while (log.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    });
  });

  test("in what runs after the response is logged", async () => {
    const answer = (): Response => {
      const response = new Response("tea");
      response.callOnClose(() => {
        throw new Error("late");
      });
      return response;
    };
    await serving(answer, async (server, errors) => {
      expect(await (await fetch(server.url)).text()).toBe("tea");
      while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      expect(errors.map(String)).toEqual(["Error: late"]);
    });
  });
});
