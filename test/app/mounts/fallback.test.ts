import { connect } from "node:net";
import { abort, afterThisRequest, Blueprint, type FallbackOptions, Flagon, request, session } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { serve } from "flagon/servers";
import { describe, expect, test } from "vitest";

/** The other side: tells what it was asked. */
const other = async (web: Request): Promise<Response> => {
  const { pathname, search } = new URL(web.url);
  const known = !pathname.includes("unknown");
  const text = `other: ${web.method} ${pathname}${search} ${web.body === null ? "" : await web.text()}`;
  return new Response(text.trim(), {
    status: known ? 200 : 404,
    headers: { "Content-Type": "text/plain", "Set-Cookie": "theirs=1" },
  });
};

/** An application that falls back to it. */
const falling = (options?: FallbackOptions): Flagon => {
  const app = new Flagon({
    secretKey: "a key that is long enough",
    staticFolder: "static",
    files: new DictionaryFiles({ "static/here.txt": "ours" }),
  });
  app.fallback(other, options);
  app.get("/", () => "ours");
  app.get("/users/", () => "ours");
  app.get("/moved", () => "ours");
  app.get("/aborts", () => abort(404));
  app.post("/refuses", () => abort(405));
  return app;
};

const textOf = async (app: Flagon, method: string, path: string, body?: string): Promise<string> =>
  (await app.testClient().open(path, { method, ...(body === undefined ? {} : { data: body }) })).text();

/** The status line of the answer to a path that is sent as it is. */
const rawStatus = (port: number, path: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", (data) => {
      resolve(String(data).split("\r\n", 1)[0] ?? "");
      socket.destroy();
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  });

describe("what falls back", () => {
  test.each([
    ["GET", "/elsewhere?a=b%20c", "other: GET /elsewhere?a=b%20c"],
    ["POST", "/moved", "other: POST /moved"],
    ["DELETE", "/", "other: DELETE /"],
    ["GET", "/static/not-here.txt", "other: GET /static/not-here.txt"],
    ["POST", "/static/here.txt", "other: POST /static/here.txt"],
    ["GET", "/users", "other: GET /users"],
  ])("is %s %s", async (method, path, text) => {
    expect(await textOf(falling(), method, path)).toBe(text);
  });

  test.each([
    ["GET", "/", "ours"],
    ["GET", "/moved", "ours"],
    ["GET", "/users/", "ours"],
    ["GET", "/static/here.txt", "ours"],
    ["GET", "/aborts", "Not Found"],
    ["POST", "/refuses", "Method Not Allowed"],
  ])("is not %s %s", async (method, path, text) => {
    expect(await textOf(falling(), method, path)).toContain(text);
  });

  test.each([
    "/public/../admin",
    "/public/%2e/admin",
    "/public\\..\\admin",
  ])("is refused where a handler would see another path than the functions before it: %s", async (path) => {
    await using server = await serve(falling(), { port: 0 });
    expect(await rawStatus(server.address.port, path)).toBe("HTTP/1.1 400 Bad Request");
  });

  test("is not a redirect for a slash, if the other side has no such path", async () => {
    const app = falling();
    app.get("/unknown/", () => "ours");
    const response = await app.testClient().get("/unknown?a=b");
    expect(response.status).toBe(308);
    expect(response.headers.get("Location")).toMatch(/\/unknown\/\?a=b$/);
  });

  test("is not a redirect that a rule gives for another reason", async () => {
    const app = falling();
    app.get("/old", { redirectTo: "new" }, () => "");
    expect((await app.testClient().get("/old")).status).toBe(308);
  });

  test("is not a request for a host that is none", async () => {
    const response = await falling().fetch(
      new Request("http://localhost/elsewhere", { headers: { Host: "a b" } }),
    );
    expect(response.status).toBe(400);
  });

  test("is not one for a host that is not trusted", async () => {
    const app = falling();
    app.config.trustedHosts = ["example.com"];
    expect((await app.testClient().get("/elsewhere")).status).toBe(400);
  });

  test("is not what a view of ours aborts that is called as the static files are", async () => {
    const app = falling();
    const bp = new Blueprint("reports", { urlPrefix: "/reports" });
    bp.post("/", { endpoint: "static" }, () => abort(404, `${request.data.length} bytes are here`));
    app.registerBlueprint(bp);
    expect(await textOf(app, "POST", "/reports/", "four")).toContain("4 bytes are here");
  });

  test("is passed back with its own 404", async () => {
    const response = await falling().testClient().get("/unknown");
    expect(response.status).toBe(404);
    expect(response.text()).toBe("other: GET /unknown");
  });

  test("has its body as it comes", async () => {
    expect(await textOf(falling(), "POST", "/elsewhere", "a body")).toBe("other: POST /elsewhere a body");
  });
});

