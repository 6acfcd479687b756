import { Flagon, request } from "flagon";
import { Response } from "flagon/http";
import { serve } from "flagon/servers/node";
import { describe, expect, test } from "vitest";
import { exchange, serving } from "./raw-client.ts";

/** What a request shows, as the answer to it. */
const shown = (request: import("flagon/http").Request): Response =>
  new Response(
    JSON.stringify([
      request.method,
      request.path,
      request.queryString,
      request.host,
      request.scheme,
      request.remoteAddr,
    ]),
  );

const body = (text: string): unknown => JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));

describe("a request on Node", () => {
  test("shows what came", async () => {
    await serving(shown, async (server) => {
      const text = await exchange(
        server,
        "PUT /a%20b?x=%C3%A9 HTTP/1.1\r\nHost: Example.com:80\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      );
      expect(body(text)).toEqual(["PUT", "/a b", "x=%C3%A9", "Example.com", "http", "127.0.0.1"]);
    });
  });

  test("with an empty Host is refused, as it is through app.fetch", async () => {
    const app = new Flagon();
    app.get("/folder/", () => "here");
    const answer = async (target: string, host: string): Promise<string | undefined> => {
      const request = `GET ${target} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
      return (await exchange(server, request)).split("\r\n")[0];
    };
    const server = await serve(app, { port: 0 });
    try {
      // A redirect would name the address of the server.
      for (const host of ["Host:\r\n", "Host: \r\n", ""]) {
        expect(await answer("/folder", host)).toBe("HTTP/1.1 400 Bad Request");
      }
      expect(await answer("/folder/", "Host: a\r\n")).toBe("HTTP/1.1 200 OK");
    } finally {
      await server.close();
    }
    const web = new globalThis.Request("http://localhost/folder", { headers: { Host: "" } });
    expect((await app.fetch(web)).status).toBe(400);
  });

  test("has no Web request of a host that the Web does not take, which is the client's fault", async () => {
    const app = new Flagon();
    app.get("/", () => request.raw.url);
    await using server = await serve(app, { port: 0 });
    const answer = (host: string) =>
      exchange(server, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await answer(".80")).toMatch(/^HTTP\/1\.1 400 Bad Request.*is no host of a URL/s);
    expect(await answer("shop.example")).toContain("http://shop.example/");
  });

  test("has all its headers, however many there are", async () => {
    const answer = async (request: import("flagon/http").Request): Promise<Response> => {
      await request.receiveBody();
      return new Response(
        JSON.stringify([request.headers.get("x-last"), new TextDecoder().decode(request.data)]),
      );
    };
    await serving(answer, async (server) => {
      const many = "a:\r\n".repeat(3500);
      const last = "Content-Length: 3\r\nX-Last: yes\r\nConnection: close\r\n\r\nabc";
      expect(body(await exchange(server, `POST / HTTP/1.1\r\nHost: a\r\n${many}${last}`))).toEqual([
        "yes",
        "abc",
      ]);
    });
  });

  test("of absolute form has the authority of its target for its host", async () => {
    await serving(shown, async (server) => {
      const get = async (target: string): Promise<unknown> =>
        body(
          await exchange(server, `GET ${target} HTTP/1.1\r\nHost: other.org\r\nConnection: close\r\n\r\n`),
        );
      expect(await get("http://example.com:81/a?b")).toEqual([
        "GET",
        "/a",
        "b",
        "example.com:81",
        "http",
        "127.0.0.1",
      ]);
      expect(await get("HTTP://example.com")).toEqual(["GET", "/", "", "example.com", "http", "127.0.0.1"]);
      expect(await get("http://example.com?b")).toEqual([
        "GET",
        "/",
        "b",
        "example.com",
        "http",
        "127.0.0.1",
      ]);
    });
  });

  test("for the whole server has the path *", async () => {
    await serving(shown, async (server) => {
      const text = await exchange(server, "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      expect(body(text)).toEqual(["OPTIONS", "*", "", "a", "http", "127.0.0.1"]);
    });
  });

  test("of HTTP/1.0 without a Host has the address it came to", async () => {
    await serving(shown, async (server) => {
      const { port } = server.address;
      expect(body(await exchange(server, "GET / HTTP/1.0\r\n\r\n"))).toEqual([
        "GET",
        "/",
        "",
        `127.0.0.1:${port}`,
        "http",
        "127.0.0.1",
      ]);
    });
  });

  test("keeps every cookie and joins repeated headers", async () => {
    await serving(
      (request) =>
        new Response(
          JSON.stringify([request.cookies.getList("s"), request.headers.get("x-a"), request.headers.size]),
        ),
      async (server) => {
        const text = await exchange(
          server,
          "GET / HTTP/1.1\r\nHost: a\r\nCookie: s=1; s=2\r\nX-A: 1\r\ncookie: s=3\r\nx-a: 2\r\nConnection: close\r\n\r\n",
        );
        expect(body(text)).toEqual([["1", "2", "3"], "1, 2", 4]);
      },
    );
  });

  test("has a Web Request for those who ask", async () => {
    await serving(
      async (request) => {
        const { raw } = request;
        return new Response(JSON.stringify([raw.method, raw.url, raw.headers.get("x-a"), await raw.text()]));
      },
      async (server) => {
        const response = await fetch(`${server.url}/a?b`, {
          method: "POST",
          body: "tëa",
          headers: { "X-A": "1" },
        });
        expect(await response.json()).toEqual(["POST", `${server.url}/a?b`, "1", "tëa"]);
        expect(await (await fetch(server.url)).json()).toEqual(["GET", `${server.url}/`, null, ""]);
      },
    );
  });

  test("has its body in the Web Request even if it was received before", async () => {
    await serving(
      async (request) => {
        await request.receiveBody();
        return new Response(`${new TextDecoder().decode(request.data)} ${await request.raw.text()}`);
      },
      async (server) => {
        expect(await (await fetch(server.url, { method: "POST", body: "tea" })).text()).toBe("tea tea");
      },
    );
  });
});
