import { inspect } from "node:util";
import {
  afterThisRequest,
  copyCurrentRequestContext,
  currentApp,
  Flagon,
  g,
  hasAppContext,
  hasRequestContext,
  OutsideContextError,
  request,
  session,
  urlFor,
} from "flagon";
import { describe, expect, test } from "vitest";
import { leftovers } from "../../http/temporary-files.ts";

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
    const long = { method: "POST", json: { a: "x".repeat(200_000) } };
    const length = app.testRequestContext("/", long, () => request.json<{ a: string }>().a.length);
    expect(length).toBe(200_000);
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

describe("a copied function", () => {
  async function copied<A extends unknown[], T>(make: () => (...args: A) => T) {
    const { app, seen } = traced();
    let copy: ((...args: A) => T) | undefined;
    app.get("/copy", () => {
      g.setDefault("mine", 7);
      copy = copyCurrentRequestContext(make());
      return "";
    });
    await app.testClient().get("/copy");
    seen.length = 0;
    return { copy: copy as (...args: A) => T, seen };
  }

  test("keeps its arguments, its result and its errors, at once and later", async () => {
    const sync = await copied(() => (a: number, b: string) => `${a}${b}${request.path}`);
    expect(sync.copy(1, "x")).toBe("1x/copy");
    const failing = await copied(() => (): never => {
      throw new RangeError(request.path);
    });
    expect(() => failing.copy()).toThrow(new RangeError("/copy"));
    expect(failing.seen).toHaveLength(2);
    const rejecting = await copied(() => async (): Promise<never> => {
      await Promise.resolve();
      throw new RangeError(request.path);
    });
    await expect(rejecting.copy()).rejects.toThrow(new RangeError("/copy"));
    expect(rejecting.seen).toHaveLength(2);
  });

  test("may be a generator, whose body runs in the context, which ends with it", async () => {
    const { copy, seen } = await copied(
      () =>
        function* (): Generator<string, number> {
          yield request.path;
          yield String(g.get("mine"));
          return 3;
        },
    );
    seen.length = 0;
    const pieces = copy();
    expect([pieces.next().value, hasRequestContext()]).toEqual(["/copy", false]);
    expect(pieces.next().value).toBe("7");
    expect(seen).toEqual([]);
    expect(pieces.next()).toEqual({ done: true, value: 3 });
    expect(seen).toHaveLength(2);
  });

  test("may be an asynchronous generator, which may be left before its end", async () => {
    const { copy, seen } = await copied(
      () =>
        async function* () {
          for (;;) yield request.path;
        },
    );
    seen.length = 0;
    for await (const path of copy()) {
      expect(path).toBe("/copy");
      break;
    }
    expect(seen).toHaveLength(2);
  });

  test("leaves no error of the teardown to nobody", async () => {
    const { app } = traced();
    const log: string[] = [];
    app.logger = { warn: () => undefined, error: (entry) => log.push(entry) };
    app.testing = true;
    let copy = (): string => "";
    let fails = false;
    app.teardownRequest(async () => {
      if (fails) throw new Error("too late");
    });
    app.get("/copy", () => {
      copy = copyCurrentRequestContext(() => request.path);
      return "";
    });
    await app.testClient().get("/copy");
    fails = true;
    expect(copy()).toBe("/copy");
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(log).toHaveLength(1);
    expect(log[0]).toContain("too late");
  });
});

describe("what stands for the application and its g", () => {
  test("is logged as what it stands for, and outside as nothing", () => {
    const { app } = traced();
    app.appContext(() => {
      g.setDefault("name", "value");
      expect(inspect(currentApp)).toBe(inspect(app));
      expect(inspect(g)).toContain("name: 'value'");
    });
    expect(inspect(currentApp)).toBe("currentApp (outside of an application)");
    expect(inspect(g)).toBe("g (outside of an application)");
  });

  test("is of its class, and hands out methods that can be called and classes that can be made", () => {
    const { app } = traced();
    app.appContext(() => {
      expect(currentApp).toBeInstanceOf(Flagon);
      expect("urlMap" in currentApp).toBe(true);
      const { secretKeys } = currentApp;
      expect(secretKeys()).toHaveLength(1);
      expect(currentApp.requestClass).toBe(app.requestClass);
      currentApp.extensions.set("mine", 1);
    });
    expect(app.extensions.get("mine")).toBe(1);
    expect(currentApp instanceof Flagon).toBe(false);
  });
});

test("a function for the response of a request needs one", () => {
  const { app } = traced();
  const outside = /afterThisRequest was used outside of a request.*testRequestContext/;
  expect(() => afterThisRequest((response) => response)).toThrow(outside);
  app.appContext(() => expect(() => afterThisRequest((response) => response)).toThrow(outside));
  app.appContext(() => expect(() => copyCurrentRequestContext(() => 1)).toThrow("outside of a request"));
});

test("what fails in a context is thrown on, whatever its teardown does", async () => {
  const { app } = traced();
  const log: string[] = [];
  app.logger = { warn: () => undefined, error: (entry) => log.push(entry) };
  app.teardownAppContext(() => {
    throw new Error("the teardown fails");
  });
  const failing = (): never => {
    throw new Error("the function fails");
  };
  expect(() => app.appContext(failing)).toThrow("the function fails");
  expect(app.appContext(() => 1)).toBe(1);
  expect(log).toHaveLength(2);
  app.testing = true;
  expect(() => app.appContext(failing)).toThrow("the function fails");
  expect(() => app.appContext(() => 1)).toThrow("the teardown fails");
  await expect(app.appContext(async () => 1)).rejects.toThrow("the teardown fails");
  expect(hasAppContext()).toBe(false);
});
