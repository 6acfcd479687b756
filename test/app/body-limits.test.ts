import { abort, type Config, Flagon, request } from "flagon";
import { describe, expect, test } from "vitest";
import { bothWays, chunked, formOf, type Send } from "../http/both-ways.ts";

const TEXT = { "Content-Type": "text/plain" };
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

const size = () => String(request.data.length + request.form.size);

/** An application whose view at `/` says how much it got. */
const app = (config: Partial<Config> = {}): Flagon => {
  const made = new Flagon({ config });
  made.post("/", size);
  return made;
};

/** The status of the answer, which is read to its end. */
const statusOf = async (sending: Promise<globalThis.Response>): Promise<number> => {
  const answer = await sending;
  await answer.text();
  return answer.status;
};

const post = (send: Send, body: globalThis.BodyInit, headers = TEXT): Promise<number> =>
  statusOf(send("/", { body, headers }));

describe("maxContentLength", () => {
  bothWays(
    "is 16 MiB if nothing is said, in one piece or in chunks",
    () => app(),
    async (send) => {
      const most = new Uint8Array(16 * 1024 * 1024);
      const more = new Uint8Array(16 * 1024 * 1024 + 1);
      expect(await post(send, most)).toBe(200);
      expect(await post(send, more)).toBe(413);
      expect(await post(send, chunked(most))).toBe(200);
      expect(await post(send, chunked(most, "x"))).toBe(413);
    },
  );

  bothWays(
    "holds for forms with files too, and the client can read the answer",
    () => app({ maxContentLength: 10_000 }),
    async (send) => {
      const answer = await send("/", { body: formOf({ file: new File([new Uint8Array(300_000)], "x") }) });
      expect(answer.status).toBe(413);
      expect(await answer.text()).toMatch(/<title>413 Request Entity Too Large<\/title>/);
    },
  );

  bothWays(
    "may be set per route, higher or lower, or not at all",
    () => {
      const made = app({ maxContentLength: 10 });
      made.post("/high", { endpoint: "high", maxContentLength: 20 }, size);
      made.post("/none", { endpoint: "none", maxContentLength: null }, size);
      made.post("/low", { endpoint: "low", maxContentLength: 5 }, size);
      return made;
    },
    async (send) => {
      const body = "x".repeat(15);
      for (const [path, status] of [
        ["/", 413],
        ["/high", 200],
        ["/none", 200],
        ["/low", 413],
      ] as const) {
        expect([path, await statusOf(send(path, { body, headers: TEXT }))]).toEqual([path, status]);
      }
    },
  );

  test("is checked where it is set", () => {
    expect(() => app().post("/x", { endpoint: "x", maxContentLength: -1 }, size)).toThrow(
      /maxContentLength must be/,
    );
    expect(() => app().post("/x", { endpoint: "x", body: "json" as "stream" }, size)).toThrow(
      /can be "stream"/,
    );
  });
});

describe("maxFormMemorySize and maxFormParts", () => {
  bothWays(
    "hold for fields, not for files",
    () => app({ maxFormMemorySize: 100_000, maxFormParts: 3 }),
    async (send) => {
      const field = (length: number) => formOf({ a: "x".repeat(length) });
      expect(await statusOf(send("/", { body: field(100_000) }))).toBe(200);
      expect(await statusOf(send("/", { body: field(100_001) }))).toBe(413);
      const file = new File([new Uint8Array(200_000)], "x");
      expect(await statusOf(send("/", { body: formOf({ file }) }))).toBe(200);
      expect(await statusOf(send("/", { body: formOf({ a: "", b: "", c: "" }) }))).toBe(200);
      expect(await statusOf(send("/", { body: formOf({ a: "", b: "", c: "", file }) }))).toBe(413);
    },
  );

  bothWays(
    "hold for urlencoded forms, of known length or not",
    () => app({ maxFormMemorySize: 10, maxFormParts: 3 }),
    async (send) => {
      expect(await post(send, "a=12345678", FORM)).toBe(200);
      expect(await post(send, "a=123456789", FORM)).toBe(413);
      expect(await post(send, chunked("a=123456789"), FORM)).toBe(413);
      expect(await post(send, "a&b&c&d", FORM)).toBe(413);
    },
  );
});

