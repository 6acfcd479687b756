import { abort, Blueprint, type Config, Flagon, request } from "flagon";
import { describe, expect, test } from "vitest";
import { bothWays, chunked, formOf, type Send } from "../../http/both-ways.ts";

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

  bothWays(
    "may be set per blueprint, for the routes that say nothing, and for the blueprints within",
    () => {
      const made = app({ maxContentLength: 10 });
      const outer = new Blueprint("outer", { urlPrefix: "/outer", maxContentLength: 20 });
      const inner = new Blueprint("inner", { urlPrefix: "/inner" });
      const strict = new Blueprint("strict", { urlPrefix: "/strict", maxContentLength: 5, maxFormParts: 1 });
      for (const bp of [outer, inner, strict]) bp.post("/", { endpoint: "size" }, size);
      outer.post("/low", { endpoint: "low", maxContentLength: 5 }, size);
      strict.post("/none", { endpoint: "none", maxContentLength: null }, size);
      outer.registerBlueprint(inner);
      outer.registerBlueprint(strict);
      made.registerBlueprint(outer);
      return made;
    },
    async (send) => {
      const body = "x".repeat(15);
      for (const [path, status] of [
        ["/", 413],
        ["/outer/", 200],
        ["/outer/low", 413],
        ["/outer/inner/", 200],
        ["/outer/strict/", 413],
        ["/outer/strict/none", 200],
      ] as const) {
        expect([path, await statusOf(send(path, { body, headers: TEXT }))]).toEqual([path, status]);
      }
      expect(await statusOf(send("/outer/strict/", { body: "a&b", headers: FORM }))).toBe(413);
      expect(await statusOf(send("/outer/", { body: "a&b", headers: FORM }))).toBe(200);
    },
  );

  test("is checked where it is set", () => {
    expect(() => new Blueprint("bp", { maxFormParts: Number.NaN })).toThrow(/maxFormParts must be a number/);
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
});

describe("a limit that a view sets", () => {
  /** An application whose view sets a limit and then reads the form, the data or nothing. */
  const limited = (
    name: "maxContentLength" | "maxFormMemorySize" | "maxFormParts",
    limit: number | null,
  ): Flagon => {
    const made = app({ maxContentLength: 1000, debug: true });
    made.post("/form", { endpoint: "form" }, () => {
      request[name] = limit;
      return { form: [...request.form.lists()], files: [...request.files.keys()] };
    });
    made.post("/data", { endpoint: "data" }, () => {
      request[name] = limit;
      return request.getData();
    });
    made.post("/nothing", { endpoint: "nothing" }, () => {
      request[name] = limit;
      return String(request[name]);
    });
    return made;
  };
  const three = () => formOf({ a: "1", b: "2", file: new File(["x"], "x") });

  bothWays(
    "is held against a body that is here already, as in Flask",
    () => limited("maxContentLength", 5),
    async (send) => {
      expect(await statusOf(send("/data", { body: "x".repeat(5), headers: TEXT }))).toBe(200);
      expect(await statusOf(send("/data", { body: "x".repeat(6), headers: TEXT }))).toBe(413);
      expect(await statusOf(send("/form", { body: "a=123", headers: FORM }))).toBe(200);
      expect(await statusOf(send("/form", { body: "a=1234", headers: FORM }))).toBe(413);
      expect(await statusOf(send("/form", { body: three() }))).toBe(413);
      expect(await (await send("/nothing", { body: "x".repeat(6), headers: TEXT })).text()).toBe("5");
    },
  );

  bothWays(
    "may be one of forms",
    () => limited("maxFormParts", 2),
    async (send) => {
      expect(await statusOf(send("/form", { body: formOf({ a: "1", b: "2" }) }))).toBe(200);
      expect(await statusOf(send("/form", { body: three() }))).toBe(413);
      expect(await statusOf(send("/form", { body: "a&&b", headers: FORM }))).toBe(200);
      expect(await statusOf(send("/form", { body: "a&b&c", headers: FORM }))).toBe(413);
      expect(await statusOf(send("/data", { body: "a&b&c", headers: TEXT }))).toBe(200);
    },
  );

  bothWays(
    "may be one of the memory that forms take",
    () => limited("maxFormMemorySize", 10),
    async (send) => {
      expect(await statusOf(send("/form", { body: "a=12345678", headers: FORM }))).toBe(200);
      expect(await statusOf(send("/form", { body: "a=123456789", headers: FORM }))).toBe(413);
      expect(await statusOf(send("/data", { body: "x".repeat(11), headers: TEXT }))).toBe(200);
    },
  );

  test("of a large field is measured in bytes, field by field", async () => {
    const made = new Flagon();
    made.post("/", { endpoint: "view" }, () => {
      request.maxFormMemorySize = 70_000;
      return String(request.form.size);
    });
    const send = (text: string) => made.testClient().post("/", { data: formOf({ a: text, b: text }) });
    expect((await send("é".repeat(35_000))).status).toBe(200);
    expect((await send("é".repeat(35_001))).status).toBe(413);
  });

  bothWays(
    "comes too late to take more, and the answer says where to set it in debug mode",
    () => limited("maxContentLength", null),
    async (send) => {
      expect(await (await send("/nothing", { body: "x", headers: TEXT })).text()).toBe("null");
      const answer = await send("/nothing", { body: "x".repeat(1001), headers: TEXT });
      expect(answer.status).toBe(413);
      expect(await answer.text()).toMatch(
        /the 1000 bytes that are allowed.*<br>.*set maxContentLength,.*route/,
      );
    },
  );

  test("is taken back by a higher one, and checked for what it is", async () => {
    const made = app();
    made.post("/back", { endpoint: "back" }, () => {
      request.maxContentLength = 1;
      expect(() => request.data).toThrow(/more than the 1 bytes/);
      expect(() => {
        request.maxContentLength = -1;
      }).toThrow(/maxContentLength must be a number of 0 or more/);
      request.maxContentLength = 2;
      return request.data;
    });
    expect((await made.testClient().post("/back", { data: "xy" })).text()).toBe("xy");
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
