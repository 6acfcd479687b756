import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";

const source = (log: string[], chunks: readonly (string | Uint8Array)[]) =>
  (function* () {
    try {
      for (const chunk of chunks) {
        log.push(`gave ${String(chunk)}`);
        yield chunk;
      }
    } finally {
      log.push("ended");
    }
  })();

describe("a response as the Web's own", () => {
  test("is a genuine Response with all that ours has", async () => {
    const response = new Response("tea", { status: 201, statusText: "Brewed" });
    response.setCookie("a", "1");
    response.setCookie("b", "2");
    const web = response.toWeb();
    expect(web).toBeInstanceOf(globalThis.Response);
    expect([web.status, web.statusText]).toEqual([201, "Brewed"]);
    expect(web.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
    expect(web.headers.get("content-length")).toBe("3");
    expect(await web.text()).toBe("tea");
  });

  test("has no type if ours has none", async () => {
    const response = new Response("tea");
    response.contentType = undefined;
    const web = response.toWeb();
    expect(web.headers.has("content-type")).toBe(false);
    expect(await web.text()).toBe("tea");
  });

  test("has no body for HEAD, 204, 205 and 304", () => {
    expect(new Response("tea").toWeb("HEAD").body).toBeNull();
    for (const status of [204, 205, 304]) {
      expect(new Response("tea", { status }).toWeb().body).toBeNull();
      expect(new Response("", { status }).toWeb().body).toBeNull();
    }
  });

  test("is none if its status ends no request", () => {
    expect(() => new Response("tea", { status: 103 }).toWeb()).toThrow(RangeError);
  });

  test("streams text and bytes, asking for no piece too early", async () => {
    const log: string[] = [];
    const web = new Response(source(log, ["a", new Uint8Array([0xc3, 0xa9])])).toWeb();
    expect(web.headers.has("content-length")).toBe(false);
    expect(log).toEqual([]);
    expect(await web.text()).toBe("aé");
    expect(log.at(-1)).toBe("ended");
  });

  test("streams async iterables and streams of text", async () => {
    async function* letters(): AsyncGenerator<string> {
      yield "a";
      yield "b";
    }
    expect(await new Response(letters()).toWeb().text()).toBe("ab");
    const stream = new globalThis.ReadableStream<string>({
      start(controller) {
        controller.enqueue("c");
        controller.close();
      },
    });
    expect(await new Response(stream).toWeb().text()).toBe("c");
  });

  test("ends its source and closes when the reader cancels", async () => {
    const log: string[] = [];
    const response = new Response(source(log, ["a", "b", "c"]));
    response.callOnClose(() => log.push("closed"));
    const reader = response.toWeb().body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(log).toEqual(["gave a", "ended", "closed"]);
  });

  test("fails where its source fails, and closes", async () => {
    const log: string[] = [];
    const response = new Response(source(log, ["a", 1 as unknown as string]));
    response.callOnClose(() => log.push("closed"));
    await expect(response.toWeb().text()).rejects.toThrow(/must yield strings or bytes, not number/);
    expect(log.slice(-2)).toEqual(["ended", "closed"]);
  });

  test("cancels a stream that is not sent", async () => {
    let isCancelled = false;
    const stream = new globalThis.ReadableStream<string>({
      cancel() {
        isCancelled = true;
      },
    });
    expect(new Response(stream).toWeb("HEAD").body).toBeNull();
    expect(isCancelled).toBe(true);
  });

  test("calls what waits for the close once, in order, the first error last", async () => {
    const log: string[] = [];
    const response = new Response("x");
    response.callOnClose(() => log.push("1"));
    response.callOnClose(() => {
      throw new Error("two");
    });
    response.callOnClose(async () => void log.push("3"));
    await expect(async () => response.close()).rejects.toThrow("two");
    expect(log).toEqual(["1", "3"]);
    expect(response.close()).toBeUndefined();
  });
});

describe("a response made of the Web's own", () => {
  test("has its status, headers and body, and can be changed", async () => {
    const headers = new globalThis.Headers({ "content-type": "text/plain" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const response = Response.fromWeb(
      new globalThis.Response("tea", { status: 418, statusText: "Hot", headers }),
    );
    response.headers.set("X-New", "1");
    expect(response.headers.getList("Set-Cookie")).toEqual(["a=1", "b=2"]);
    expect(response.isStreamed).toBe(true);
    const web = response.toWeb();
    expect([web.status, web.statusText, web.headers.get("x-new")]).toEqual([418, "Hot", "1"]);
    expect(await web.text()).toBe("tea");
  });

  test("gets no type if it has none", () => {
    expect(Response.fromWeb(new globalThis.Response(null)).contentType).toBeUndefined();
  });

  test("refuses one whose body has been read", async () => {
    const web = new globalThis.Response("tea");
    await web.text();
    expect(() => Response.fromWeb(web)).toThrow(/has been read already/);
  });

  test("still closes what waits for it", async () => {
    const log: string[] = [];
    const response = Response.fromWeb(new globalThis.Response("tea"));
    response.callOnClose(() => log.push("closed"));
    expect(await response.toWeb().text()).toBe("tea");
    expect(log).toEqual(["closed"]);
  });

  test("can't be read as a whole", () => {
    expect(() => Response.fromWeb(new globalThis.Response("tea")).text).toThrow(/this one is streamed/);
  });
});
