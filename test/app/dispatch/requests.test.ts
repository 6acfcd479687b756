import { inspect } from "node:util";
import fc from "fast-check";
import { abort, Flagon, hasRequestContext, request, session } from "flagon";
import { Request as FlagonRequest, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

/** An application that keeps what it would log. */
function quietApp(): { app: Flagon; log: string[] } {
  const log: string[] = [];
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.logger = { warn: (message) => log.push(message), error: (message) => log.push(message) };
  return { app, log };
}

describe("methods", () => {
  const { app } = quietApp();
  app.get("/", () => "got");
  app.post("/", () => "posted");
  app.route("/own", { methods: ["OPTIONS"] }, () => "its own answer");

  test("each has its view, HEAD comes with GET and has no body", async () => {
    const client = app.testClient();
    expect((await client.get("/")).text()).toBe("got");
    expect((await client.post("/")).text()).toBe("posted");
    const head = await client.head("/");
    expect([head.status, head.text(), head.headers.get("Content-Length")]).toEqual([200, "", "3"]);
  });

  test("OPTIONS lists them, unless a view answers it", async () => {
    const client = app.testClient();
    const allow = (await client.options("/")).headers.get("Allow")?.split(", ").sort();
    expect(allow).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
    expect((await client.options("/own")).text()).toBe("its own answer");
  });

  test("a method that no rule has is a 405 with the allowed ones, an unknown path a 404", async () => {
    const client = app.testClient();
    const refused = await client.delete("/");
    expect([refused.status, refused.headers.get("Allow")?.includes("POST")]).toEqual([405, true]);
    expect((await client.get("/nowhere")).status).toBe(404);
  });
});

describe("a request", () => {
  test("with sync parts is answered in one tick", () => {
    const { app } = quietApp();
    app.get("/", () => String(session.get("n", 0)));
    const source = new WebRequestSource(new Request("http://localhost/"));
    expect(app.handle(new FlagonRequest(source))).not.toBeInstanceOf(Promise);
  });

  test("has its form and JSON before the view runs", async () => {
    const { app } = quietApp();
    app.post("/form", () => request.form.require("name"));
    app.post("/json", () => [request.json()]);
    const client = app.testClient();
    expect((await client.post("/form", { form: { name: "Zoë & Co" } })).text()).toBe("Zoë & Co");
    expect((await client.post("/json", { json: { a: [1] } })).json()).toEqual([{ a: [1] }]);
    const missing = await client.post("/form", { form: {} });
    expect(missing.status).toBe(400);
  });

  test("names the key that its form lacks in debug mode, and only there", async () => {
    const missing = async (debug: boolean): Promise<string> => {
      const app = new Flagon({ config: { debug } });
      app.logger = { warn: () => undefined, error: () => undefined };
      app.post("/", () => request.form.require("nick"));
      const response = await app.fetch(
        new Request("http://localhost/", { method: "POST", body: new URLSearchParams() }),
      );
      return response.text();
    };
    expect(await missing(true)).toContain("nick");
    expect(await missing(false)).not.toContain("nick");
  });

  test("that is too large is a 413", async () => {
    const app = new Flagon({ config: { maxContentLength: 10, maxFormMemorySize: 5, maxFormParts: 1 } });
    app.post("/", () => String(request.form.size + request.data.length));
    const client = app.testClient();
    expect((await client.post("/", { data: "12345678901" })).status).toBe(413);
    expect((await client.post("/", { form: { a: "123456" } })).status).toBe(413);
    expect((await client.post("/", { form: { a: "", b: "" } })).status).toBe(413);
    expect((await client.post("/", { data: "1234567890" })).status).toBe(200);
  });

  test("for a hostile host is a 400", async () => {
    const { app } = quietApp();
    app.get("/", () => "hi");
    const response = await app.fetch(new Request("http://localhost/", { headers: { Host: "a b/c" } }));
    expect(response.status).toBe(400);
  });

  test("hands env and waitUntil through", async () => {
    const { app } = quietApp();
    const waited: Promise<unknown>[] = [];
    app.get("/", () => {
      request.waitUntil(Promise.resolve(1));
      return [request.env];
    });
    const { fetch } = app;
    const ctx = { waitUntil: (promise: Promise<unknown>) => void waited.push(promise) };
    const response = await fetch(new Request("http://localhost/"), { KEY: "v" }, ctx);
    expect([await response.json(), waited.length]).toEqual([[{ KEY: "v" }], 1]);
  });
});

describe("an error", () => {
  test("is a page that leaks nothing, and a log line", async () => {
    const { app, log } = quietApp();
    app.get("/<name>", () => {
      throw new Error("the password is hunter2");
    });
    const response = await app.testClient().get("/a%0D%0Ab");
    expect([response.status, response.text().includes("hunter2")]).toEqual([500, false]);
    expect(log[0]).toContain("hunter2");
    expect(log[0]).not.toContain("\r\n");
  });

  test("of HTTP is its page, also from deep below and later", async () => {
    const { app, log } = quietApp();
    app.get("/", async () => {
      await Promise.resolve();
      return abort(403, "<keep out>");
    });
    const response = await app.testClient().get("/");
    expect([response.status, log]).toEqual([403, []]);
    expect(response.text()).toContain("&lt;keep out&gt;");
  });

  test("property: fetch never throws or rejects, whatever the path and query", async () => {
    const { app } = quietApp();
    app.get("/u/<int:id>/<name>", ({ id, name }) => ({ id, name }));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (path, query) => {
        const url = new URL("http://localhost/");
        url.pathname = `/u/${path}`;
        url.search = query;
        expect((await app.fetch(new Request(url))).status).toBeLessThan(500);
      }),
    );
  });
});

describe("the context", () => {
  test("is there across awaits and timers, and apart for each of many requests", async () => {
    const { app } = quietApp();
    app.get("/<int:n>", async ({ n }) => {
      session.set("n", n);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return { path: request.path, n: session.get("n") };
    });
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, n) => (await app.testClient().get(`/${n}`)).json()),
    );
    expect(answers).toEqual(answers.map((_, n) => ({ path: `/${n}`, n })));
  });

  test("is missed with an error that says what to do", () => {
    expect(hasRequestContext()).toBe(false);
    expect(() => session.get("a")).toThrow("session was used outside of a request");
    expect(() => request.path).toThrow("request was used outside of a request");
  });
});

test("request and session can be logged, in a request and outside", async () => {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.get("/", () => {
    session.set("name", "Ann");
    return `${inspect(request)} ${inspect(session)}`;
  });
  expect((await app.testClient().get("/?a=1")).text()).toBe("<Request GET /?a=1> Session { name: 'Ann' }");
  expect(`${inspect(request)} ${inspect(session)}`).toBe(
    "Request (outside of a request) Session (outside of a request)",
  );
});
