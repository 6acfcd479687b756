import { setTimeout } from "node:timers/promises";
import { Blueprint, currentApp, Flagon, g, SetupFinishedError, ShutdownError, StartupError } from "flagon";
import { describe, expect, test } from "vitest";

function site(): { app: Flagon; seen: string[] } {
  const app = new Flagon({ secretKey: "a key of sixteen bytes" });
  const seen: string[] = [];
  app.get("/", () => {
    seen.push("request");
    return "Hello";
  });
  return { app, seen };
}

describe("app.onStartup", () => {
  test("runs functions in order before the first request, once", async () => {
    const { app, seen } = site();
    app.onStartup(async () => {
      await setTimeout(2);
      seen.push("first");
    });
    app.onStartup(() => void seen.push("second"));
    await app.testClient().get("/");
    await app.testClient().get("/");
    expect(seen).toEqual(["first", "second", "request", "request"]);
  });

  test("lets all requests wait that come meanwhile", async () => {
    const { app, seen } = site();
    app.onStartup(async () => {
      await setTimeout(5);
      seen.push("started");
    });
    const requests = [1, 2, 3].map(() => app.fetch(new Request("http://localhost/")));
    const responses = await Promise.all(requests);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(seen).toEqual(["started", "request", "request", "request"]);
  });

  test("runs functions where the application is current, and tears that context down", async () => {
    const { app, seen } = site();
    app.teardownAppContext(() => void seen.push(`torn down ${g.get("db")}`));
    app.onStartup(() => {
      g.setDefault("db", "open");
      expect(currentApp.root).toBe(app.root);
    });
    await app.testClient().get("/");
    expect(seen[0]).toBe("torn down open");
  });

  test("leaves an application without such functions synchronous", () => {
    const { app } = site();
    expect(app.fetch(new Request("http://localhost/"))).toBeInstanceOf(Response);
  });

  test("leaves an application synchronous if they are", () => {
    const { app, seen } = site();
    app.onStartup(() => void seen.push("started"));
    expect(app.fetch(new Request("http://localhost/"))).toBeInstanceOf(Response);
    expect(seen).toEqual(["started", "request"]);
  });

  test("answers with a logged 500 if one fails, and tries that one again with the next request", async () => {
    const { app, seen } = site();
    const logged: string[] = [];
    app.logger = { ...console, error: (entry: unknown) => logged.push(String(entry)) };
    app.onStartup(() => void seen.push("first"));
    let isBroken = true;
    app.onStartup(async function connect() {
      if (isBroken) throw new Error("no database");
    });
    const failed = await app.fetch(new Request("http://localhost/"));
    expect([failed.status, seen]).toEqual([500, ["first"]]);
    expect(logged.join()).toContain(
      'The application did not start: the function "connect" given to app.onStartup() failed: no database',
    );
    isBroken = false;
    expect((await app.fetch(new Request("http://localhost/"))).status).toBe(200);
    expect(seen).toEqual(["first", "request"]);
  });

  test("throws in the test client if one fails, with the error as the cause", async () => {
    const { app } = site();
    const cause = new Error("no database");
    app.onStartup(() => Promise.reject(cause));
    const failure = await app
      .testClient()
      .get("/")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect(failure).toMatchObject({ cause, message: expect.stringContaining("a function without a name") });
  });

  test("lets its functions finish the set-up, and send requests", async () => {
    const { app, seen } = site();
    app.onStartup(async () => {
      await setTimeout(1);
      app.get("/late", () => "late");
      seen.push((await app.testClient().get("/")).text());
    });
    expect((await app.testClient().get("/")).text()).toBe("Hello");
    expect(seen).toEqual(["request", "Hello", "request"]);
  });

  test("can be called where a blueprint is registered", async () => {
    const { app, seen } = site();
    const bp = new Blueprint("db");
    bp.recordOnce((state) => state.app.onStartup(() => void seen.push("blueprint")));
    app.registerBlueprint(bp);
    await app.testClient().get("/");
    expect(seen).toEqual(["blueprint", "request"]);
  });

  test("is refused after the first request, and for what is no function", async () => {
    const { app } = site();
    expect(() => app.onStartup("connect" as never)).toThrow(TypeError);
    await app.testClient().get("/");
    expect(() => app.onStartup(() => undefined)).toThrow(SetupFinishedError);
    expect(() => app.onShutdown(() => undefined)).toThrow(SetupFinishedError);
  });
});

describe("app.onShutdown", () => {
  test("runs functions when a test client is closed, the last one first", async () => {
    const { app, seen } = site();
    app.onShutdown(async () => {
      await setTimeout(1);
      seen.push("first");
    });
    app.onShutdown(() => void seen.push("second"));
    {
      await using client = app.testClient();
      await client.get("/");
    }
    expect(seen).toEqual(["request", "second", "first"]);
  });

  test("runs all of them even if some fail, and tells of each", async () => {
    const { app, seen } = site();
    app.onShutdown(() => void seen.push("last"));
    app.onShutdown(function closeCache() {
      throw new Error("cache");
    });
    app.onShutdown(async function closeDatabase() {
      throw new Error("database");
    });
    const client = app.testClient();
    await client.get("/");
    const failure: unknown = await client.close().catch((error: unknown) => error);
    expect(seen).toEqual(["request", "last"]);
    expect(failure).toBeInstanceOf(ShutdownError);
    expect(failure).toMatchObject({
      errors: [new Error("database"), new Error("cache")],
      message: expect.stringContaining('the function "closeCache" failed: cache'),
    });
  });

  test("runs none if the application never started", async () => {
    const { app, seen } = site();
    app.onShutdown(() => void seen.push("ended"));
    await app.testClient().close();
    await app.shutdown();
    expect(seen).toEqual([]);
  });

  test("lets the application start again", async () => {
    const { app, seen } = site();
    app.onStartup(() => void seen.push("started"));
    app.onShutdown(() => void seen.push("ended"));
    const client = app.testClient();
    await client.get("/");
    await client.close();
    await client.close();
    await client.get("/");
    expect(seen).toEqual(["started", "request", "ended", "started", "request"]);
  });

  test("is not to be waited for by its own functions, nor by those of the start", async () => {
    const { app, seen } = site();
    const tell = async (): Promise<void> => {
      await setTimeout(1);
      await app.shutdown().catch(({ message }: Error) => seen.push(message));
      seen.push((await app.testClient().get("/")).text());
    };
    app.onStartup(tell);
    app.onShutdown(tell);
    await app.startup();
    await app.shutdown();
    const message = expect.stringContaining("which it would wait for");
    expect(seen).toEqual([message, "request", "Hello", message, "request", "Hello"]);
  });

  test("waits for a start that is under way", async () => {
    const { app, seen } = site();
    app.onStartup(async () => {
      await setTimeout(5);
      seen.push("started");
    });
    app.onShutdown(() => void seen.push("ended"));
    const starting = app.startup();
    await Promise.all([app.shutdown(), starting]);
    expect(seen).toEqual(["started", "ended"]);
  });

  test("runs functions for a session that a test opens", async () => {
    const { app, seen } = site();
    app.onStartup(() => void seen.push("started"));
    await app.testClient().sessionTransaction((session) => session.set("a", 1));
    expect(seen).toEqual(["started"]);
  });
});
