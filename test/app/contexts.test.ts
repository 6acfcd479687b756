import {
  copyCurrentRequestContext,
  currentApp,
  Flagon,
  g,
  hasAppContext,
  hasRequestContext,
  OutsideContextError,
  request,
  session,
  streamWithContext,
  urlFor,
} from "flagon";
import { describe, expect, test } from "vitest";
import { leftovers } from "../http/temporary-files.ts";

function traced(): { app: Flagon; seen: unknown[] } {
  const app = new Flagon({ secretKey: "k", config: { serverName: "example.com" } });
  const seen: unknown[] = [];
  app.teardownRequest((error) => seen.push(["request", error]));
  app.teardownAppContext((error) => seen.push(["context", error]));
  app.get("/", function index() {
    return currentApp.config.serverName ?? "";
  });
  return { app, seen };
}

describe("the context of an application", () => {
  test("has currentApp and g, and no request", () => {
    const { app, seen } = traced();
    app.appContext(() => {
      expect(currentApp.urlMap).toBe(app.urlMap);
      expect([hasAppContext(), hasRequestContext()]).toEqual([true, false]);
      expect(() => request.path).toThrow(OutsideContextError);
      expect(() => session.get("x")).toThrow("app.testRequestContext");
      g.setDefault("a", 1);
      expect(urlFor("index")).toBe("http://example.com/");
    });
    expect(seen).toEqual([["context", undefined]]);
    expect(hasAppContext()).toBe(false);
    expect(() => currentApp.config).toThrow("app.appContext");
  });

  test("lasts until the promise is settled, and hears of what goes wrong", async () => {
    const { app, seen } = traced();
    const boom = new Error("boom");
    const failing = app.appContext(async () => {
      await new Promise((done) => setTimeout(done, 1));
      expect(hasAppContext()).toBe(true);
      throw boom;
    });
    await expect(failing).rejects.toBe(boom);
    expect(seen).toEqual([["context", boom]]);
  });

  test("needs a server's name for URLs", () => {
    const app = new Flagon();
    app.get("/", function index() {
      return "";
    });
    expect(() => app.appContext(() => urlFor("index"))).toThrow("config.serverName");
  });
});

describe("the context of a request in a test", () => {
  test("has request, session and the rule that matches", () => {
    const { app, seen } = traced();
    const answer = app.testRequestContext("/?q=tea", () => [
      request.args.get("q"),
      request.endpoint,
      session.size,
      urlFor("index"),
    ]);
    expect(answer).toEqual(["tea", "index", 0, "/"]);
    expect(seen).toEqual([
      ["request", undefined],
      ["context", undefined],
    ]);
  });

  test("has the body, within the limits", async () => {
    const { app } = traced();
    app.post("/small", { endpoint: "small", maxContentLength: 5 }, () => "");
    const options = { method: "POST", form: { a: ["1", "2"] } };
    expect(app.testRequestContext("/?q", options, () => request.form.getList("a"))).toEqual(["1", "2"]);
    const json = { method: "POST", json: { a: 1 } };
    expect(app.testRequestContext("/", json, () => request.json())).toEqual({ a: 1 });
    const small = () => app.testRequestContext("/small", options, () => request.form.size);
    await expect((async () => small())()).rejects.toThrow(/more than the 5 bytes/);
    const files = { method: "POST", files: { file: ["x".repeat(600_000), "x.txt"] } } as const;
    const name = app.testRequestContext("/", files, () => request.files.require("file").filename);
    expect(await name).toBe("x.txt");
    expect(leftovers()).toEqual([]);
  });

  test("keeps why no rule matches", () => {
    const { app } = traced();
    app.testRequestContext("/nowhere", () => {
      expect(request.routingException).toMatchObject({ code: 404 });
    });
  });
});

describe("a copied context", () => {
  test("has the same request and g, and ends what it was copied from", async () => {
    const { app, seen } = traced();
    let later: () => Promise<unknown> = async () => undefined;
    app.get("/copy", () => {
      g.setDefault("mine", 7);
      later = copyCurrentRequestContext(async () => [request.path, g.get("mine")]);
      return "";
    });
    await app.testClient().get("/copy");
    expect(seen.splice(0)).toHaveLength(2);
    expect(await later()).toEqual(["/copy", 7]);
    expect(seen).toHaveLength(2);
  });

  test("keeps the context alive while it runs", async () => {
    const { app, seen } = traced();
    let end = (): void => undefined;
    let copied: Promise<void> | undefined;
    app.get("/copy", () => {
      copied = copyCurrentRequestContext(() => new Promise<void>((done) => (end = done)))();
      return "";
    });
    await app.testClient().get("/copy");
    expect(seen).toEqual([]);
    end();
    await copied;
    expect(seen).toHaveLength(2);
  });
});

describe("a stream that keeps its context", () => {
  test("is torn down once, after the last piece", async () => {
    const { app, seen } = traced();
    app.get("/stream", () =>
      streamWithContext(
        (function* () {
          yield request.path;
          seen.push("last piece");
        })(),
      ),
    );
    expect((await app.testClient().get("/stream")).text()).toBe("/stream");
    expect(seen).toEqual(["last piece", ["request", undefined], ["context", undefined]]);
  });

  test("is torn down too if nobody reads it", async () => {
    const { app, seen } = traced();
    app.get("/stream", () => streamWithContext(["a", "b"][Symbol.iterator]() as Generator<string>));
    await app.testClient().head("/stream");
    expect(seen).toHaveLength(2);
  });

  test("tells the teardown of its error", async () => {
    const { app, seen } = traced();
    const boom = new Error("boom");
    app.get("/stream", () =>
      streamWithContext(
        (function* () {
          yield "a";
          throw boom;
        })(),
      ),
    );
    const response = await app.fetch(new Request("http://localhost/stream"));
    await expect(response.text()).rejects.toThrow();
    expect(seen).toEqual([
      ["request", boom],
      ["context", boom],
    ]);
  });
});
