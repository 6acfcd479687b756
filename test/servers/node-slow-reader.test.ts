import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";
import { eventually, RawClient, serving } from "./raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const SEND_TIMEOUT = 150;
const OPTIONS = { sendTimeout: SEND_TIMEOUT / 1000 };

/** Pieces without end, and whether their source has been told to stop. */
const endless = (): { readonly pieces: Iterable<Uint8Array>; readonly hasEnded: () => boolean } => {
  let hasEnded = false;
  const pieces = function* (): Generator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(65_536);
    } finally {
      hasEnded = true;
    }
  };
  return { pieces: pieces(), hasEnded: () => hasEnded };
};

const paused = (server: ConstructorParameters<typeof RawClient>[0]): RawClient => {
  const client = new RawClient(server);
  client.socket.pause();
  return client;
};

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a client that reads nothing", () => {
  test("loses its connection, and the stream's source is cancelled and the response closed", async () => {
    const source = endless();
    let closed = 0;
    const answer = (): Response => {
      const response = new Response(source.pieces);
      response.callOnClose(() => closed++);
      return response;
    };
    await serving(
      answer,
      async (server, errors) => {
        const client = paused(server);
        client.send(GET);
        await eventually(() => source.hasEnded() && closed > 0);
        expect(closed).toBe(1);
        expect(errors).toEqual([]);
        client.socket.resume();
        expect(await client.all()).not.toMatch(/\r\n0\r\n\r\n$/);
      },
      OPTIONS,
    );
  });

  test("loses it in the midst of a body that is whole", async () => {
    let closed = 0;
    const answer = (): Response => {
      const response = new Response(new Uint8Array(64 * 1024 * 1024));
      response.callOnClose(() => closed++);
      return response;
    };
    await serving(
      answer,
      async (server) => {
        paused(server).send(GET);
        await eventually(() => closed > 0);
      },
      OPTIONS,
    );
  });

  test("loses it although it goes on asking", async () => {
    const source = endless();
    await serving(
      () => new Response(source.pieces),
      async (server) => {
        const client = paused(server);
        const timer = setInterval(() => client.send(GET), SEND_TIMEOUT / 5);
        await eventually(source.hasEnded);
        clearInterval(timer);
      },
      OPTIONS,
    );
  });

  test("loses it after a time without any connection, too", async () => {
    const source = endless();
    await serving(
      () => new Response(source.pieces),
      async (server) => {
        const first = new RawClient(server);
        first.socket.destroy();
        await wait(3 * SEND_TIMEOUT);
        paused(server).send(GET);
        await eventually(source.hasEnded);
      },
      OPTIONS,
    );
  });

  test("keeps it without a limit", async () => {
    const source = endless();
    await serving(
      () => new Response(source.pieces),
      async (server) => {
        const client = paused(server);
        client.send(GET);
        await wait(3 * SEND_TIMEOUT);
        expect(source.hasEnded()).toBe(false);
        client.socket.destroy();
        await eventually(source.hasEnded);
      },
      { sendTimeout: 0 },
    );
  });
});

describe("a client that reads slowly", () => {
  test("gets all of it, however long it takes", async () => {
    const size = 16 * 1024 * 1024;
    await serving(
      () => new Response(new Uint8Array(size)),
      async (server) => {
        const client = new RawClient(server);
        let received = 0;
        client.socket.on("data", (text: string) => {
          received += text.length;
          client.socket.pause();
          setTimeout(() => client.socket.resume(), 10);
        });
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await client.all();
        expect(received).toBeGreaterThan(size);
      },
      // A second, in which a busy machine lets the client read something; all of it takes several.
      { sendTimeout: 1 },
    );
  });
});

describe("an application that takes its time", () => {
  test("is waited for before it answers", async () => {
    const answer = async (): Promise<Response> => {
      await wait(3 * SEND_TIMEOUT);
      return new Response("late");
    };
    await serving(
      answer,
      async (server) => expect(await (await fetch(server.url)).text()).toBe("late"),
      OPTIONS,
    );
  });

  test("is waited for between the pieces of a stream", async () => {
    const pieces = async function* (): AsyncGenerator<string> {
      yield "one ";
      await wait(3 * SEND_TIMEOUT);
      yield "two";
    };
    await serving(
      () => new Response(pieces()),
      async (server) => expect(await (await fetch(server.url)).text()).toBe("one two"),
      OPTIONS,
    );
  });
});
