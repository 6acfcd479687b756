import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import {
  abort,
  afterThisRequest,
  currentApp,
  Flagon,
  g,
  hasRequestContext,
  html,
  makeResponse,
  redirect,
  request,
  SetupFinishedError,
  session,
  streamWithContext,
  urlFor,
} from "flagon";
import { serve } from "flagon/servers";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";

const secretKey = "a key of sixteen bytes";

/** What a mounted application is told of its request. */
function echo(web: Request): Response {
  return Response.json([web.method, new URL(web.url).pathname + new URL(web.url).search]);
}

function withEcho(...prefixes: string[]): Flagon {
  const app = new Flagon({ secretKey });
  for (const prefix of prefixes) app.mount(prefix, echo);
  return app;
}

describe("the path of a mount", () => {
  test.each([
    ["/admin", "/"],
    ["/admin/", "/"],
    ["/admin?a=1", "/?a=1"],
    ["/admin/users/3?q=a%20b", "/users/3?q=a%20b"],
    ["/%61dmin/x", "/x"],
    ["//admin/x", "/x"],
    ["/admin/caf%C3%A9", "/caf%C3%A9"],
    ["/admin/a%2Fb", "/a%2Fb"],
  ])("/admin takes %s, of which the application sees %s", async (url, seen) => {
    expect((await withEcho("/admin").testClient().get(url)).json()).toEqual(["GET", seen]);
  });

  test.each([
    "/",
    "/administrator",
    "/admi",
    "/x/admin",
    "/admin%2Fusers",
    "/Admin",
    "/x?/admin",
  ])("/admin does not take %s", async (url) => {
    expect((await withEcho("/admin").testClient().get(url)).status).toBe(404);
  });

  test.each([
    "/admin/../secret",
    "/admin/%2e%2e/secret",
    "/admin/..\\secret",
    "/admin/open/%2e/../secret",
    "/admin//secret",
    "//admin//secret",
    "/admin/\\secret",
  ])("is refused where the mounted application would see another one: %s", async (path) => {
    const app = withEcho("/admin");
    await using server = await serve(app, { port: 0 });
    const text = await rawAnswer(server.address.port, path);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("with the most segments counts, whatever the order", async () => {
    const app = new Flagon();
    app.mount("/a", () => new Response("a"));
    app.mount("/a/b/c", () => new Response("abc"));
    app.mount("/a/b", () => new Response("ab"));
    const client = app.testClient();
    const answers = await Promise.all(["/a/b/c/d", "/a/b/cc", "/a/bb", "/a/b"].map((url) => client.get(url)));
    expect(answers.map((answer) => answer.text())).toEqual(["abc", "ab", "a", "ab"]);
  });

  test("goes before the routes of the application", async () => {
    const app = withEcho("/admin");
    app.get("/admin/own", () => "own");
    app.get("/<path:all>", ({ all }) => all);
    const client = app.testClient();
    expect((await client.get("/admin/own")).json()).toEqual(["GET", "/own"]);
    expect((await client.get("/other")).text()).toBe("other");
  });

  test("may hold characters that URLs encode", async () => {
    expect((await withEcho("/a b/é").testClient().get("/a%20b/%C3%A9/x")).json()).toEqual(["GET", "/x"]);
  });

  test.each([
    "",
    "/",
    "admin",
    "//admin",
    "/admin//",
    "/a/../b",
    "/a/.",
    "/<name>",
    "/a?b",
    "/a#b",
  ])("is not %o", (prefix) => {
    expect(() => new Flagon().mount(prefix, echo)).toThrow(/cannot mount anything/);
  });

  test("is not one that is taken, and not for what is no application", () => {
    const app = withEcho("/admin");
    expect(() => app.mount("/admin/", echo)).toThrow('mounted at "/admin" already');
    expect(() => app.mount("/b", {} as never)).toThrow("needs an application with a fetch method");
    expect(() => app.mount("/b", null as never)).toThrow(TypeError);
  });

  test("is not one after the first request", async () => {
    const app = new Flagon();
    await app.testClient().get("/");
    expect(() => app.mount("/a", echo)).toThrow(SetupFinishedError);
  });
});

describe("an application of Hono's", () => {
  function site(): Flagon {
    const hono = new Hono<{ Bindings: { region: string } }>();
    hono.get("/", (c) => c.text(`Hono in ${c.env.region}`));
    hono.get("/users/:id", (c) => c.json({ id: c.req.param("id"), q: c.req.query("q") }));
    hono.post("/form", async (c) => c.json(await c.req.parseBody()));
    hono.get("/cookies", (c) => {
      c.header("Set-Cookie", "a=1; Path=/", { append: true });
      c.header("Set-Cookie", "b=2; Path=/", { append: true });
      return c.body(null, 204);
    });
    hono.get("/later", (c) => {
      c.executionCtx.waitUntil(Promise.resolve());
      return c.text("later");
    });
    hono.get("/error", () => {
      throw new Error("boom");
    });
    const app = new Flagon({ secretKey });
    app.mount("/hono", hono);
    app.get("/", () => "Flagon");
    return app;
  }

  test("answers below its path, with its parameters, bindings and execution context", async () => {
    const client = site().testClient();
    expect((await client.get("/hono", { env: { region: "Oceania" } })).text()).toBe("Hono in Oceania");
    expect((await client.get("/hono/users/3?q=x")).json()).toEqual({ id: "3", q: "x" });
    expect((await client.get("/hono/none")).status).toBe(404);
    expect((await client.get("/hono/later")).text()).toBe("later");
    expect((await client.get("/")).text()).toBe("Flagon");
    expect((await client.head("/hono/users/3")).status).toBe(200);
  });

  test("gets forms and files as they were sent", async () => {
    const client = site().testClient();
    const fields = await client.post("/hono/form", { form: { name: "tea" } });
    expect(fields.json()).toEqual({ name: "tea" });
    await using server = await serve(site(), { port: 0 });
    const form = new FormData();
    form.set("title", "a file");
    const answer = await fetch(`${server.url}/hono/form`, { method: "POST", body: form });
    expect(await answer.json()).toEqual({ title: "a file" });
  });

  test("keeps all its cookies", async () => {
    const response = await site().testClient().get("/hono/cookies");
    expect(response.status).toBe(204);
    expect(response.headers.getList("Set-Cookie")).toEqual(["a=1; Path=/", "b=2; Path=/"]);
  });

  test("answers its own errors", async () => {
    const response = await site().testClient().get("/hono/error");
    expect([response.status, response.text()]).toEqual([500, "Internal Server Error"]);
  });
});

describe("an application of ours", () => {
  function sites(): { outer: Flagon; inner: Flagon } {
    const outer = new Flagon({ secretKey, config: { sessionCookieName: "outer" } });
    const inner = new Flagon({ secretKey: "another key, as long", config: { sessionCookieName: "inner" } });
    outer.mount("/admin", inner);
    return { outer, inner };
  }

  test("builds URLs below its path, at any depth", async () => {
    const { outer, inner } = sites();
    const innermost = new Flagon();
    inner.mount("/deep", innermost);
    const view = (): unknown[] => [
      request.scriptRoot,
      request.path,
      request.url,
      urlFor("show", { id: 3 }),
      urlFor("show", { id: 3 }, { external: true }),
    ];
    for (const app of [inner, innermost]) app.get("/users/<int:id>", { endpoint: "show" }, view);
    const client = outer.testClient();
    expect((await client.get("/admin/users/1")).json()).toEqual([
      "/admin",
      "/users/1",
      "http://localhost/admin/users/1",
      "/admin/users/3",
      "http://localhost/admin/users/3",
    ]);
    expect((await client.get("/admin/deep/users/1")).json()).toEqual([
      "/admin/deep",
      "/users/1",
      "http://localhost/admin/deep/users/1",
      "/admin/deep/users/3",
      "http://localhost/admin/deep/users/3",
    ]);
  });

  test("keeps the path in its redirects, and below the mount of the outer one", async () => {
    const { outer, inner } = sites();
    inner.get("/list/", () => "list");
    inner.get("/old", () => redirect(urlFor("new")));
    inner.get("/new", { endpoint: "new" }, () => "new");
    const client = outer.testClient();
    expect((await client.get("/admin/list")).location).toBe("http://localhost/admin/list/");
    expect((await client.get("/admin/old", { followRedirects: true })).text()).toBe("new");
    const mounted = await client.get("/admin/old", { baseUrl: "http://localhost/site" });
    expect(mounted.location).toBe("/site/admin/new");
  });

  test("knows its path too if its fetch alone is mounted, and the address of the client", async () => {
    const outer = new Flagon();
    const inner = new Flagon();
    inner.get("/", () => [request.scriptRoot, request.remoteAddr]);
    outer.mount("/admin", inner.fetch);
    const response = await outer.testClient().get("/admin", { remoteAddr: "192.0.2.7" });
    expect(response.json()).toEqual(["/admin", "192.0.2.7"]);
  });

  test("has its own session, context and globals", async () => {
    const { outer, inner } = sites();
    outer.beforeRequest(() => {
      g.setDefault("who", "outer");
      session.set("outer", 1);
      afterThisRequest((response) => {
        response.headers.set("X-Who", String(g.get("who")));
        return response;
      });
    });
    inner.get("/", async () => {
      const seen = [currentApp.config.sessionCookieName, g.get("who", null), session.get("outer", null)];
      g.setDefault("who", "inner");
      session.set("inner", 2);
      await setTimeout(1);
      return [...seen, g.get("who")];
    });
    const client = outer.testClient();
    const response = await client.get("/admin");
    expect(response.json()).toEqual(["inner", null, null, "inner"]);
    expect(response.headers.get("X-Who")).toBe("outer");
    expect([client.getCookie("outer"), client.getCookie("inner")].every(Boolean)).toBe(true);
  });

  test("may share the session, of which it has the last word", async () => {
    const config = { sessionRefreshEachRequest: true };
    const outer = new Flagon({ secretKey, config });
    const inner = new Flagon({ secretKey, config });
    outer.mount("/admin", inner);
    outer.get("/login", () => {
      session.permanent = true;
      session.set("user", "ada");
      return "";
    });
    inner.get("/rename", () => {
      session.set("user", "grace");
      return "";
    });
    outer.get("/who", () => [session.get("user")]);
    const client = outer.testClient();
    await client.get("/login");
    expect((await client.get("/admin/rename")).headers.getList("Set-Cookie")).toHaveLength(1);
    expect((await client.get("/who")).json()).toEqual(["grace"]);
  });

  test("keeps its context while it streams", async () => {
    const { outer, inner } = sites();
    const seen: string[] = [];
    inner.teardownRequest(() => void seen.push("inner torn down"));
    outer.teardownRequest(() => void seen.push("outer torn down"));
    inner.get("/<name>", ({ name }) =>
      streamWithContext(
        (async function* () {
          yield `${name} `;
          await setTimeout(1);
          yield request.path;
          seen.push("sent");
        })(),
      ),
    );
    expect((await outer.testClient().get("/admin/tea")).text()).toBe("tea /tea");
    while (seen.length < 3) await setTimeout(1);
    expect(seen).toEqual(["outer torn down", "sent", "inner torn down"]);
  });

  test("starts and ends with the outer one", async () => {
    const { outer, inner } = sites();
    const seen: string[] = [];
    outer.onStartup(() => void seen.push("outer starts"));
    inner.onStartup(() => void seen.push("inner starts"));
    inner.onShutdown(() => void seen.push("inner ends"));
    outer.onShutdown(() => void seen.push("outer ends"));
    {
      await using client = outer.testClient();
      await client.get("/");
    }
    expect(seen).toEqual(["inner starts", "outer starts", "outer ends", "inner ends"]);
  });

  test("receives the body, within its own limits", async () => {
    const { outer, inner } = sites();
    outer.config.maxContentLength = 2;
    inner.config.maxContentLength = 100;
    inner.post("/", () => [request.form.get("name")]);
    const client = outer.testClient();
    expect((await client.post("/admin", { form: { name: "tea" } })).json()).toEqual(["tea"]);
    expect((await client.post("/admin", { form: { name: "t".repeat(200) } })).status).toBe(413);
  });
});

describe("the outer application", () => {
  test("runs its functions around the request, which has no endpoint", async () => {
    const app = withEcho("/admin");
    const seen: unknown[] = [];
    app.beforeRequest(() => void seen.push(request.path, request.endpoint, request.blueprint));
    app.afterRequest((response) => {
      response.headers.set("X-Frame-Options", "DENY");
      return response;
    });
    app.teardownRequest((error) => void seen.push(error));
    const response = await app.testClient().get("/admin/x");
    expect(seen).toEqual(["/admin/x", undefined, undefined, undefined]);
    expect(response.headers.get("X-Frame-Options")).toBe("DENY");
  });

  test("can keep strangers out", async () => {
    const app = withEcho("/admin");
    app.beforeRequest(() => {
      if (request.path.startsWith("/admin") && !session.has("user")) abort(403);
    });
    expect((await app.testClient().get("/admin/x")).status).toBe(403);
  });

  test("answers what the mounted application throws with a logged 500, or by its handlers", async () => {
    const app = new Flagon();
    const logged: string[] = [];
    app.logger = { ...console, error: (entry: unknown) => logged.push(String(entry)) };
    app.mount("/sync", () => {
      throw new Error("sync");
    });
    app.mount("/async", async () => Promise.reject(new RangeError("async")));
    app.mount("/nothing", (() => undefined) as never);
    app.errorHandler(RangeError, () => makeResponse("handled", 400));
    const client = app.testClient();
    expect((await client.get("/sync")).status).toBe(500);
    expect((await client.get("/async")).text()).toBe("handled");
    expect((await client.get("/nothing")).status).toBe(500);
    expect(logged.join("\n")).toContain("Exception on /sync [GET]");
    expect(logged.join("\n")).toContain('mounted at "/nothing" answered undefined');
  });

  test("passes no TRACE on, which the Web's requests cannot be", async () => {
    expect((await withEcho("/admin").testClient().trace("/admin")).status).toBe(501);
  });

  test("refuses a Host header that is none before the mounted application sees it", async () => {
    const response = await withEcho("/admin")
      .testClient()
      .get("/admin", { headers: { Host: "a/b" } });
    expect(response.status).toBe(400);
  });

  test("has no request context of its own left in the handler's promises", async () => {
    const app = new Flagon();
    app.mount("/x", async () => {
      await setTimeout(1);
      return new Response(String(hasRequestContext()));
    });
    expect((await app.testClient().get("/x")).text()).toBe("true");
    expect(hasRequestContext()).toBe(false);
  });

  test("leaves an HTML page of the mounted application as it is", async () => {
    const app = new Flagon();
    app.mount(
      "/x",
      () => new Response(String(html`<p>${"<"}</p>`), { headers: { "Content-Type": "text/html" } }),
    );
    const response = await app.testClient().get("/x");
    expect([response.text(), response.contentType]).toEqual(["<p>&lt;</p>", "text/html"]);
  });
});

describe("a stream of a mounted application, over a socket", () => {
  test("reaches the client piece by piece, and is cancelled when the client goes away", async () => {
    const app = new Flagon();
    let isCancelled = false;
    let isAborted = false;
    app.mount("/x", (web) => {
      web.signal.addEventListener("abort", () => (isAborted = true));
      const encoder = new TextEncoder();
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await setTimeout(2);
            controller.enqueue(encoder.encode("piece "));
          },
          cancel() {
            isCancelled = true;
          },
        }),
      );
    });
    await using server = await serve(app, { port: 0 });
    const aborter = new AbortController();
    const response = await fetch(`${server.url}/x`, { signal: aborter.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^(piece )+$/);
    aborter.abort();
    while (!isCancelled || !isAborted) await setTimeout(2);
  });

  test("takes a body piece by piece, more than this application would", async () => {
    const app = new Flagon({ config: { maxContentLength: 10 } });
    app.mount("/x", async (web) => {
      let length = 0;
      for await (const piece of web.body ?? []) length += piece.byteLength;
      return Response.json(length);
    });
    await using server = await serve(app, { port: 0 });
    const body = new Blob(["x".repeat(500_000)]).stream();
    const answer = await fetch(`${server.url}/x`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(await answer.json()).toBe(500_000);
  });
});