describe("hooks", () => {
  test("before the request run first, and may answer or refuse", async () => {
    const app = falling();
    app.beforeRequest(() => {
      if (request.path === "/answered") return "by a hook";
      if (request.path === "/refused") abort(403);
      return undefined;
    });
    expect(await textOf(app, "GET", "/answered")).toBe("by a hook");
    expect(await textOf(app, "GET", "/refused")).toContain("Forbidden");
    expect(await textOf(app, "GET", "/let-through")).toContain("other:");
  });

  test("that abort with 404 are answers too", async () => {
    const app = falling();
    app.beforeRequest(() => abort(404));
    expect(await textOf(app, "GET", "/elsewhere")).toContain("Not Found");
  });

  test("after the request see nothing of it, unless that is wanted", async () => {
    for (const [afterRequest, mark] of [
      [undefined, undefined],
      [false, undefined],
      [true, "seen"],
    ] as const) {
      const app = falling({ afterRequest });
      app.afterRequest((response) => {
        response.headers.set("X-Mark", "seen");
        return response;
      });
      const client = app.testClient();
      expect((await client.get("/elsewhere")).headers.get("X-Mark")).toBe(mark);
      expect((await client.get("/moved")).headers.get("X-Mark")).toBe("seen");
    }
  });

  test("can be chosen one by one", async () => {
    const calls: string[] = [];
    const first = (): undefined => void calls.push("first");
    const second = (): undefined => void calls.push("second");
    const app = falling({ beforeRequest: [second] });
    app.beforeRequest(first);
    app.beforeRequest(second);
    await app.testClient().get("/elsewhere");
    expect(calls).toEqual(["second"]);
    await app.testClient().get("/moved");
    expect(calls).toEqual(["second", "first", "second"]);
  });

  test("can all be left out", async () => {
    const app = falling({ beforeRequest: false });
    app.beforeRequest(() => "by a hook");
    expect(await textOf(app, "GET", "/elsewhere")).toContain("other:");
    expect(await textOf(app, "GET", "/moved")).toBe("by a hook");
  });

  test("for this request alone run in any case", async () => {
    const app = falling();
    app.beforeRequest(() => {
      afterThisRequest((response) => {
        response.headers.set("X-Mark", "this one");
        return response;
      });
    });
    expect((await app.testClient().get("/elsewhere")).headers.get("X-Mark")).toBe("this one");
  });

  test("that received the body are told to leave it alone", async () => {
    const app = falling();
    const errors: string[] = [];
    app.logger = { warn: () => {}, error: (text: string) => errors.push(text) };
    app.beforeRequest(async () => {
      await request.receiveBody();
    });
    const response = await app.testClient().post("/elsewhere", { data: "a body" });
    expect(response.status).toBe(500);
    expect(errors[0]).toContain("a function before the request has received it");
  });

  test("that tear down run at the end", async () => {
    const app = falling();
    let ended = 0;
    app.teardownRequest(() => ended++);
    await app.testClient().get("/elsewhere");
    expect(ended).toBe(1);
  });
});

