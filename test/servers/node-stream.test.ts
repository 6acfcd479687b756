import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";
import { eventually, exchange, RawClient, serving } from "./raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

describe("a streamed body", () => {
  test("comes in chunks, text as UTF-8", async () => {
    const pieces = function* (): Generator<string | Uint8Array> {
      yield "é";
      yield new Uint8Array([0x62]);
    };
    await serving(
      () => new Response(pieces()),
      async (server) => {
        const text = await exchange(server, GET);
        expect(text).toContain("Transfer-Encoding: chunked\r\n");
        expect(text).not.toContain("Content-Length");
        expect(await (await fetch(server.url)).text()).toBe("éb");
      },
    );
  });

  test("shows its headers and each piece as soon as they are there", async () => {
    let go: (() => void) | undefined;
    const pieces = async function* (): AsyncGenerator<string> {
      await new Promise<void>((resolve) => (go = resolve));
      yield "first";
      await new Promise<void>((resolve) => (go = resolve));
      yield "second";
    };
    await serving(
      () => new Response(pieces()),
      async (server) => {
        const client = new RawClient(server);
        client.send(GET);
        await client.until(/\r\n\r\n$/);
        go?.();
        await client.until(/first/);
        go?.();
        expect(await client.all()).toContain("second");
      },
    );
  });

  test("is asked for no more than the client reads", async () => {
    let given = 0;
    let hasEnded = false;
    const pieces = function* (): Generator<Uint8Array> {
      try {
        for (;;) {
          given++;
          yield new Uint8Array(65_536);
        }
      } finally {
        hasEnded = true;
      }
    };
    await serving(
      () => new Response(pieces()),
      async (server) => {
        const client = new RawClient(server);
        client.socket.pause();
        client.send(GET);
        await eventually(() => given > 0);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const before = given;
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(given).toBe(before);
        client.socket.destroy();
        await eventually(() => hasEnded);
      },
    );
  });

  test("ends, and its response closes once, when the client goes away", async () => {
    const log: string[] = [];
    const stream = new globalThis.ReadableStream<string>({
      start(controller) {
        controller.enqueue("first");
      },
      cancel() {
        log.push("cancelled");
      },
    });
    const answer = (): Response => {
      const response = new Response(stream);
      response.callOnClose(() => log.push("closed"));
      return response;
    };
    await serving(answer, async (server, errors) => {
      const client = new RawClient(server);
      client.send(GET);
      await client.until(/first/);
      client.socket.destroy();
      await eventually(() => log.length === 2);
      expect(log.sort()).toEqual(["cancelled", "closed"]);
      expect(errors).toEqual([]);
    });
  });

  test("that was made for a client that has gone is cancelled unread", async () => {
    let answerNow: ((response: Response) => void) | undefined;
    const log: string[] = [];
    await serving(
      () => new Promise<Response>((resolve) => (answerNow = resolve)),
      async (server, errors) => {
        const client = new RawClient(server);
        client.send(GET);
        await eventually(() => answerNow !== undefined);
        client.socket.destroy();
        await new Promise((resolve) => setTimeout(resolve, 50));
        const stream = new globalThis.ReadableStream<string>({ cancel: () => void log.push("cancelled") });
        const response = new Response(stream);
        response.callOnClose(() => log.push("closed"));
        answerNow?.(response);
        await eventually(() => log.length === 2);
        expect(errors).toEqual([]);
      },
    );
  });

  test("is not run for HEAD", async () => {
    let hasRun = false;
    const pieces = function* (): Generator<string> {
      hasRun = true;
      yield "x";
    };
    await serving(
      () => new Response(pieces()),
      async (server) => {
        expect((await fetch(server.url, { method: "HEAD" })).status).toBe(200);
        expect(hasRun).toBe(false);
      },
    );
  });

  test("that fails breaks the connection off, so that no part is taken for the whole", async () => {
    const pieces = async function* (): AsyncGenerator<string> {
      yield "half";
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error("no more");
    };
    await serving(
      () => new Response(pieces()),
      async (server, errors) => {
        const text = await exchange(server, GET);
        expect(text).toContain("half");
        expect(text).not.toMatch(/0\r\n\r\n$/);
        expect(errors.map(String)).toEqual(["Error: no more"]);
      },
    );
  });

  test("that has another length than the headers promise breaks off too", async () => {
    for (const length of ["2", "9"]) {
      await serving(
        () =>
          new Response(
            (function* () {
              yield "four";
            })(),
            { headers: { "Content-Length": length } },
          ),
        async (server, errors) => {
          await exchange(server, GET);
          expect(String(errors[0])).toContain(`promises ${length} bytes`);
        },
      );
    }
  });

  test("of the right length is sent as it is", async () => {
    await serving(
      () =>
        new Response(
          (function* () {
            yield "four";
          })(),
          { headers: { "Content-Length": "4" } },
        ),
      async (server) =>
        expect(await exchange(server, GET)).toMatch(/Content-Length: 4\r\n[\s\S]*\r\n\r\nfour$/),
    );
  });
});
