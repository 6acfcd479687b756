/** The set-up ends with the first request: what would reach only part of the requests is refused, and says so. */
import { Blueprint, Flagon, SetupFinishedError } from "flagon";
import { describe, expect, test } from "vitest";

const nothing = () => undefined;
const view = () => "";

const BOTH: Readonly<Record<string, (on: Flagon | Blueprint<string>) => unknown>> = {
  addUrlRule: (on) => on.addUrlRule("/late", { endpoint: "late" }),
  endpoint: (on) => on.endpoint("late", view),
  beforeBody: (on) => on.beforeBody(nothing),
  beforeRequest: (on) => on.beforeRequest(nothing),
  afterRequest: (on) => on.afterRequest(nothing),
  teardownRequest: (on) => on.teardownRequest(nothing),
  urlValuePreprocessor: (on) => on.urlValuePreprocessor(nothing),
  urlDefaults: (on) => on.urlDefaults(nothing),
  contextProcessor: (on) => on.contextProcessor(() => ({})),
  errorHandler: (on) => on.errorHandler(404, view),
  registerErrorHandler: (on) => on.registerErrorHandler(Error, view),
  registerBlueprint: (on) => on.registerBlueprint(new Blueprint("late")),
  jinjaLoader: (on) => {
    on.jinjaLoader = undefined;
  },
};

const APP: Readonly<Record<string, (app: Flagon) => unknown>> = {
  ...BOTH,
  route: (app) => app.route("/late", view),
  get: (app) => app.get("/late", view),
  post: (app) => app.post("/late", view),
  put: (app) => app.put("/late", view),
  patch: (app) => app.patch("/late", view),
  delete: (app) => app.delete("/late", view),
  mount: (app) => app.mount("/late", new Flagon()),
  fallback: (app) => app.fallback("http://127.0.0.1:9"),
  onStartup: (app) => app.onStartup(nothing),
  onShutdown: (app) => app.onShutdown(nothing),
  teardownAppContext: (app) => app.teardownAppContext(nothing),
  templateFilter: (app) => app.templateFilter("late", nothing),
  templateTest: (app) => app.templateTest("late", nothing),
  templateGlobal: (app) => app.templateGlobal("late", nothing),
  jinjaOptions: (app) => {
    app.jinjaOptions = {};
  },
};

const BLUEPRINT: Readonly<Record<string, (bp: Blueprint<string>) => unknown>> = {
  ...BOTH,
  get: (bp) => bp.get("/late", view),
  record: (bp) => bp.record(nothing),
  recordOnce: (bp) => bp.recordOnce(nothing),
  beforeAppRequest: (bp) => bp.beforeAppRequest(nothing),
  afterAppRequest: (bp) => bp.afterAppRequest(nothing),
  teardownAppRequest: (bp) => bp.teardownAppRequest(nothing),
  appErrorHandler: (bp) => bp.appErrorHandler(404, view),
  appContextProcessor: (bp) => bp.appContextProcessor(() => ({})),
  appTemplateFilter: (bp) => bp.appTemplateFilter("late", nothing),
  appUrlDefaults: (bp) => bp.appUrlDefaults(nothing),
};

describe("after the first request an application refuses", () => {
  test.each(Object.entries(APP))("%s", async (name, change) => {
    const app = new Flagon();
    await app.testClient().get("/");
    const error = errorOf(() => change(app));
    expect(error).toBeInstanceOf(SetupFinishedError);
    expect(error.message).toContain("after the application had handled its first request");
    expect(error.message).toMatch(new RegExp(`app\\.(${name}|errorHandler|addUrlRule)`));
  });

  test.each(Object.entries(APP))("and not before: %s", (_, change) => {
    expect(() => change(new Flagon())).not.toThrow();
  });
});

describe("once it is registered a blueprint refuses", () => {
  test.each(Object.entries(BLUEPRINT))("%s", (_, change) => {
    const bp = new Blueprint<string>("bp");
    new Flagon().registerBlueprint(bp);
    const error = errorOf(() => change(bp));
    expect(error).toBeInstanceOf(SetupFinishedError);
    expect(error.message).toContain('the blueprint "bp" had been registered');
  });

  test.each(Object.entries(BLUEPRINT))("and not before: %s", (_, change) => {
    expect(() => change(new Blueprint<string>("bp"))).not.toThrow();
  });
});

test("a context or a test's request without an answer ends no set-up", () => {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.appContext(() => undefined);
  app.testRequestContext("/", () => undefined);
  app.get("/late", view);
  expect(app.testRequestContext("/late", () => app.urlFor("/late"))).toBe("/late");
});

function errorOf(fn: () => unknown): Error {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was let through");
}
