import { Response } from "flagon/http";
import { describe, expect, test } from "vitest";
import { type Answer, exchange, RawClient, serving } from "./raw-client.ts";

const post = (body: string, headers = ""): string =>
  `POST / HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const CLOSE = "Connection: close\r\n";

/** Says whether the body had to be waited for, and what it is. */
const waitingOrNot: Answer = async (request) => {
  const receiving = request.receiveBody({ maxContentLength: 10 });
  await receiving;
  return new Response(
    `${receiving === undefined ? "at once" : "later"}: ${new TextDecoder().decode(request.data)}`,
  );
};

describe("a small body", () => {
  test("that comes with the headers is not waited for", async () => {
    await serving(waitingOrNot, async (server) => {
      expect(await exchange(server, post("tea", CLOSE))).toMatch(/at once: tea$/);
    });
  });

  test("that comes later, or in part, is waited for", async () => {
    await serving(waitingOrNot, async (server) => {
      const client = new RawClient(server);
      const whole = post("tea", CLOSE);
      for (const length of [whole.length - 3, 1, 2]) {
        const sent = client.socket.bytesWritten;
        client.send(whole.slice(sent, sent + length));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await client.all()).toMatch(/later: tea$/);
    });
  });

  test("is refused beyond the limit", async () => {
    await serving(
      (request) => {
        const receiving = Promise.resolve(request.receiveBody({ maxContentLength: 2 }));
        return receiving.then(
          () => new Response("taken"),
          (error) => new Response(String(error), { status: error.code }),
        );
      },
      async (server) => {
        expect(await exchange(server, post("tea", CLOSE))).toMatch(
          /^HTTP\/1\.1 413 .*more than the 2 bytes/s,
        );
      },
    );
  });

  test("is answered in its turn, and leaves the connection to the next request", async () => {
    await serving(waitingOrNot, async (server) => {
      const text = await exchange(server, post("one") + post("two") + post("three", CLOSE));
      expect(text.match(/at once: (?:one|two|three)/g)).toEqual([
        "at once: one",
        "at once: two",
        "at once: three",
      ]);
    });
  });

  test("is in request.raw, too", async () => {
    await serving(
      async (request) => {
        await request.receiveBody();
        return new Response(`raw: ${await request.raw.text()}`);
      },
      async (server) => expect(await exchange(server, post("tea", CLOSE))).toMatch(/raw: tea$/),
    );
  });

  test("can be streamed all the same", async () => {
    await serving(
      (request) => {
        request.prepareBody({ body: "stream" });
        return new Response(request.stream);
      },
      async (server) => expect(await exchange(server, post("tea", CLOSE))).toMatch(/\r\ntea\r\n0\r\n\r\n$/),
    );
  });
});