describe("app.beforeBody()", () => {
  bothWays(
    "may lower or raise a limit by what the headers say",
    () => {
      const made = app({ maxContentLength: 10 });
      made.beforeBody((early) => {
        expect(early.maxContentLength).toBe(10);
        early.maxContentLength = early.headers.has("X-Member") ? 20 : 5;
      });
      return made;
    },
    async (send) => {
      expect(await post(send, "x".repeat(6))).toBe(413);
      expect(await post(send, "x".repeat(20), { ...TEXT, "X-Member": "1" } as typeof TEXT)).toBe(200);
    },
  );

  bothWays(
    "may refuse the request, or answer it, before a byte is read",
    () => {
      const made = app();
      made.beforeBody(async () => {
        if (request.headers.has("X-Wrong")) abort(403);
      });
      made.beforeBody(() => (request.headers.has("X-Early") ? "early" : undefined));
      made.beforeBody(() => {
        expect(() => request.form).toThrow(/needs the body/);
      });
      return made;
    },
    async (send) => {
      const endless = () =>
        new globalThis.ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(999)) });
      expect(await post(send, endless(), { ...TEXT, "X-Wrong": "1" } as typeof TEXT)).toBe(403);
      const answer = await send("/", { body: "x", headers: { ...TEXT, "X-Early": "1" } });
      expect(await answer.text()).toBe("early");
      expect(await post(send, "x")).toBe(200);
    },
  );

  test("can be called before the first request only", async () => {
    const made = app();
    await made.fetch(new globalThis.Request("http://localhost/"));
    expect(() => made.beforeBody(() => {})).toThrow(/app\.beforeBody was called after/);
  });

  test("comes too late in a view", async () => {
    const made = new Flagon();
    made.post("/", { endpoint: "view" }, () => {
      expect(() => {
        request.maxContentLength = 1;
      }).toThrow(/app\.beforeBody\(\)/);
      return String(request.maxContentLength);
    });
    const answer = await made.testClient().post("/", { data: "x" });
    expect(answer.text()).toBe("16777216");
  });
});

describe("what all requests hold together", () => {
  const waiting: (() => void)[] = [];
  const held = (): Flagon => {
    const made = new Flagon({ config: { maxSpoolSize: 3_000_000, maxBodyMemory: 1_200_000 } });
    made.post(
      "/",
      { endpoint: "view" },
      () => new Promise<string>((resolve) => waiting.push(() => resolve("done"))),
    );
    return made;
  };

  bothWays(
    "counts a file in memory or on disk, not twice",
    () => app({ maxBodyMemory: 700_000 }),
    async (send) => {
      const file = () => new File([new Uint8Array(1_000_000)], "x");
      expect(await statusOf(send("/", { body: formOf({ a: file(), b: file(), c: file() }) }))).toBe(200);
    },
  );

  for (const [where, body] of [
    ["on disk", () => formOf({ file: new File([new Uint8Array(1_700_000)], "x") })],
    ["in memory", () => new globalThis.Blob([new Uint8Array(800_000)])],
  ] as const) {
    bothWays(`is bounded ${where}: beyond it a request is asked to come again`, held, async (send) => {
      const first = send("/", { body: body(), headers: {} });
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await send("/", { body: body(), headers: {} });
      expect([second.status, second.headers.get("Retry-After")]).toEqual([503, "5"]);
      await second.text();
      waiting.pop()?.();
      expect(await (await first).text()).toBe("done");
      const third = send("/", { body: body(), headers: {} });
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      waiting.pop()?.();
      expect(await statusOf(third)).toBe(200);
    });
  }
});
