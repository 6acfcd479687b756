/** Where contexts begin and end: one for each application, each told of, each torn down once. */
import {
  appContextPopped,
  appContextPushed,
  appContextTearingDown,
  copyCurrentRequestContext,
  currentApp,
  Flagon,
  g,
  hasAppContext,
  hasRequestContext,
  request,
  requestTearingDown,
  session,
  urlFor,
} from "flagon";
import { describe, expect, test } from "vitest";

describe("a request's context", () => {
  test("is an application's as well, and both are gone after it", () => {
    const app = new Flagon();
    app.testRequestContext("/", () => {
      expect([hasRequestContext(), hasAppContext(), currentApp.urlMap === app.urlMap]).toEqual([
        true,
        true,
        true,
      ]);
    });
    expect([hasRequestContext(), hasAppContext()]).toEqual([false, false]);
  });

  test("within another has its own g and request, and the other's come back", () => {
    const app = new Flagon();
    app.testRequestContext("/outer", () => {
      g.setDefault("name", "outer");
      app.testRequestContext("/inner", () => {
        expect([request.path, g.get("name")]).toEqual(["/inner", undefined]);
      });
      app.appContext(() => expect(hasRequestContext()).toBe(false));
      expect([request.path, g.get("name")]).toEqual(["/outer", "outer"]);
    });
  });

  test("within that of another application is that of its own", () => {
    const [one, two] = [new Flagon(), new Flagon()];
    one.testRequestContext("/", () => {
      two.appContext(() => expect(currentApp.urlMap).toBe(two.urlMap));
      expect(currentApp.urlMap).toBe(one.urlMap);
    });
  });

  test("is torn down with no error where the function has handled it", () => {
    const app = new Flagon();
    const seen: unknown[] = [];
    app.teardownRequest((error) => seen.push(error));
    app.testRequestContext("/", () => {
      try {
        throw new Error("handled");
      } catch {
        // As a view would.
      }
    });
    expect(seen).toEqual([undefined]);
  });

  test("is torn down with the error that leaves the function, which is thrown on", () => {
    const app = new Flagon();
    const seen: unknown[] = [];
    const boom = new Error("boom");
    app.teardownRequest((error) => seen.push(error));
    app.teardownAppContext((error) => seen.push(error));
    const failing = () =>
      app.testRequestContext("/", () => {
        throw boom;
      });
    expect(failing).toThrow(boom);
    expect(seen).toEqual([boom, boom]);
    expect(hasAppContext()).toBe(false);
  });

  test("is left though a function that tears it down fails", () => {
    const app = new Flagon();
    const seen: string[] = [];
    app.testing = true;
    app.teardownRequest(() => {
      throw new RangeError("in teardown");
    });
    app.teardownAppContext(() => seen.push("context"));
    expect(() => app.testRequestContext("/", () => "")).toThrow("in teardown");
    expect([seen, hasAppContext()]).toEqual([["context"], false]);
  });
});

test("a copied function reads the session that its request has had, after the response too", async () => {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  let later = (): unknown => undefined;
  app.get("/", () => {
    session.set("fizz", "buzz");
    later = copyCurrentRequestContext(() => [request.path, request.args.get("foo"), session.get("fizz")]);
    return "";
  });
  await app.testClient().get("/?foo=bar");
  expect(hasRequestContext()).toBe(false);
  expect(later()).toEqual(["/", "bar", "buzz"]);
});

describe("signals tell of a context", () => {
  function listening<T>(app: Flagon, fn: () => T): string[] {
    const seen: string[] = [];
    const tell =
      (name: string) =>
      (sender: unknown): void => {
        expect(sender).toBe(app);
        seen.push(name);
      };
    const ends = [
      appContextPushed.connect(tell("pushed"), app),
      requestTearingDown.connect(tell("request tearing down"), app),
      appContextTearingDown.connect(tell("tearing down"), app),
      appContextPopped.connect(tell("popped"), app),
    ];
    try {
      fn();
    } finally {
      for (const end of ends) end();
    }
    return seen;
  }

  test("of an application", () => {
    const app = new Flagon();
    expect(listening(app, () => app.appContext(() => "done"))).toEqual(["pushed", "tearing down", "popped"]);
  });

  test("of a request", () => {
    const app = new Flagon();
    const seen = listening(app, () => app.testRequestContext("/", () => "done"));
    expect(seen).toEqual(["pushed", "request tearing down", "tearing down", "popped"]);
  });
});

describe("a test's request", () => {
  test.each([
    [{}, "http://example.com/"],
    [{ subdomain: "api" }, "http://example.com/"],
    [{ urlScheme: "https" }, "https://example.com/"],
    [{ baseUrl: "https://example.com/mount/" }, "https://example.com/mount/"],
  ])("with %j builds whole URLs like %s", (options, url) => {
    const app = new Flagon({ config: { serverName: "example.com" } });
    app.get("/", { endpoint: "index" }, () => "");
    expect(app.testRequestContext("/", options, () => urlFor("index", {}, { external: true }))).toBe(url);
  });

  test("builds relative URLs below its mount", () => {
    const app = new Flagon({ config: { applicationRoot: "/foo" } });
    app.get("/page", { endpoint: "page" }, () => "");
    expect(app.testRequestContext("/", () => [urlFor("page"), request.scriptRoot, request.path])).toEqual([
      "/foo/page",
      "/foo",
      "/",
    ]);
  });
});
