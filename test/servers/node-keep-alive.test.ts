import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";
import { exchange, RawClient, serving } from "./raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const hello = (): Response => new Response("hello");

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a connection that is kept", () => {
  test("is closed when nothing more is asked on it", async () => {
    await serving(
      hello,
      async (server) => {
        const client = new RawClient(server);
        client.send(GET);
        const started = Date.now();
        expect(await client.all()).toMatch(/hello$/);
        // A second more than it is told, for a request that is on its way.
        expect(Date.now() - started).toBeGreaterThan(1000);
        expect(Date.now() - started).toBeLessThan(4000);
      },
      { keepAliveTimeout: 0.1 },
    );
  });

  test("stays as long as something is asked on it, or an answer takes its time", async () => {
    let asked = 0;
    const answer = async (): Promise<Response> => {
      if (++asked === 3) await wait(1600);
      return new Response(`answer ${asked}`);
    };
    await serving(
      answer,
      async (server) => {
        const client = new RawClient(server);
        for (const _ of [1, 2]) {
          client.send(GET);
          await wait(700);
        }
        client.send(GET);
        await client.until(/answer 3$/);
      },
      { keepAliveTimeout: 0.1 },
    );
  });

  test("stays without a limit", async () => {
    await serving(
      hello,
      async (server) => {
        const client = new RawClient(server);
        client.send(GET);
        expect(await client.until(/hello$/)).not.toContain("Keep-Alive:");
        await wait(1500);
        expect(client.socket.closed).toBe(false);
        client.socket.destroy();
      },
      { keepAliveTimeout: 0 },
    );
  });
});

describe("the client is told how long it is kept", () => {
  test("unless it is not", async () => {
    await serving(
      (request) => new Response("", { headers: request.path === "/" ? {} : { Connection: "close" } }),
      async (server) => {
        const text = await exchange(server, `${GET}${GET.replace("/", "/close")}`);
        expect(text.match(/^(?:Connection|Keep-Alive): .*/gm)).toEqual([
          "Keep-Alive: timeout=7",
          "Connection: keep-alive",
          "Connection: close",
        ]);
        const old = await exchange(server, "GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        expect(old).not.toContain("Keep-Alive");
      },
      { keepAliveTimeout: 7 },
    );
  });
});
