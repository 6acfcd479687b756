/** Functions after the view: they see the response of an error too, and what goes wrong in them is one. */
import { abort, afterThisRequest, Flagon, g, makeResponse, type Response } from "flagon";
import { describe, expect, test } from "vitest";

function quiet(): { app: Flagon; errors: string[] } {
  const errors: string[] = [];
  const app = new Flagon();
  app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
  return { app, errors };
}

const mark = (name: string) => (response: Response) => {
  response.headers.add("X-After", name);
  return response;
};

describe("a function after the request", () => {
  test("sees the response of whatever answered: the view, a hook, a handler, or the page of an error", async () => {
    const { app } = quiet();
    app.afterRequest(mark("all"));
    app.beforeRequest(() => (g.get("never") === undefined ? undefined : "never"));
    app.errorHandler(RangeError, () => makeResponse("handled", 409));
    app.get("/view", () => "view");
    app.get("/range", () => {
      throw new RangeError();
    });
    app.get("/boom", () => {
      throw new Error("boom");
    });
    app.get("/slash/", () => "");
    const client = app.testClient();
    for (const [path, status] of [
      ["/view", 200],
      ["/range", 409],
      ["/boom", 500],
      ["/nowhere", 404],
      ["/slash", 308],
    ] as const) {
      const { status: got, headers } = await client.get(path);
      expect([got, headers.getList("X-After")], path).toEqual([status, ["all"]]);
    }
    expect((await client.options("/view")).headers.getList("X-After")).toEqual(["all"]);
  });

  test("that fails is answered with a logged 500, or by a handler of its error", async () => {
    const { app, errors } = quiet();
    app.afterRequest(() => {
      throw new RangeError("after");
    });
    app.get("/", () => "");
    const response = await app.testClient().get("/");
    expect([response.status, errors.length > 0]).toEqual([500, true]);
    expect(errors.join()).toContain("after");
  });

  test("that fails for one response can have its error answered by the handler of 500", async () => {
    const { app } = quiet();
    app.afterRequest((response) => {
      if (response.status === 200) throw new Error("no good");
      return response;
    });
    app.errorHandler(500, () => makeResponse("Internal Server Error", 500));
    app.get("/", () => "");
    expect((await app.testClient().get("/")).text()).toBe("Internal Server Error");
  });
});

describe("afterThisRequest", () => {
  test("is for the request it was called in, before those of the application", async () => {
    const { app } = quiet();
    app.afterRequest(mark("app"));
    app.get("/once", () => {
      afterThisRequest(mark("this 1"));
      afterThisRequest(mark("this 2"));
      return "";
    });
    app.get("/", () => "");
    const client = app.testClient();
    expect((await client.get("/once")).headers.getList("X-After")).toEqual(["this 1", "this 2", "app"]);
    expect((await client.get("/")).headers.getList("X-After")).toEqual(["app"]);
  });

  test("may be called by a hook, and holds for the page of an error", async () => {
    const { app } = quiet();
    app.beforeRequest(() => {
      afterThisRequest(mark("hook"));
    });
    app.get("/", () => abort(404));
    const { status, headers } = await app.testClient().get("/");
    expect([status, headers.getList("X-After")]).toEqual([404, ["hook"]]);
  });

  test("outside of a request is an error that says so", () => {
    expect(() => afterThisRequest((response) => response)).toThrow("app.testRequestContext");
    expect(() => quiet().app.appContext(() => afterThisRequest((response) => response))).toThrow(
      "app.testRequestContext",
    );
  });
});
