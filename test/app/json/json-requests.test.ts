/** JSON that a client sends: which types are read, and what is said of what is none. */
import { Flagon, jsonify, request } from "flagon";
import { describe, expect, test } from "vitest";

function echo(debug = false): Flagon {
  const app = new Flagon({ config: { debug, trapBadRequestErrors: false } });
  app.post("/", () => jsonify(request.json()));
  return app;
}

describe("a body that is no JSON", () => {
  test.each([
    [false, "could not make sense"],
    [true, "The body is no JSON"],
  ])("is a 400, whose reason is for the developer: debug %s", async (debug, text) => {
    const response = await echo(debug)
      .testClient()
      .post("/", { data: "malformed", contentType: "application/json" });
    expect(response.status).toBe(400);
    expect(response.text()).toContain(text);
  });

  test.each(["", "{", "nul", "'text'"])("is a 400: %j", async (data) => {
    const response = await echo().testClient().post("/", { data, contentType: "application/json" });
    expect(response.status).toBe(400);
  });
});

describe("the type of a body", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "application/vnd.api+json",
    "APPLICATION/JSON",
  ])("is JSON: %s", async (contentType) => {
    const app = echo();
    app.post("/is", () => [request.isJson, request.mimetype]);
    const client = app.testClient();
    expect((await client.post("/", { data: '"foo"', contentType })).json()).toBe("foo");
    expect((await client.post("/is", { data: '"foo"', contentType })).json<unknown[]>()[0]).toBe(true);
  });

  test.each([
    "text/plain",
    "application/jsonx",
    "application/x-json",
    "text/json+",
  ])("is not: %s", async (contentType) => {
    expect((await echo().testClient().post("/", { data: '"foo"', contentType })).status).toBe(415);
  });

  test("does not count where the view forces it, and nothing fails where it is silent", async () => {
    const app = new Flagon();
    app.post("/force", () => jsonify(request.json({ force: true })));
    app.post("/silent", () => jsonify(request.json({ silent: true }) ?? "nothing"));
    const client = app.testClient();
    expect((await client.post("/force", { data: "[1]", contentType: "text/plain" })).json()).toEqual([1]);
    expect((await client.post("/silent", { data: "[1", contentType: "application/json" })).json()).toBe(
      "nothing",
    );
    expect((await client.post("/silent", { data: "[1]", contentType: "text/plain" })).json()).toBe("nothing");
  });
});

describe("jsonify", () => {
  test.each([
    0,
    -1,
    1,
    23,
    3.14,
    "s",
    "longer string",
    true,
    false,
    null,
  ])("writes %j as it is", async (value) => {
    const app = new Flagon();
    app.get("/", () => jsonify(value));
    const response = await app.testClient().get("/");
    expect([response.mimetype, response.json()]).toEqual(["application/json", value]);
  });

  test("writes several values as a list, and none as null", async () => {
    const app = new Flagon();
    app.get("/several", () => jsonify("a", { b: 1 }));
    app.get("/none", () => jsonify());
    const client = app.testClient();
    expect((await client.get("/several")).json()).toEqual(["a", { b: 1 }]);
    expect((await client.get("/none")).json()).toBeNull();
  });

  test("reads back what was sent, whatever its alphabet", async () => {
    const value = { "": "", ключ: "значение", "🍵": ["\u2028", '"\\', "</script>"] };
    expect((await echo().testClient().post("/", { json: value })).json()).toEqual(value);
  });
});
