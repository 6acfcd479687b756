import { Flagon, request } from "flagon";
import { ProxyFix, Response } from "flagon/http";
import { type ServeOptions, serve } from "flagon/servers/node";
import { describe, expect, test, vi } from "vitest";
import { eventually, exchange } from "./raw-client.ts";

/** An application that fails where no response can tell of it any more, and what it logs. */
function failingApp(): { app: Flagon; log: string[] } {
  const log: string[] = [];
  const app = new Flagon();
  app.logger = { warn: (message) => log.push(message), error: (message) => log.push(message) };
  app.get("/stream", async function* stream() {
    yield "begun";
    throw new Error("no more \u001b[2J");
  });
  app.get("/close", () => {
    const response = new Response("closed");
    response.callOnClose(() => Promise.reject(new Error("left open \u001b[2J")));
    return response;
  });
  app.get("/wait", () => {
    request.waitUntil(Promise.reject(new Error("not done \u001b[2J")));
    return "answered";
  });
  return { app, log };
}

async function ask(
  app: Parameters<typeof serve>[0],
  target: string,
  options: ServeOptions = {},
): Promise<void> {
  const server = await serve(app, { port: 0, ...options });
  try {
    await exchange(server, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  } finally {
    await server.close();
  }
}

describe("an error that no response can tell of", () => {
  test.each([
    ["of a streamed body", "/stream", "no more"],
    ["of what runs after the response", "/close", "left open"],
    ["of what the response did not wait for", "/wait", "not done"],
  ])("%s is logged by the application, with its request and without control characters", async (_, path, text) => {
    const { app, log } = failingApp();
    await ask(app, `${path}?a=1`);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(`Exception on ${path} [GET]`);
    expect(log[0]).toContain(`: Error: ${text} \\u001b[2J`);
  });

  test("is logged by the application behind proxies too", async () => {
    const { app, log } = failingApp();
    await ask(new ProxyFix(app), "/stream");
    expect(log[0]).toContain("Exception on /stream [GET]");
  });

  test("is logged the same way through app.fetch, and behind proxies", async () => {
    for (const wrap of [(app: Flagon) => app, (app: Flagon) => new ProxyFix(app)]) {
      const { app, log } = failingApp();
      const response = await wrap(app).fetch(new globalThis.Request("http://localhost/stream?token=x"));
      await expect(response.text()).rejects.toThrow("no more");
      expect(log).toHaveLength(1);
      expect(log[0]).toMatch(/^Exception on \/stream \[GET\]/);
      await wrap(app).fetch(new globalThis.Request("http://localhost/close?token=x"));
      await eventually(() => log.length > 1);
      expect(log[1]).toMatch(/^Exception on \/close \[GET\].*left open \\u001b\[2J/s);
    }
  });

  test("goes to onError in place of the log, if there is one", async () => {
    const { app, log } = failingApp();
    const errors: unknown[][] = [];
    await ask(app, "/stream", { onError: (...given) => errors.push(given) });
    expect(errors).toEqual([[new Error("no more \u001b[2J")]]);
    expect(log).toEqual([]);
  });

  test("goes to the console if the application has no log, or that fails", async () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      const { app } = failingApp();
      await ask({ handle: (received) => app.handle(received) }, "/stream");
      expect(String(written.mock.calls[0])).toMatch(/^Error: no more \\u001b\[2J\n/);
      const onError = (): never => {
        throw new Error("the log is full");
      };
      await ask(app, "/stream", { onError });
      expect(String(written.mock.calls[1])).toMatch(
        /^Error: no more \\u001b.*The log failed: Error: the log is full/s,
      );
      expect(written).toHaveBeenCalledTimes(2);
    } finally {
      written.mockRestore();
    }
  });
});
