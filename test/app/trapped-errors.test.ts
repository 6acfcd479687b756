/** Which errors are thrown on to a test, and which are answered: by the settings, in and out of debug mode. */
import { abort, type ConfigValues, Flagon, request } from "flagon";
import { BadRequest, BadRequestKeyError, Forbidden } from "flagon/http";
import { describe, expect, test } from "vitest";

class BadTea extends BadRequest {}

function site(config: ConfigValues): Flagon {
  const app = new Flagon({ config });
  app.logger = { warn: () => undefined, error: () => undefined };
  app.post("/key", { endpoint: "key" }, () => request.form.require("missing"));
  app.post("/abort", { endpoint: "abort" }, () => abort(400));
  app.post("/tea", { endpoint: "tea" }, () => {
    throw new BadTea();
  });
  app.post("/403", { endpoint: "403" }, () => abort(403));
  app.post("/boom", { endpoint: "boom" }, () => {
    throw new RangeError("boom");
  });
  app.post("/slash/", { endpoint: "slash" }, () => "slash");
  return app;
}

/** The status, or the name of the error that was thrown on. */
async function outcome(app: Flagon, path: string): Promise<number | string> {
  try {
    return (await app.testClient().post(path)).status;
  } catch (error) {
    return (error as Error).constructor.name;
  }
}

describe("an error that nobody handles", () => {
  test.each<[ConfigValues, number | string]>([
    [{}, 500],
    [{ testing: true }, "RangeError"],
    [{ debug: true }, "RangeError"],
    [{ propagateExceptions: true }, "RangeError"],
    [{ testing: true, propagateExceptions: false }, 500],
    [{ debug: true, propagateExceptions: false }, 500],
  ])("with %j comes to %s", async (config, expected) => {
    expect(await outcome(site(config), "/boom")).toBe(expected);
  });
});

describe("a key that a form lacks", () => {
  test.each<[ConfigValues, number | string]>([
    [{}, 400],
    [{ testing: true }, 400],
    [{ debug: true }, BadRequestKeyError.name],
    [{ debug: true, trapBadRequestErrors: false }, 400],
    [{ testing: true, trapBadRequestErrors: true }, BadRequestKeyError.name],
    [{ trapBadRequestErrors: true }, 500],
  ])("with %j comes to %s", async (config, expected) => {
    expect(await outcome(site(config), "/key")).toBe(expected);
  });

  test("is answered by a handler of 400 all the same", async () => {
    const app = site({ testing: true, trapBadRequestErrors: true });
    app.errorHandler(400, () => "handled");
    expect((await app.testClient().post("/key")).text()).toBe("handled");
  });
});

describe("other bad requests", () => {
  test.each<[ConfigValues, (number | string)[]]>([
    [{}, [400, 400]],
    [{ debug: true }, [400, 400]],
    [{ testing: true, trapBadRequestErrors: true }, ["BadRequest", "BadTea"]],
  ])("with %j come to %j", async (config, expected) => {
    const app = site(config);
    expect([await outcome(app, "/abort"), await outcome(app, "/tea")]).toEqual(expected);
  });
});

describe("with trapHttpExceptions", () => {
  const config = { testing: true, trapHttpExceptions: true };

  test("every HTTP error is thrown on, those of routing too", async () => {
    const app = site(config);
    expect(await outcome(app, "/403")).toBe(Forbidden.name);
    expect(await outcome(app, "/key")).toBe(BadRequestKeyError.name);
    expect(await outcome(app, "/nowhere")).toBe("NotFound");
    expect(await outcome(app, "/boom")).toBe("RangeError");
  });

  test("a handler still answers, and a redirect for a slash is still one", async () => {
    const app = site(config);
    app.errorHandler(403, () => "handled");
    expect((await app.testClient().post("/403")).text()).toBe("handled");
    expect(await outcome(app, "/slash")).toBe(308);
  });
});
