import { abort, Blueprint, Flagon, HTTPException, makeResponse, session } from "flagon";
import { Conflict, type InternalServerError } from "flagon/http";
import { describe, expect, test } from "vitest";

class OutOfStock extends Error {}
class SoldOut extends OutOfStock {}

function quiet(): { app: Flagon; errors: string[] } {
  const errors: string[] = [];
  const app = new Flagon({ secretKey: "k" });
  app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
  return { app, errors };
}

const thrower = (error: unknown) => () => {
  throw error;
};

describe("an error handler", () => {
  test("answers errors of its code, and sets the status itself", async () => {
    const { app } = quiet();
    app.errorHandler(404, (error) => `${error.code} handled`);
    const response = await app.testClient().get("/nowhere");
    expect([response.status, response.text()]).toEqual([200, "404 handled"]);
  });

  test("answers errors of its class and of those below, the nearest class first", async () => {
    const { app, errors } = quiet();
    app.errorHandler(Error, () => "any");
    app.errorHandler(OutOfStock, () => makeResponse("stock", 409));
    app.get("/sold", thrower(new SoldOut()));
    app.get("/type", thrower(new TypeError()));
    const client = app.testClient();
    expect((await client.get("/sold")).status).toBe(409);
    expect((await client.get("/type")).text()).toBe("any");
    expect(errors).toEqual([]);
  });

  test("for a code goes before one for a class, and a blueprint's before its outer one's", async () => {
    const { app } = quiet();
    const outer = new Blueprint("outer");
    const inner = new Blueprint("inner");
    app.errorHandler(HTTPException, (error) => `app ${error.code}`);
    outer.errorHandler(404, () => "outer 404");
    inner.errorHandler(HTTPException, (error) => `inner ${error.code}`);
    inner.get("/404", () => abort(404));
    inner.get("/409", thrower(new Conflict()));
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    const client = app.testClient();
    expect((await client.get("/404")).text()).toBe("outer 404");
    expect((await client.get("/409")).text()).toBe("inner 409");
    expect((await client.get("/elsewhere")).text()).toBe("app 404");
  });

  test("for 500 gets what nobody handled, which is logged", async () => {
    const { app, errors } = quiet();
    const boom = new Error("boom");
    app.get("/", thrower(boom));
    app.errorHandler(500, (error) => {
      return makeResponse(String((error as InternalServerError).originalException === boom), 500);
    });
    const response = await app.testClient().get("/");
    expect([response.status, response.text()]).toEqual([500, "true"]);
    expect(errors).toHaveLength(1);
  });

  test("sees the session, and a body that is too large is its affair too", async () => {
    const { app } = quiet();
    app.config.maxContentLength = 3;
    app.post("/", () => "");
    app.errorHandler(413, () => `${session.get("name", "nobody")} sent too much`);
    const response = await app.testClient().post("/", { data: "four" });
    expect(response.text()).toBe("nobody sent too much");
  });

  test("is registered by registerErrorHandler too", async () => {
    const { app } = quiet();
    app.registerErrorHandler(404, () => "registered");
    expect((await app.testClient().get("/nowhere")).text()).toBe("registered");
  });

  test("is not asked about abort(response)", async () => {
    const { app } = quiet();
    app.errorHandler(HTTPException, () => "handled");
    app.get("/", () => abort(makeResponse("as it is", 404)));
    expect((await app.testClient().get("/")).text()).toBe("as it is");
  });

  test("that throws gives a 500", async () => {
    const { app, errors } = quiet();
    app.errorHandler(404, thrower(new Error("worse")));
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(errors[0]).toContain("worse");
  });

  test.each([
    [302, "from 400 to 599"],
    [new Error("e"), "give its class"],
    [class Plain {}, "does not extend Error"],
    ["404", 'not "404"'],
  ])("for %o is an error at set-up", (key, text) => {
    expect(() => quiet().app.errorHandler(key as never, () => "")).toThrow(text);
  });
});

describe("an error that nobody handles", () => {
  test("is thrown on in tests, and to a server it is a 500 nevertheless", async () => {
    const { app } = quiet();
    app.testing = true;
    app.get("/", thrower(new Error("boom")));
    await expect(app.testClient().get("/")).rejects.toThrow("boom");
    expect((await app.fetch(new Request("http://localhost/"))).status).toBe(500);
    app.config.propagateExceptions = false;
    expect((await app.testClient().get("/")).status).toBe(500);
  });
});
