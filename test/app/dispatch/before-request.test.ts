import { Flagon, Response, request, session } from "flagon";
import { describe, expect, test } from "vitest";

function site() {
  const app = new Flagon({ secretKey: "a key for these tests" });
  const log: string[] = [];
  app.route("/", { methods: ["GET", "POST"] }, function index() {
    log.push("view");
    return "view";
  });
  return { app, log };
}

describe("a function before the request", () => {
  test("runs before each view, in order, one after the other", async () => {
    const { app, log } = site();
    app.beforeRequest(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push("first");
    });
    app.beforeRequest(() => {
      log.push("second");
      return null;
    });

    expect((await app.testClient().get("/")).text()).toBe("view");
    expect(log).toEqual(["first", "second", "view"]);
  });

  test("answers in place of the view, and of the functions after it", async () => {
    const { app, log } = site();
    app.beforeRequest(() => new Response("stop", { status: 403 }));
    app.beforeRequest(() => void log.push("second"));

    expect((await app.testClient().get("/")).status).toBe(403);
    expect(log).toEqual([]);
  });

  test("sees the session, the form, and why no rule matched", async () => {
    const { app } = site();
    const seen: unknown[] = [];
    app.beforeRequest(() => {
      seen.push(request.endpoint, session.size, request.routingException?.name);
      if (request.endpoint !== undefined) seen.push(request.form.get("a"));
    });
    const client = app.testClient();

    await client.post("/", { form: { a: "b" } });
    expect((await client.get("/missing")).status).toBe(404);

    expect(seen).toEqual(["index", 0, undefined, "b", undefined, 0, "NotFound"]);
  });

  test("is registered before the first request, and returned", async () => {
    const { app } = site();
    const fn = () => undefined;

    expect(app.beforeRequest(fn)).toBe(fn);
    await app.testClient().get("/");
    expect(() => app.beforeRequest(fn)).toThrow(/beforeRequest/);
  });

  test("that answers with nothing a response can be made of is named", async () => {
    const { app } = site();
    const errors: string[] = [];
    app.logger = { warn: () => {}, error: (message) => void errors.push(message) };
    app.beforeRequest(function gate() {
      return new Set();
    });

    expect((await app.testClient().get("/")).status).toBe(500);
    expect(errors[0]).toContain('"gate" given to beforeRequest()');
  });
});
