import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { HTTPException, Request, type Response, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";
import { FetchProxy } from "../../../src/servers/proxy/fetch-proxy.ts";

/** What the proxy over fetch makes of a request to an upstream made of a listener; an error gives its status. */
const forwarded = async (
  listener: RequestListener,
  path: string,
  init: globalThis.RequestInit = {},
  options: ConstructorParameters<typeof FetchProxy>[1] = {},
): Promise<{
  readonly response?: Response;
  readonly text?: string;
  readonly code?: number;
  readonly seen?: IncomingMessage;
}> => {
  let seen: IncomingMessage | undefined;
  const upstream = createServer((message, reply) => {
    seen = message;
    listener(message, reply);
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const origin = new URL(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const proxy = new FetchProxy(origin, options);
  const web = new globalThis.Request(`https://site.example${path}`, init);
  try {
    const response = await proxy.forward(
      new Request(new WebRequestSource(web, { remoteAddr: "203.0.113.9" })),
    );
    const text = await response.toWeb(web.method).text();
    return { response, text, ...(seen === undefined ? {} : { seen }) };
  } catch (error) {
    if (error instanceof HTTPException) return { code: error.code };
    throw error;
  } finally {
    upstream.closeAllConnections();
    upstream.close();
  }
};

describe("a request passed on by fetch", () => {
  test("says where it came from, and nothing that the client claims", async () => {
    const headers = {
      "X-Forwarded-For": "6.6.6.6",
      "X-Token": "a",
      "Accept-Encoding": "gzip",
      "X-Real-IP": "6.6.6.6",
    };
    const { seen, text } = await forwarded((_message, reply) => reply.end("hello"), "/a%20b?c=d", {
      headers,
    });
    expect(text).toBe("hello");
    expect(seen?.url).toBe("/a%20b?c=d");
    expect(seen?.headers).toMatchObject({
      "accept-encoding": "identity",
      "x-token": "a",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "site.example",
      forwarded: "for=203.0.113.9;host=site.example;proto=https",
    });
    expect(JSON.stringify(seen?.headers)).not.toContain("6.6.6.6");
  });

  test("has its body", async () => {
    const { text } = await forwarded((message, reply) => message.pipe(reply), "/", {
      method: "POST",
      body: "a body",
    });
    expect(text).toBe("a body");
  });

  test("is refused if it asks for a WebSocket", async () => {
    // fetch lets nobody ask for it; a runtime's server may hand such a request over.
    const web = new globalThis.Request("http://site.example/");
    const source = new WebRequestSource(web);
    const asking = Object.assign(Object.create(source) as WebRequestSource, {
      header: (name: string) => ({ upgrade: "websocket", connection: "Upgrade" })[name],
    });
    Object.defineProperty(asking, "method", { value: "GET" });
    const proxy = new FetchProxy(new URL("http://127.0.0.1:1"), {});
    await expect(proxy.forward(new Request(asking))).rejects.toMatchObject({ code: 501 });
  });
});

describe("an answer passed back by fetch", () => {
  test("may be a redirect, which is not followed, with several cookies", async () => {
    const { response } = await forwarded((_message, reply) => {
      reply.writeHead(302, { Location: "/next", "Set-Cookie": ["a=1", "b=2"] }).end();
    }, "/");
    expect(response?.status).toBe(302);
    expect(response?.headers.get("location")).toBe("/next");
    expect(response?.headers.getList("set-cookie")).toEqual(["a=1", "b=2"]);
  });

  test("says nothing of an encoding that fetch has undone", async () => {
    const { response, text } = await forwarded((_message, reply) => {
      reply.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("hello"));
    }, "/");
    expect(text).toBe("hello");
    expect(response?.headers.has("content-encoding")).toBe(false);
    expect(response?.headers.has("content-length")).toBe(false);
  });

  test("is a 504 if it does not begin, a 502 if it makes no sense", async () => {
    expect(await forwarded(() => {}, "/", {}, { responseTimeout: 0.05 })).toEqual({ code: 504 });
    expect(await forwarded((message) => message.socket.end("nonsense\r\n\r\n"), "/")).toEqual({ code: 502 });
  });

  test("is broken off if it does not go on", async () => {
    const going = forwarded((_message, reply) => reply.write("begun"), "/", {}, { idleTimeout: 0.05 });
    await expect(going).rejects.toThrow();
  });
});
