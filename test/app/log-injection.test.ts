/** What visitors send cannot write lines of its own into the log, whatever takes the log. */
import fc from "fast-check";
import { Flagon, request } from "flagon";
import { describe, expect, test } from "vitest";
import { formOf } from "../http/both-ways.ts";

const HOSTILE = "x\r\n[2026-01-01 00:00:00,000] ERROR: forged\u001b[2J\u202e\u2028\u0085\u0000";
const UNESCAPED = /[^\P{Cc}\t\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]|\n(?! {4})/u;

function logged(): { app: Flagon; log: string[] } {
  const log: string[] = [];
  const app = new Flagon({ config: { debug: true, propagateExceptions: false } });
  const take = (entry: string): void => void log.push(entry);
  app.logger = { debug: take, info: take, warn: take, error: take };
  app.route("/<anything>", { methods: ["GET", "POST"], endpoint: "fail" }, ({ anything }) => {
    throw new Error(`${anything} ${request.args.get("q")} ${request.form.get("f")}`, {
      cause: new Error(String(request.headers.get("X-A")), { cause: request.args.get("q") }),
    });
  });
  return { app, log };
}

const clean = (log: readonly string[]): void => {
  expect(log).not.toEqual([]);
  for (const entry of log) expect(entry).not.toMatch(UNESCAPED);
};

describe("no text of a visitor is a line of the log:", () => {
  test("path, query, form, and what errors are made of", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 20 }), async (text) => {
        const { app, log } = logged();
        const sent = `${HOSTILE}${text.toWellFormed()}`;
        const path = `/${encodeURIComponent(HOSTILE)}?q=${encodeURIComponent(sent)}`;
        const response = await app
          .testClient()
          .post(path, { form: { f: sent }, headers: { "X-A": "a\u0085" } });
        expect(response.status).toBe(500);
        clean(log);
      }),
      { numRuns: 50 },
    );
  });

  test("the id of a request", async () => {
    const { app, log } = logged();
    app.config.requestIdHeader = "X-Request-ID";
    await app.testClient().get("/x", { headers: { "X-Request-ID": "a b\u0085c" } });
    clean(log);
  });

  test("a form that can't be read, and a teardown that fails", async () => {
    const { app, log } = logged();
    app.post("/form", { endpoint: "form" }, () => String(request.form.size));
    app.teardownRequest(() => {
      throw new Error(request.args.get("q"));
    });
    const q = encodeURIComponent(HOSTILE);
    await app.testClient().post(`/form?q=${q}`, {
      data: `--${HOSTILE}`,
      contentType: `multipart/form-data; boundary="b"`,
    });
    await app.testClient().post(`/form?q=${q}`, { form: formOf({ a: "b" }) });
    clean(log);
    expect(log.length).toBeGreaterThan(1);
  });

  test("a stream that fails", async () => {
    const { app, log } = logged();
    app.get("/stream", { endpoint: "stream" }, function* () {
      yield "a";
      throw new Error(HOSTILE);
    });
    const response = await app.fetch(
      new globalThis.Request(`http://localhost/stream?q=${encodeURIComponent(HOSTILE)}`),
    );
    await response.text().catch(() => undefined);
    clean(log);
  });
});
