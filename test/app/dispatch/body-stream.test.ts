import { Flagon, request } from "flagon";
import { describe, expect, test } from "vitest";
import { bothWays, chunked } from "../../http/both-ways.ts";

/** An application with a view at `/` that takes its body as a stream. */
const streaming =
  (view: () => unknown, options = {}): (() => Flagon) =>
  () => {
    const app = new Flagon();
    app.logger = { warn: () => {}, error: () => {} };
    app.post("/", { endpoint: "view", body: "stream", ...options }, view as () => string);
    return app;
  };

describe('a route with { body: "stream" }', () => {
  bothWays(
    "gets the body as it comes",
    streaming(async () => {
      let length = 0;
      for await (const piece of request.stream as unknown as AsyncIterable<Uint8Array>)
        length += piece.byteLength;
      return String(length);
    }),
    async (send) => {
      expect(await (await send("/", { body: chunked("a".repeat(70_000), "b") })).text()).toBe("70001");
      expect(await (await send("/", { body: "" })).text()).toBe("0");
      expect(await (await send("/")).text()).toBe("0");
    },
  );

  bothWays(
    "reads no more than it asks for",
    streaming(async () => {
      const reader = request.stream.getReader();
      await reader.read();
      await reader.cancel();
      return "enough";
    }),
    async (send) => {
      let pulled = 0;
      const body = new globalThis.ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++;
          if (pulled > 200) controller.close();
          else controller.enqueue(new Uint8Array(65_536));
        },
      });
      expect(await (await send("/", { body })).text()).toBe("enough");
      expect(pulled).toBeLessThan(200);
    },
  );

  bothWays(
    "is told to use the stream where it reads something else",
    streaming(() => {
      for (const read of [
        () => request.form,
        () => request.data,
        () => request.json(),
        () => request.files,
      ]) {
        expect(read).toThrow(/Read request\.stream/);
      }
      return "ok";
    }),
    async (send) => {
      expect(await (await send("/", { body: "x" })).text()).toBe("ok");
    },
  );

  bothWays(
    "keeps to its limit, as announced or as it comes",
    streaming(async () => String((await new globalThis.Response(request.stream).bytes()).length), {
      maxContentLength: 10,
    }),
    async (send) => {
      expect((await send("/", { body: "x".repeat(10) })).status).toBe(200);
      expect((await send("/", { body: "x".repeat(11) })).status).toBe(413);
      expect((await send("/", { body: chunked("x".repeat(6), "x".repeat(6)) })).status).toBe(413);
    },
  );

  bothWays(
    "is refused what is announced as too large before it reads any of it",
    streaming(
      () => {
        expect(() => request.stream).toThrow(/more than the 10 bytes/);
        return "refused";
      },
      { maxContentLength: 10 },
    ),
    async (send) => {
      const headers = { "Content-Length": "11" };
      expect(await (await send("/", { body: "x".repeat(11), headers })).text()).toBe("refused");
    },
  );

  bothWays(
    "may send back what it gets",
    streaming(() => request.stream),
    async (send) => {
      expect(await (await send("/", { body: "tea".repeat(50_000) })).text()).toBe("tea".repeat(50_000));
    },
  );
});

describe("request.stream elsewhere", () => {
  bothWays(
    "is what has been received",
    () => {
      const app = new Flagon();
      app.post("/", { endpoint: "view" }, () => request.stream);
      return app;
    },
    async (send) => {
      expect(await (await send("/", { body: "tea" })).text()).toBe("tea");
    },
  );

  test("is an error with the remedy on a form with files", async () => {
    const app = new Flagon();
    app.post("/", { endpoint: "view" }, () => {
      expect(() => request.stream).toThrow(/\{ body: "stream" \}/);
      expect(() => request.getData()).toThrow(/not kept/);
      return "ok";
    });
    const body = new FormData();
    body.set("a", "1");
    const answer = await app.fetch(new globalThis.Request("http://localhost/", { method: "POST", body }));
    expect(await answer.text()).toBe("ok");
  });
});
