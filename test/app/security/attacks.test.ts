import { Flagon, html, Response, redirect, request, session } from "flagon";
import { TaggedJSONSerializer } from "flagon/sessions";
import { describe, expect, test, vi } from "vitest";

function appWithLog(): { app: Flagon; log: string[] } {
  const log: string[] = [];
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.logger = { warn: () => {}, error: (message) => log.push(message) };
  return { app, log };
}

test("a response that is used twice is refused, so no visitor gets another's cookie", async () => {
  const { app, log } = appWithLog();
  const shared = new Response("welcome");
  app.get("/login", () => {
    session.set("user", "alice");
    return shared;
  });
  app.get("/", () => shared);
  await app.testClient().get("/login");
  const other = await app.testClient().get("/");
  expect([other.status, other.headers.get("Set-Cookie")]).toEqual([500, undefined]);
  expect(log[0]).toContain("make a new one for each");
});

test("a session that is first read in a stream is an error, as a cache would not know of it", async () => {
  const { app } = appWithLog();
  let caught: unknown;
  app.get("/", () => {
    const body = new ReadableStream(
      {
        pull(controller) {
          try {
            controller.enqueue(`hello ${session.get("user")}`);
          } catch (error) {
            caught = error;
          }
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return body;
  });
  expect((await app.testClient().get("/")).text()).toBe("");
  expect(String(caught)).toMatch(/after it had been saved|outside of a request/);
});

describe("a stranger's dictionary does not come back as Markup", () => {
  const serializer = new TaggedJSONSerializer();
  const attack = { " m": "<script>" };

  test.each<[string, unknown]>([
    ["beside a property without a value", { ...attack, token: undefined }],
    [
      "in a Map beside one",
      new Map<string, unknown>([
        [" m", "<script>"],
        ["token", undefined],
      ]),
    ],
    ["made by toJSON", { toJSON: () => attack, own() {} }],
  ])("%s", (_name, value) => {
    const stored = class {
      toJSON = () => (value as { toJSON?: () => unknown }).toJSON?.() ?? value;
    };
    for (const form of [value, new stored()].filter((item) => !(item as { own?: unknown }).own)) {
      const back = serializer.loads(serializer.dumps([form])) as unknown[];
      expect(back[0]).toEqual(attack);
      expect(() => html`${back[0] as string}`).toThrow();
    }
  });
});

test.each([
  "http://good.example\\@evil.example/",
  "/\t/evil.example",
  "/\r\nSet-Cookie: a=b",
])("a redirect that a browser would read otherwise is refused: %j", (target) => {
  expect(() => redirect(target)).toThrow(TypeError);
});

test.each(["http:evil.example", "https:/evil.example"])("a redirect gains no host: %s", (target) => {
  expect(redirect(target).location).not.toContain("//");
});

test("very many cookies of the session's name cost no more than a few", async () => {
  const { app } = appWithLog();
  app.get("/", () => String(session.size));
  const cookie = Array.from({ length: 1000 }, (_, i) => `session=a.b.${i}`).join("; ");
  const response = await app.fetch(new Request("http://localhost/", { headers: { Cookie: cookie } }));
  expect(await response.text()).toBe("0");
});

test("control characters in a request's headers are no error", async () => {
  const { app, log } = appWithLog();
  app.get("/", () => `${request.headers.get("X-Name")}|${request.cookies.get("a")}|${session.size}`);
  const headers = { "X-Name": "a\x01b", Cookie: "a=\x01b; session=\x02\x7f" };
  const response = await app.fetch(new Request("http://localhost/", { headers }));
  expect(await response.text()).toBe("a b|b|0");
  expect(log).toEqual([]);
});

test("a visitor's text in an error makes no entry of its own in the log, and the causes are told", async () => {
  const { app, log } = appWithLog();
  app.get("/", () => {
    const forged = request.args.get("q") ?? "";
    throw new Error(`no such thing: ${forged}`, { cause: new TypeError("inner", { cause: forged }) });
  });
  await app.testClient().get("/", { query: { q: 'x\nError while handling "GET /admin"\x1b[2J' } });
  const lines = log[0]?.split("\n") ?? [];
  expect(lines[1]).toBe('    Error while handling "GET /admin"\\u001b[2J');
  expect(lines.slice(1).every((line) => line.startsWith("    "))).toBe(true);
  expect(log[0]).toContain("    Caused by: TypeError: inner\n");
  expect(log[0]).toContain("    Caused by: x\n    Error while");
});

test("a logger that fails keeps no visitor from an answer", async () => {
  const shown = vi.spyOn(console, "error").mockImplementation(() => {});
  const { app } = appWithLog();
  app.logger = {
    warn: () => {},
    error: () => {
      throw new Error("the disk is full");
    },
  };
  app.get("/", () => {
    throw new Error("a mistake");
  });
  expect((await app.fetch(new Request("http://localhost/"))).status).toBe(500);
  expect(shown.mock.calls[0]?.[0]).toContain("a mistake");
  shown.mockRestore();
});
