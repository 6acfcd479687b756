import { afterThisRequest, Blueprint, Flagon, g, makeResponse, type Response } from "flagon";
import { describe, expect, test } from "vitest";

type Hooked = Pick<Flagon, "urlValuePreprocessor" | "beforeRequest" | "afterRequest" | "teardownRequest">;

/** Two hooks of each kind, which tell of themselves; every other one takes its time. */
function trace(seen: string[], on: Hooked, name: string): void {
  for (const number of [1, 2]) {
    const tell = (kind: string) => (number === 1 ? void seen.push(`${kind} ${name}${number}`) : undefined);
    const tellLater = async (kind: string) => {
      await new Promise((done) => setTimeout(done, 1));
      seen.push(`${kind} ${name}${number}`);
    };
    const say = number === 1 ? tell : tellLater;
    on.urlValuePreprocessor(() => say("value"));
    on.beforeRequest(() => say("before") as undefined);
    on.afterRequest(async (response: Response) => {
      await say("after");
      return response;
    });
    on.teardownRequest(() => say("teardown"));
  }
}

describe("the hooks of a request", () => {
  test("run in Flask's order, whether or not they wait", async () => {
    const seen: string[] = [];
    const app = new Flagon();
    const outer = new Blueprint("outer", { urlPrefix: "/outer" });
    const inner = new Blueprint("inner", { urlPrefix: "/inner" });
    trace(seen, app, "app");
    trace(seen, outer, "outer");
    trace(seen, inner, "inner");
    inner.beforeAppRequest(() => void seen.push("before inner's app"));
    inner.afterAppRequest((response) => {
      seen.push("after inner's app");
      return response;
    });
    inner.teardownAppRequest(() => seen.push("teardown inner's app"));
    app.teardownAppContext(() => seen.push("context 1"));
    app.teardownAppContext(() => seen.push("context 2"));
    inner.get("/", () => {
      for (const number of [1, 2]) {
        afterThisRequest((response) => {
          seen.push(`this ${number}`);
          return response;
        });
      }
      seen.push("view");
      return "";
    });
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    await app.testClient().get("/outer/inner/");
    expect(seen).toEqual([
      ...["app1", "app2", "outer1", "outer2", "inner1", "inner2"].map((name) => `value ${name}`),
      ...["app1", "app2", "inner's app", "outer1", "outer2", "inner1", "inner2"].map(
        (name) => `before ${name}`,
      ),
      "view",
      "this 1",
      "this 2",
      ...["inner2", "inner1", "outer2", "outer1", "inner's app", "app2", "app1"].map(
        (name) => `after ${name}`,
      ),
      ...["inner2", "inner1", "outer2", "outer1", "inner's app", "app2", "app1"].map(
        (name) => `teardown ${name}`,
      ),
      "context 2",
      "context 1",
    ]);
  });

  test("an after hook may answer with another response, and must not answer with anything else", async () => {
    const app = new Flagon();
    const errors: string[] = [];
    app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
    app.get("/", () => "view");
    app.get("/bad", () => "view");
    app.afterRequest((response) => new globalThis.Response(`${response.status} replaced`, { status: 201 }));
    expect((await app.testClient().get("/")).text()).toBe("200 replaced");

    const bad = new Flagon();
    bad.logger = app.logger;
    bad.afterRequest(() => "text" as never);
    expect((await bad.testClient().get("/")).status).toBe(500);
    expect(errors[0]).toContain("must return the response");
  });

  test("every teardown runs, though one throws, and hears of the error that nobody handled", async () => {
    const app = new Flagon();
    const errors: string[] = [];
    const seen: unknown[] = [];
    app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
    app.teardownRequest((error) => seen.push(error));
    app.teardownRequest(() => {
      throw new Error("teardown fails");
    });
    app.teardownAppContext((error) => seen.push(error));
    const boom = new Error("boom");
    app.get("/", () => "fine");
    app.get("/boom", () => {
      throw boom;
    });
    expect((await app.testClient().get("/")).text()).toBe("fine");
    expect(seen.splice(0)).toEqual([undefined, undefined]);
    expect(errors.splice(0).join()).toContain("teardown fails");
    expect((await app.testClient().get("/boom")).status).toBe(500);
    expect(seen).toEqual([boom, boom]);
  });

  test("a teardown that throws is seen by a test, when all have run", async () => {
    const app = new Flagon({ config: { testing: true } });
    const seen: unknown[] = [];
    app.logger = { warn: () => undefined, error: (entry) => seen.push(entry) };
    app.teardownAppContext((error) => seen.push(error));
    for (const name of ["first", "second"]) {
      app.teardownRequest(async () => {
        throw new Error(`${name} teardown fails`);
      });
    }
    app.get("/", () => {
      const response = makeResponse("fine");
      response.callOnClose(() => seen.push("closed"));
      return response;
    });
    app.get("/boom", () => {
      throw new Error("boom");
    });
    await expect(app.testClient().get("/")).rejects.toThrow("second teardown fails");
    expect(seen.splice(0)).toEqual([expect.stringContaining("first teardown fails"), undefined, "closed"]);
    await expect(app.testClient().get("/boom")).rejects.toThrow("boom");
    expect(seen).toHaveLength(3);
  });

  test("g is closed in the teardown of the context", async () => {
    const app = new Flagon();
    const closed: unknown[] = [];
    app.beforeRequest(() => void g.setDefault("db", { name: "db" }));
    app.teardownAppContext(() => closed.push(g.pop("db")));
    app.get("/", () => "");
    await app.testClient().get("/");
    expect(closed).toEqual([{ name: "db" }]);
  });
});