test("whatever the target is, there is an answer, and never one from elsewhere in the application", async () => {
  const app = new Flagon({ config: { propagateExceptions: false } });
  const errors: unknown[] = [];
  app.logger = { ...console, error: (entry: unknown) => errors.push(entry) };
  app.mount("/a/b", echo);
  app.get("/a/<path:rest>", () => "outer");
  await using server = await serve(app, { port: 0 });
  const piece = fc.oneof(
    fc.constantFrom(
      "a",
      "b",
      "..",
      ".",
      "%2e%2e",
      "%2F",
      "%5C",
      "\\",
      "//",
      "%",
      "%zz",
      "%00",
      "%FF",
      "é",
      "?",
      "#",
      ";",
      ":",
      "@",
    ),
    fc.string({ maxLength: 3, unit: "binary-ascii" }).map((text) => text.replace(/[^!-~]/g, "_")),
  );
  const target = fc.array(piece, { maxLength: 5 }).map((pieces) => `/a/b/${pieces.join("/")}`);
  await fc.assert(
    fc.asyncProperty(target, async (path) => {
      const answer = await rawAnswer(server.address.port, path);
      expect(answer).toMatch(/^HTTP\/1\.1 (200|400) /);
      expect(answer).not.toContain("outer");
    }),
    { numRuns: 200 },
  );
  expect(errors).toEqual([]);
});

/** The whole response to a target that is sent as it is. */
function rawAnswer(port: number, target: string): Promise<string> {
  return new Promise((resolve) => {
    let all = "";
    const socket = connect(port, "127.0.0.1");
    socket
      .on("data", (data) => (all += data))
      .on("close", () => resolve(all))
      .on("error", () => undefined);
    socket.write(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, "latin1"));
  });
}
