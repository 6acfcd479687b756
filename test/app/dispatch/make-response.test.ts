import { Flagon, html, makeResponse, type Response, Tuple } from "flagon";
import { NotFound } from "flagon/http";
import { describe, expect, test } from "vitest";

const described = (response: Response): [number, string, string] => [
  response.status,
  response.contentType ?? "",
  response.text,
];

describe("makeResponse makes a response of", () => {
  const HTML = "text/html; charset=utf-8";
  test.each([
    ["text", "Tée", [200, HTML, "Tée"]],
    ["markup", html`<p>${"<"}</p>`, [200, HTML, "<p>&lt;</p>"]],
    ["bytes", new TextEncoder().encode("tea"), [200, HTML, "tea"]],
    ["an ArrayBuffer", new TextEncoder().encode("tea").buffer, [200, HTML, "tea"]],
    ["an object", { b: 1, a: [null] }, [200, "application/json", '{"a":[null],"b":1}\n']],
    ["an array", ["x", 1], [200, "application/json", '["x",1]\n']],
    ["an HTTP exception", new NotFound("no tea"), [404, HTML, new NotFound("no tea").getBody()]],
    ["a Tuple", new Tuple("tea", 201), [201, HTML, "tea"]],
    ["nothing", undefined, [200, HTML, ""]],
  ])("%s", (_, body, expected) => {
    expect(described(makeResponse(body))).toEqual(expected);
  });

  test("the Web's response, with all its headers", async () => {
    const web = new globalThis.Response("tea", { status: 201, headers: { "X-A": "1" } });
    web.headers.append("Set-Cookie", "a=1");
    web.headers.append("Set-Cookie", "b=2");
    const response = makeResponse(web);
    expect([response.status, response.headers.get("X-A")]).toEqual([201, "1"]);
    expect(response.headers.getList("Set-Cookie")).toEqual(["a=1", "b=2"]);
    expect(await response.toWeb().text()).toBe("tea");
  });

  test("a response of ours: that one", () => {
    const response = makeResponse("x");
    expect(makeResponse(response)).toBe(response);
  });
});

describe("status and headers", () => {
  test("replace what the body brings, whatever the body is; a name that comes twice is kept twice", () => {
    const headers: [string, string][] = [
      ["X-A", "1"],
      ["x-a", "2"],
      ["Content-Type", "text/plain"],
    ];
    for (const body of [
      "x",
      new Uint8Array(1),
      {},
      makeResponse("x", 200, { "X-A": "0" }),
      new globalThis.Response("x"),
    ]) {
      const response = makeResponse(body, 418, headers);
      expect(response.status).toBe(418);
      expect(response.headers.getList("X-A")).toEqual(["1", "2"]);
      expect(response.headers.getList("Content-Type")).toEqual(["text/plain"]);
    }
  });

  test("come in a Tuple too", () => {
    expect(makeResponse(new Tuple("x", { "X-A": ["1", "2"] })).headers.getList("x-a")).toEqual(["1", "2"]);
    expect(makeResponse(new Tuple({}, 201, [["X-A", "1"]])).headers.get("x-a")).toBe("1");
    expect(() => makeResponse(new Tuple("x"))).toThrow(/Tuple of 1; expected \(body, status\)/);
    expect(() => makeResponse(new Tuple(new Tuple("x", 404), 201))).toThrow(/Tuple within a Tuple/);
  });

  test("are not given where a Tuple has null, as Flask's have None", () => {
    for (const rest of [[null], [null, null], [undefined, undefined]]) {
      const response = makeResponse(new Tuple("x", ...rest));
      expect([response.status, response.text]).toEqual([200, "x"]);
    }
    expect(makeResponse(new Tuple("x", 404, null)).status).toBe(404);
    expect(makeResponse(new Tuple("x", null, { "X-A": "1" })).headers.get("X-A")).toBe("1");
  });

  test("may have a reason, and must be a status", () => {
    const response = makeResponse("x", "418 No tea");
    expect([response.status, response.statusText]).toEqual([418, "No tea"]);
    expect(makeResponse("x", "404").statusText).toBe("Not Found");
    for (const status of ["", "abc", "20", "418\r\nX: y"])
      expect(() => makeResponse("x", status)).toThrow(TypeError);
    expect(() => makeResponse("x", 99)).toThrow(RangeError);
  });
});

describe("what is no response", () => {
  const failing = async (view: () => unknown): Promise<string> => {
    const errors: string[] = [];
    const app = new Flagon();
    app.logger = { warn: () => {}, error: (message) => errors.push(message) };
    app.get("/", { endpoint: "tea" }, view as () => string);
    expect((await app.testClient().get("/")).status).toBe(500);
    return errors.join("");
  };

  test.each([
    ["a Set", () => new Set([1]), /\[\.\.\.set\]/],
    ["a Map", () => new Map(), /Object\.fromEntries/],
    ["undefined", () => undefined, /lack a return/],
    ["null", () => null, / null, .*Return ""/],
    ["a number", () => 5, /Return text/],
    ["true", () => true, /Return text/],
    ["a Date", () => new Date(0), /Return text/],
    ["a function", () => () => "x", /Return text/],
  ])("is an error that names the view and a remedy: %s", async (_, view, remedy) => {
    const error = await failing(view);
    expect(error).toMatch(/The view \\?"tea\\?" returned/);
    expect(error).toMatch(remedy);
  });
});
