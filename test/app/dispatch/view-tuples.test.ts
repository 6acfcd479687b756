/** Body, status and headers together: what a view returns as a Tuple or by makeResponse, over the wire. */
import { Flagon, makeResponse, type Response, Tuple } from "flagon";
import { describe, expect, test } from "vitest";

const later = async <T>(value: T): Promise<T> => value;

const VIEWS: readonly (readonly [string, () => unknown, number, string, string])[] = [
  ["(text, status)", () => new Tuple("text", 202), 202, "text/html; charset=utf-8", "text"],
  ["(text, status as text)", () => new Tuple("text", "202 Taken"), 202, "text/html; charset=utf-8", "text"],
  ["(text, headers)", () => new Tuple("text", { "Content-Type": "text/plain" }), 200, "text/plain", "text"],
  [
    "(text, status, headers)",
    () => new Tuple("text", 400, { "Content-Type": "text/plain" }),
    400,
    "text/plain",
    "text",
  ],
  ["(object, status)", () => new Tuple({ foo: "bar" }, 201), 201, "application/json", '{"foo":"bar"}\n'],
  ["(list, status)", () => new Tuple([1, 2], 201), 201, "application/json", "[1,2]\n"],
  [
    "(bytes, status)",
    () => new Tuple(new Uint8Array([104, 105]), 203),
    203,
    "text/html; charset=utf-8",
    "hi",
  ],
  [
    "(response, status, headers)",
    () => new Tuple(makeResponse("hello", 418), 201, { "Content-Type": "a/b" }),
    201,
    "a/b",
    "hello",
  ],
  [
    "(generator, status)",
    () =>
      new Tuple(
        (function* () {
          yield "a";
          yield "b";
        })(),
        206,
      ),
    206,
    "text/html; charset=utf-8",
    "ab",
  ],
  ["a promise of one", () => later(new Tuple("text", 202)), 202, "text/html; charset=utf-8", "text"],
];

describe("a view may return", () => {
  test.each(VIEWS)("%s", async (_, view, status, type, text) => {
    const app = new Flagon();
    app.get("/", view as () => object);
    const response = await app.testClient().get("/");
    expect([response.status, response.contentType, response.text()]).toEqual([status, type, text]);
  });

  test.each(VIEWS)("and an error handler and a hook may too: %s", async (_, view, status, type, text) => {
    const app = new Flagon();
    app.errorHandler(404, view as () => object);
    const hooked = new Flagon();
    hooked.beforeRequest(view as () => object);
    for (const on of [app, hooked]) {
      const response = await on.testClient().get("/nowhere");
      expect([response.status, response.contentType, response.text()]).toEqual([status, type, text]);
    }
  });
});

describe("a response without a body", () => {
  test.each([204, 304])("has neither a body nor a length with the status %d", async (status) => {
    const app = new Flagon();
    app.get("/", () => new Tuple("", status));
    const response = await app.fetch(new globalThis.Request("http://localhost/"));
    expect([response.status, await response.text()]).toEqual([status, ""]);
    expect(response.headers.get("Content-Length")).toBeNull();
  });
});

test("the headers of a list keep what comes twice", async () => {
  const app = new Flagon();
  const cookies = [
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
  ];
  app.get("/", () => new Tuple("", cookies));
  expect((await app.testClient().get("/")).headers.getList("Set-Cookie")).toEqual(["a=1", "b=2"]);
});

test("makeResponse of a response changes that one", () => {
  const first: Response = makeResponse("hello", 418, { "X-A": "1" });
  const second = makeResponse(first, 201, { "X-B": "2" });
  expect(second).toBe(first);
  expect([second.status, second.headers.get("X-A"), second.headers.get("X-B")]).toEqual([201, "1", "2"]);
});
