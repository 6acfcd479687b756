/** Calls as a Flask user writes them by habit, where no compiler looks: each error says what is written here. */
import {
  abort,
  Flagon,
  flash,
  makeResponse,
  Response,
  renderTemplateString,
  request,
  sendFromDirectory,
  urlFor,
} from "flagon";
import { ImmutableMultiDict, MultiDict } from "flagon/http";
import { describe, expect, test } from "vitest";

type Loose = (...args: unknown[]) => unknown;

/** As a program that no compiler has checked. */
const loose = (fn: unknown): Loose => fn as Loose;

async function thrownBy(view: () => unknown): Promise<unknown> {
  const app = new Flagon({ secretKey: "a key for this test", config: { testing: true } });
  app.get("/", async () => {
    await view();
    return "no error";
  });
  return app
    .testClient()
    .get("/?page=2")
    .then((response) => response.text())
    .catch((error: unknown) => error);
}

describe("an argument of another kind is refused, with what is written here", () => {
  test.each<[string, () => unknown, string]>([
    [
      "abort with a keyword",
      () => loose(abort)(404, { description: "gone" }),
      'abort(404, …) takes the description as text, and its options after that: abort(404, "…", { … }).',
    ],
    [
      "flash with a keyword",
      () => loose(flash)("Saved.", { category: "info" }),
      'flash() takes the category as text, such as flash("Saved.", "info"), not {"category":"info"}.',
    ],
    [
      "urlFor with one value",
      () => loose(urlFor)("GET /", 5),
      "urlFor() takes the values as an object, such as { id: 3 }, not 5.",
    ],
    [
      "a template with a text",
      () => loose(renderTemplateString)("{{ x }}", "x"),
      'A template takes its names as an object, such as { name }, not "x".',
    ],
    [
      "a file with a keyword",
      () => loose(sendFromDirectory)("static", { path: "a.css" }),
      'sendFromDirectory(folder, path) needs the path as text, not {"path":"a.css"}.',
    ],
    [
      "a conversion in place of the default",
      () => request.args.get("page", Number),
      'get() takes what converts as its third argument: get("page", 1, Number), or get("page", undefined, Number).',
    ],
    [
      "a conversion in place of a header's default",
      () => request.headers.get("Accept", Number),
      'get() takes what converts as its third argument: get("page", 1, Number), or get("page", undefined, Number).',
    ],
    [
      "a conversion as a keyword",
      () => request.args.get("page", { type: Number }),
      'get() takes what converts as its third argument: get("page", 1, Number), or get("page", undefined, Number).',
    ],
  ])("%s", async (_, view, message) => {
    expect(await thrownBy(view)).toEqual(new TypeError(message));
  });

  test("a status after the body of a Response", () => {
    const make = Response as unknown as new (body: string, status: number) => Response;
    expect(() => new make("Made.", 201)).toThrow(
      new TypeError("new Response() takes its options as an object: { status: 201 }."),
    );
  });

  test("the code of an error handler as text", () => {
    expect(() => loose(new Flagon().errorHandler.bind(new Flagon()))("404", () => "")).toThrow(
      'needs a status code or a class of errors, not "404".',
    );
  });
});

test("a default that only looks like a conversion is a default", () => {
  const none = new ImmutableMultiDict();
  expect(none.get("kind", { type: "tea" })).toEqual({ type: "tea" });
  expect(none.get("kind", null)).toBeNull();
  expect(new MultiDict([["n", "3"]]).get("n", undefined, Number)).toBe(3);
});

describe("a route", () => {
  const app = new Flagon();
  const route = loose(app.route.bind(app));

  test("is no decorator", () => {
    const message = 'app.route("/", …) needs a view function: give it here, for there are no decorators.';
    expect(() => route("/")).toThrow(message);
    expect(() => route("/", { methods: ["POST"] })).toThrow(message);
  });

  test("has its options before the view", () => {
    expect(() => route("/", () => "", { methods: ["POST"] })).toThrow(
      'app.route("/", …) needs a view function as the last argument; the options go before it.',
    );
  });

  test.each(["viewFunc", "view_func"])("has no option %s", (name) => {
    expect(() => app.addUrlRule("/", { [name]: () => "" } as object)).toThrow(
      'addUrlRule("/", …) takes the view as { view }.',
    );
  });
});

describe("an array that looks like body and status", () => {
  async function warningsFor(result: () => object, debug = true): Promise<unknown[]> {
    const warnings: unknown[] = [];
    const app = new Flagon({ config: { debug } });
    app.logger = { warn: (text: unknown) => warnings.push(text), error: () => undefined };
    app.get("/", function index() {
      return result();
    });
    const response = await app.testClient().get("/");
    expect(response.mimetype).toBe("application/json");
    return warnings;
  }

  test.each([
    [["Made.", 201]],
    [[{ error: "gone" }, 404]],
    [["Made.", 201, { "X-A": "b" }]],
  ])("is told of in debug mode: %j", async (result) => {
    expect(await warningsFor(() => result)).toEqual([
      `The view "index" returned an array, which is sent as JSON with the status 200. If ${result[1]} is the status, ` +
        `return makeResponse(body, ${result[1]}).`,
    ]);
  });

  test("is told of where an error handler returns it", async () => {
    const warnings: unknown[] = [];
    const app = new Flagon({ config: { debug: true } });
    app.logger = { warn: (text: unknown) => warnings.push(text), error: () => undefined };
    app.errorHandler(404, () => ["Nothing here.", 404]);
    await app.testClient().get("/nowhere");
    expect(warnings).toContainEqual(expect.stringMatching(/^An error handler returned an array/));
  });

  test("is told of where it is given to makeResponse", async () => {
    const [warning] = await warningsFor(() => makeResponse(["Made.", 201]));
    expect(warning).toContain("makeResponse was given an array");
  });

  test.each([
    [["tea", 3]],
    [[404, 404]],
    [["a", "b"]],
    [["a", 201, 3, 4]],
    [[]],
  ])("is not told of if it does not: %j", async (result) => {
    expect(await warningsFor(() => result)).toEqual([]);
  });

  test("is not told of without debug mode", async () => {
    expect(await warningsFor(() => ["Made.", 201], false)).toEqual([]);
  });
});

test("Flask's name for an option of a test's request is answered with ours", async () => {
  const client = new Flagon().testClient();
  await expect(client.get("/", { follow_redirects: true } as object)).rejects.toThrow(
    'A request of a test has no option "follow_redirects"; did you mean followRedirects?',
  );
});
