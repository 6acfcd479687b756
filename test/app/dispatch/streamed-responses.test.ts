import { Flagon, makeResponse } from "flagon";
import { describe, expect, test } from "vitest";
import { bothWays } from "../../http/both-ways.ts";
import { eventually } from "../../servers/raw-client.ts";

const GET = { method: "GET" };

const answering =
  (view: () => unknown): (() => Flagon) =>
  () => {
    const app = new Flagon();
    app.logger = { warn: () => {}, error: () => {} };
    app.get("/", { endpoint: "view" }, view as () => string);
    return app;
  };

describe("a view may return", () => {
  const bodies: readonly [string, () => unknown][] = [
    [
      "a generator",
      function* () {
        yield "té";
        yield new Uint8Array([0x61]);
      },
    ],
    [
      "an async generator",
      async function* () {
        yield "té";
        await Promise.resolve();
        yield "a";
      },
    ],
    ["an iterator", () => ["té", "a"].values()],
    ["a stream of the Web's", () => new Blob(["téa"]).stream()],
    ["a response around one", () => makeResponse(["té", "a"].values(), 200, { "X-A": "1" })],
  ];
  for (const [name, view] of bodies) {
    bothWays(`${name}, which is sent as it comes`, answering(view), async (send) => {
      const answer = await send("/", GET);
      expect(answer.headers.get("Content-Length")).toBeNull();
      expect(await answer.text()).toBe("téa");
    });
  }
});

describe("a streamed response", () => {
  const seen: string[] = [];
  bothWays(
    "is closed when it has been sent, and so are the functions that wait for it called",
    answering(() => {
      const body = (function* () {
        try {
          yield "a";
        } finally {
          seen.push("body");
        }
      })();
      const response = makeResponse(body);
      response.callOnClose(() => seen.push("closed"));
      return response;
    }),
    async (send) => {
      expect(await (await send("/", GET)).text()).toBe("a");
      await eventually(() => seen.length === 2);
      expect(seen.splice(0)).toEqual(["body", "closed"]);
    },
  );

  const ends: string[] = [];
  bothWays(
    "is told when the client has gone",
    answering(() => {
      const endless = (async function* () {
        try {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            yield "x".repeat(10_000);
          }
        } finally {
          ends.push("told");
        }
      })();
      const response = makeResponse(endless);
      response.callOnClose(() => ends.push("closed"));
      return response;
    }),
    async (send) => {
      const answer = await send("/", GET);
      const reader = answer.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      await eventually(() => ends.length === 2);
      expect(ends.splice(0).sort()).toEqual(["closed", "told"]);
    },
  );

  let made = 0;
  bothWays(
    "makes no more than is read",
    answering(() => {
      made = 0;
      return (function* () {
        for (; made < 2000; made++) yield new Uint8Array(65_536);
      })();
    }),
    async (send) => {
      const answer = await send("/", GET);
      const reader = answer.body?.getReader();
      await reader?.read();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(made).toBeLessThan(500);
      await reader?.cancel();
    },
  );

  test("that fails breaks off, so that nobody takes it for the whole", async () => {
    const app = answering(function* () {
      yield "some";
      throw new Error("no more");
    })();
    const answer = await app.fetch(new globalThis.Request("http://localhost/"));
    await expect(answer.text()).rejects.toThrow("no more");
  });
});