describe("the session", () => {
  const signedIn = async (app: Flagon): Promise<ReturnType<Flagon["testClient"]>> => {
    app.get("/sign-in", () => {
      session.set("user", "mia");
      session.permanent = true;
      return "";
    });
    const client = app.testClient();
    await client.get("/sign-in");
    return client;
  };

  test("is not refreshed on what falls back, where it would be elsewhere", async () => {
    const client = await signedIn(falling());
    expect((await client.get("/moved")).headers.getList("Set-Cookie").join()).toContain("session=");
    expect((await client.get("/elsewhere")).headers.getList("Set-Cookie")).toEqual(["theirs=1"]);
  });

  test("can be read by a hook, which caches are told", async () => {
    const app = falling();
    app.beforeRequest(() =>
      session.has("user") || request.path === "/sign-in" ? undefined : "sign in first",
    );
    const client = await signedIn(app);
    const response = await client.get("/elsewhere");
    expect(response.text()).toContain("other:");
    expect(response.headers.get("Vary")).toBe("Cookie");
    expect(response.headers.getList("Set-Cookie")).toEqual(["theirs=1"]);
    expect(await textOf(app, "GET", "/elsewhere")).toBe("sign in first");
  });

  test("that a hook has changed is not saved, and the log says so", async () => {
    const app = falling();
    const warnings: string[] = [];
    app.logger = { warn: (text: string) => warnings.push(text), error: () => {} };
    app.beforeRequest(() => void session.set("seen", 1));
    const response = await app.testClient().get("/elsewhere");
    expect(response.headers.getList("Set-Cookie")).toEqual(["theirs=1"]);
    expect(warnings[0]).toContain('The session was changed before "GET /elsewhere" fell back');
  });

  test("has no part in what a hook does not read", async () => {
    expect((await falling().testClient().get("/elsewhere")).headers.has("Vary")).toBe(false);
  });
});

describe("app.fallbackStats", () => {
  test("tells what is still on the other side, the most frequent first", async () => {
    const app = falling();
    const client = app.testClient();
    const paths = ["/posts/1", "/about", "/posts/22", "/posts/1/edit", "/moved", "/unknown/9"];
    for (const path of paths) await client.get(path);
    await client.get("/files/123e4567-e89b-12d3-a456-426614174000");
    await client.post("/about");
    expect([...(app.fallbackStats?.paths ?? [])]).toEqual([
      ["GET /posts/<int>", 2],
      ["GET /about", 1],
      ["GET /files/<uuid>", 1],
      ["GET /posts/<int>/edit", 1],
      ["POST /about", 1],
    ]);
    expect(app.fallbackStats).toMatchObject({
      total: 7,
      notFound: 1,
      failed: 0,
      others: 0,
      target: undefined,
    });
  });

  test("does not grow with what strangers ask for", async () => {
    const app = falling();
    const client = app.testClient();
    for (let index = 0; index < 1010; index++) await client.get(`/x${index}`);
    expect(app.fallbackStats?.paths.size).toBe(1000);
    expect(app.fallbackStats?.others).toBe(10);
  });

  test("is not there without a fallback", () => {
    expect(new Flagon().fallbackStats).toBeUndefined();
  });
});

describe("app.fallback", () => {
  test.each([
    ["127.0.0.1:5001"],
    ["ftp://example.com"],
    ["http://example.com/base"],
    ["http://user:secret@example.com"],
    ["http://example.com?x"],
  ])("takes no %s for a server", (url) => {
    expect(() => new Flagon().fallback(url)).toThrow(/needs scheme, host and port of a server/);
  });

  test("takes no number, no nothing", () => {
    expect(() => new Flagon().fallback(5001 as never)).toThrow(/needs the URL of a server/);
    expect(() => new Flagon().fallback(undefined as never)).toThrow(/needs the URL of a server/);
  });

  test("names an option that does not exist, and a limit that is none", () => {
    expect(() => new Flagon().fallback("http://a", { timeout: 5 } as never)).toThrow(/timeout/);
    expect(() => new Flagon().fallback("http://a", { idleTimeout: 0 })).toThrow(
      /idleTimeout must be a number/,
    );
  });

  test("can be called once, before the first request", async () => {
    const app = falling();
    expect(() => app.fallback(other)).toThrow(/called twice/);
    const late = new Flagon();
    await late.testClient().get("/");
    expect(() => late.fallback(other)).toThrow(/first request/);
  });

  test("takes another application, or what else has a fetch", async () => {
    const inner = new Flagon();
    inner.get("/inner", () => "inner");
    const app = new Flagon();
    app.fallback(inner);
    expect((await app.testClient().get("/inner")).text()).toBe("inner");
    expect((await app.testClient().get("/none")).status).toBe(404);
  });

  test("makes an error of the handler a logged 500", async () => {
    const app = new Flagon();
    const errors: string[] = [];
    app.logger = { warn: () => {}, error: (text: string) => errors.push(text) };
    app.fallback(() => {
      throw new Error("the other side broke");
    });
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(errors[0]).toContain("the other side broke");
  });
});
