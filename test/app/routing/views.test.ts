import { Flagon, html, Response as OurResponse, request, urlFor } from "flagon";
import { describe, expect, test } from "vitest";

async function answerOf(view: () => unknown) {
  const log: string[] = [];
  const app = new Flagon();
  app.logger = { warn: () => {}, error: (message) => log.push(message) };
  app.get("/", { endpoint: "index" }, view as () => string);
  const response = await app.testClient().get("/");
  return { status: response.status, type: response.headers.get("Content-Type"), text: response.text(), log };
}

describe("what a view returns", () => {
  test.each<[string, () => unknown, string, string]>([
    ["text is HTML", () => "<b>", "text/html; charset=utf-8", "<b>"],
    ["Markup is HTML", () => html`<b>${"<"}</b>`, "text/html; charset=utf-8", "<b>&lt;</b>"],
    ["bytes", () => new Uint8Array([104, 105]), "text/html; charset=utf-8", "hi"],
    ["an object is JSON", () => ({ b: 1, a: "é" }), "application/json", '{"a":"\\u00e9","b":1}\n'],
    ["an array is JSON", () => [1, [2]], "application/json", "[1,[2]]\n"],
    [
      "a response of ours",
      () => new OurResponse("x", { mimetype: "text/plain" }),
      "text/plain; charset=utf-8",
      "x",
    ],
    ["a Web response", () => new Response("x", { headers: { "Content-Type": "a/b" } }), "a/b", "x"],
    ["a promise", () => Promise.resolve("later"), "text/html; charset=utf-8", "later"],
    [
      "a generator is streamed",
      function* () {
        yield "a";
        yield "b";
      },
      "text/html; charset=utf-8",
      "ab",
    ],
    [
      "an async generator is streamed",
      async function* () {
        yield "a";
        yield "b";
      },
      "text/html; charset=utf-8",
      "ab",
    ],
  ])("%s", async (_name, view, type, text) => {
    expect(await answerOf(view)).toEqual({ status: 200, type, text, log: [] });
  });
});

describe("registering", () => {
  test("two views under one name are an error that names both places", () => {
    const app = new Flagon();
    app.get("/a", function show() {
      return "a";
    });
    expect(() =>
      app.get("/b", function show() {
        return "b";
      }),
    ).toThrow(/"show" of the rule \/b .* at the rule \/a/);
  });

  test("after the first request is an error that names the remedy", async () => {
    const app = new Flagon();
    await app.testClient().get("/");
    expect(() => app.get("/late", () => "")).toThrow(
      "app.get was called after the application had handled its first request",
    );
  });
});

describe("urlFor", () => {
  test("takes a view, an endpoint or the text of a rule", async () => {
    const app = new Flagon();
    const show = app.get("/users/<int:id>", () => "");
    app.get("/login", () => "");
    app.get("/", function index() {
      return [
        urlFor(show, { id: 3, tab: ["a", "b"], none: undefined }),
        urlFor("index", { q: "ü&" }, { anchor: "top" }),
        urlFor("/login", {}, { external: true }),
      ];
    });
    expect((await app.testClient().get("/")).json()).toEqual([
      "/users/3?tab=a&tab=b",
      "/?q=%C3%BC%26#top",
      "http://localhost/login",
    ]);
  });

  test("takes a whole query, in which nothing is an option", async () => {
    const app = new Flagon();
    app.get("/", function index() {
      return [urlFor("index", request.args), urlFor("index", request.args, { anchor: "top" })];
    });

    expect((await app.testClient().get("/?a=1&a=2&_external=1&_scheme=javascript")).json()).toEqual([
      "/?a=1&_external=1&_scheme=javascript",
      "/?a=1&_external=1&_scheme=javascript#top",
    ]);
  });

  test("says which endpoint was meant", async () => {
    const log: string[] = [];
    const app = new Flagon();
    app.logger = { warn: () => {}, error: (message) => log.push(message) };
    app.get("/", function index() {
      return urlFor("Index");
    });
    await app.testClient().get("/");
    expect(log[0]).toContain('did you mean "index"?');
  });
});
