/** Which errors become which answers, by the settings: the whole table of Flask. */
import {
  abort,
  type Config,
  Flagon,
  HTTPException,
  makeResponse,
  renderTemplateString,
  request,
} from "flagon";
import { NotFound, Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

type Outcome = number | "raised";

const REQUESTS = ["/key", "/404", "/400", "/error", "/nowhere", "/slash"] as const;

/** What a test's client gets for each of {@link REQUESTS}. */
const TABLE: readonly (readonly [Partial<Config>, readonly Outcome[]])[] = [
  [{}, [400, 404, 400, 500, 404, 308]],
  [{ trapBadRequestErrors: true }, [500, 404, 500, 500, 404, 308]],
  // In Flask the redirect of a slash is trapped as well.
  [{ trapHttpExceptions: true }, [500, 500, 500, 500, 500, 308]],
  [{ trapBadRequestErrors: true, testing: true }, ["raised", 404, "raised", "raised", 404, 308]],
  [{ trapHttpExceptions: true, testing: true }, ["raised", "raised", "raised", "raised", "raised", 308]],
  [{ testing: true }, [400, 404, 400, "raised", 404, 308]],
  [{ debug: true }, ["raised", 404, 400, "raised", 404, 308]],
  [{ debug: true, trapBadRequestErrors: false }, [400, 404, 400, "raised", 404, 308]],
  [{ testing: true, propagateExceptions: false }, [400, 404, 400, 500, 404, 308]],
  [{ debug: true, propagateExceptions: false }, [500, 404, 400, 500, 404, 308]],
  [{ propagateExceptions: true }, [400, 404, 400, "raised", 404, 308]],
];

function appWith(config: Partial<Config>): { app: Flagon; log: string[]; warnings: string[] } {
  const log: string[] = [];
  const warnings: string[] = [];
  const app = new Flagon({ config });
  app.logger = { warn: (entry) => warnings.push(entry), error: (entry) => log.push(entry) };
  app.get("/key", { endpoint: "key" }, () => request.args.require("the-key"));
  app.get("/404", { endpoint: "404" }, () => abort(404));
  app.get("/400", { endpoint: "400" }, () => abort(400));
  app.get("/error", { endpoint: "error" }, () => {
    throw new RangeError("boom");
  });
  app.get("/slash/", { endpoint: "slash" }, () => "");
  return { app, log, warnings };
}

async function outcome(app: Flagon, path: string): Promise<Outcome> {
  try {
    return (await app.testClient().get(path)).status;
  } catch {
    return "raised";
  }
}

describe.each(
  TABLE.map(([config, expected]) => [JSON.stringify(config), config, expected] as const),
)("with %s", (_name, config, expected) => {
  test.each(
    REQUESTS.map((path, index) => [path, expected[index]] as const),
  )("%s is %s", async (path, expectation) => {
    const { app, log } = appWith(config);
    expect(await outcome(app, path)).toBe(expectation);
    expect(log).toHaveLength(expectation === 500 ? 1 : 0);
  });

  test.each(
    REQUESTS.map((path, index) => [path, expected[index]] as const),
  )("%s, of which a test sees %s, is an answer to a server, and logged once", async (path, expectation) => {
    const { app, log } = appWith(config);
    const source = new WebRequestSource(new globalThis.Request(`http://localhost${path}`));
    const { status } = await app.handle(new Request(source));
    // In debug mode a page explains what a form lacks; that is the client's fault still.
    const isExplained = path === "/key" && config.debug === true && expectation === "raised";
    expect(status).toBe(isExplained ? 400 : expectation === "raised" ? 500 : expectation);
    expect(log).toHaveLength(expectation === 500 || expectation === "raised" ? 1 : 0);
  });
});

test("the key that is missing is named where the developer reads it, and nowhere else", async () => {
  const told = async (config: Partial<Config>) => {
    const { app } = appWith(config);
    return (await app.testClient().get("/key")).text().includes("the-key");
  };
  expect(await told({ debug: true, trapBadRequestErrors: false })).toBe(true);
  expect(await told({})).toBe(false);
});

test("a handler of its class answers an error before the settings are asked", async () => {
  const { app, log } = appWith({ trapHttpExceptions: true, testing: true });
  app.errorHandler(NotFound, () => makeResponse("not here", 404));
  app.errorHandler(RangeError, () => makeResponse("out of range", 400));
  expect([await outcome(app, "/404"), await outcome(app, "/error"), log]).toEqual([404, 400, []]);
});

test("an HTTP exception without a code is a 500", async () => {
  const { app } = appWith({});
  class Codeless extends HTTPException {}
  app.get("/bare", { endpoint: "bare" }, () => {
    throw new HTTPException("no code");
  });
  app.get("/class", { endpoint: "class" }, () => {
    throw new Codeless("no code");
  });
  expect([await outcome(app, "/bare"), await outcome(app, "/class")]).toEqual([500, 500]);
});

describe("an error handler that returns a page without a status", () => {
  const handlers: readonly (readonly [string, () => unknown, boolean])[] = [
    ["text", () => "not here", true],
    ["a template", () => renderTemplateString("not here"), true],
    ["an object", () => ({ error: "not here" }), true],
    ["a promise of text", async () => "not here", true],
    ["a response", () => makeResponse("not here", 404), false],
    ["a response that is meant to be 200", () => makeResponse("here", 200), false],
    ["a response of the Web's", () => new globalThis.Response("x", { status: 404 }), false],
    ["the error", () => new NotFound(), false],
  ];

  test.each(handlers)("is warned of once in debug mode: %s", async (_name, handler, isWarned) => {
    const { app, warnings } = appWith({ debug: true });
    app.errorHandler(404, Object.defineProperty(handler, "name", { value: "notFound" }) as never);
    for (let i = 0; i < 2; i++) await outcome(app, "/nowhere");
    expect(warnings).toHaveLength(isWarned ? 1 : 0);
    if (isWarned) expect(warnings[0]).toContain("makeResponse(page, 404)");
  });

  test("is sent as 200 as Flask does, without a word in production", async () => {
    const { app, warnings } = appWith({});
    app.errorHandler(404, () => "not here");
    expect([await outcome(app, "/nowhere"), warnings]).toEqual([200, []]);
  });
});
