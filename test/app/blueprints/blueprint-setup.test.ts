import {
  Blueprint,
  BlueprintSetupState,
  Flagon,
  makeResponse,
  renderTemplateString,
  request,
  SetupFinishedError,
  urlFor,
} from "flagon";
import { describe, expect, test } from "vitest";

const text = async (app: Flagon, url: string): Promise<string> => (await app.testClient().get(url)).text();

describe("what is told to a blueprint", () => {
  test("does nothing before it is registered", () => {
    const app = new Flagon({ staticFolder: null });
    const bp = new Blueprint("b");
    let calls = 0;
    bp.record(() => calls++);
    bp.get("/", () => "");
    expect([calls, [...app.urlMap.iterRules()].length, [...app.iterBlueprints()]]).toEqual([0, 0, []]);
    app.registerBlueprint(bp);
    expect([calls, [...app.urlMap.iterRules()].length, [...app.iterBlueprints()]]).toEqual([1, 1, [bp]]);
  });

  test("is told in the order in which it was given", () => {
    const bp = new Blueprint("b");
    const seen: number[] = [];
    bp.record(() => seen.push(1));
    bp.recordOnce(() => seen.push(2));
    bp.record(() => seen.push(3));
    new Flagon().registerBlueprint(bp);
    expect(seen).toEqual([1, 2, 3]);
  });

  test("by record is told with each registration, by recordOnce with the first one on an application", () => {
    const bp = new Blueprint("b");
    const seen: string[] = [];
    bp.record(({ name, firstRegistration }) => seen.push(`${name} ${firstRegistration}`));
    bp.recordOnce(({ name }) => seen.push(`once ${name}`));
    const app = new Flagon();
    app.registerBlueprint(bp);
    app.registerBlueprint(bp, { name: "again" });
    new Flagon().registerBlueprint(bp, { name: "elsewhere" });
    expect(seen).toEqual(["b true", "once b", "again false", "elsewhere true", "once elsewhere"]);
  });

  test("cannot be told once it is registered", () => {
    const bp = new Blueprint("b");
    new Flagon().registerBlueprint(bp);
    const fn = (): never => undefined as never;
    const tooLate: (() => unknown)[] = [
      () => bp.route("/", fn),
      () => bp.get("/", fn),
      () => bp.post("/", fn),
      () => bp.put("/", fn),
      () => bp.patch("/", fn),
      () => bp.delete("/", fn),
      () => bp.addUrlRule("/", { view: fn }),
      () => bp.endpoint("x", fn),
      () => bp.record(fn),
      () => bp.recordOnce(fn),
      () => bp.registerBlueprint(new Blueprint("c")),
      () => bp.beforeBody(fn),
      () => bp.beforeRequest(fn),
      () => bp.afterRequest(fn),
      () => bp.teardownRequest(fn),
      () => bp.urlValuePreprocessor(fn),
      () => bp.urlDefaults(fn),
      () => bp.contextProcessor(fn),
      () => bp.errorHandler(404, fn),
      () => bp.registerErrorHandler(404, fn),
      () => bp.beforeAppRequest(fn),
      () => bp.afterAppRequest(fn),
      () => bp.teardownAppRequest(fn),
      () => bp.appUrlValuePreprocessor(fn),
      () => bp.appUrlDefaults(fn),
      () => bp.appContextProcessor(fn),
      () => bp.appErrorHandler(404, fn),
      () => bp.appTemplateFilter("x", fn),
      () => bp.appTemplateTest("x", fn),
      () => bp.appTemplateGlobal("x", fn),
      () => bp.addAppTemplateFilter(fn, "x"),
      () => bp.addAppTemplateTest(fn, "x"),
      () => bp.addAppTemplateGlobal(fn, "x"),
    ];
    for (const call of tooLate) expect(call, String(call)).toThrow(SetupFinishedError);
  });
});

describe("the state of a registration", () => {
  test("says where the blueprint is registered, and how", () => {
    const states: BlueprintSetupState[] = [];
    const outer = new Blueprint("outer", { urlPrefix: "/outer", subdomain: "shop" });
    const inner = new Blueprint("inner", {
      urlPrefix: "/inner",
      subdomain: "beta",
      urlDefaults: { a: 1, b: 1 },
    });
    inner.record((state) => states.push(state));
    outer.registerBlueprint(inner, { name: "other", urlDefaults: { b: 2 } });
    const app = new Flagon();
    app.registerBlueprint(outer, { urlPrefix: "/replaced" });
    const [state] = states;
    expect(state).toMatchObject({
      firstRegistration: true,
      name: "outer.other",
      namePrefix: "outer",
      urlPrefix: "/replaced/inner",
      subdomain: "beta.shop",
      urlDefaults: { a: 1, b: 2 },
    });
    expect([state?.app, state?.blueprint]).toEqual([app, inner]);
    expect(state?.options).toMatchObject({ name: "other" });
  });

  test("has an empty namePrefix on an application, and adds rules under the blueprint's name", async () => {
    const app = new Flagon();
    const bp = new Blueprint("b", { urlPrefix: "/b", urlDefaults: { x: 1 } });
    bp.record((state) => {
      expect(state.namePrefix).toBe("");
      state.addUrlRule("/added", {
        endpoint: "added",
        view: (values: object) => [request.endpoint, { ...values }],
      });
    });
    app.registerBlueprint(bp);
    expect((await app.testClient().get("/b/added")).json()).toEqual(["b.added", { x: 1 }]);
  });

  test("may be one of a blueprint's own", () => {
    class State extends BlueprintSetupState {
      readonly extra = `${this.name} in particular`;
    }
    class Own extends Blueprint<string> {
      override makeSetupState(...given: Parameters<Blueprint["makeSetupState"]>): State {
        const [app, registration, options] = given;
        return new State(app, this, registration, options);
      }
    }
    const bp = new Own("own");
    const seen: unknown[] = [];
    bp.record((state) => seen.push(state instanceof State && state.extra));
    new Flagon().registerBlueprint(bp);
    expect(seen).toEqual(["own in particular"]);
  });
});

describe("for the whole application, and once however often it is registered, a blueprint gives", () => {
  function twice(prepare: (bp: Blueprint<string>) => void): Flagon {
    const app = new Flagon();
    const bp = new Blueprint<string>("b", { urlPrefix: "/b" });
    prepare(bp);
    app.registerBlueprint(bp);
    app.registerBlueprint(bp, { name: "c", urlPrefix: "/c" });
    return app;
  }

  test("functions around each request", async () => {
    const seen: string[] = [];
    const app = twice((bp) => {
      bp.beforeAppRequest(() => void seen.push("before"));
      bp.afterAppRequest((response) => {
        seen.push("after");
        return response;
      });
      bp.teardownAppRequest(() => seen.push("teardown"));
      bp.appUrlValuePreprocessor(() => seen.push("values"));
    });
    app.get("/", () => "");
    await app.testClient().get("/");
    expect(seen).toEqual(["values", "before", "after", "teardown"]);
  });

  test("values of URLs, and names for templates", async () => {
    const app = twice((bp) => {
      bp.appUrlDefaults((_endpoint, values) => {
        values.added = "yes";
      });
      bp.appContextProcessor(() => ({ name: "everywhere" }));
    });
    app.get("/", { endpoint: "index" }, () => [urlFor("index"), renderTemplateString("{{ name }}")]);
    expect((await app.testClient().get("/")).json()).toEqual(["/?added=yes", "everywhere"]);
  });

  test("error handlers", async () => {
    const app = twice((bp) => {
      bp.appErrorHandler(404, () => makeResponse("by code", 404));
      bp.appErrorHandler(RangeError, () => "by class");
    });
    app.get("/range", () => {
      throw new RangeError();
    });
    expect([await text(app, "/nowhere"), await text(app, "/range")]).toEqual(["by code", "by class"]);
  });

  test("filters, tests and functions for templates, by each of Flask's names", async () => {
    const shout = (value: string) => `${value}!`;
    const even = (value: number) => value % 2 === 0;
    const now = () => "now";
    const app = twice((bp) => {
      expect(bp.appTemplateFilter(shout)).toBe(shout);
      expect(bp.appTemplateTest("even_too", even)).toBe(even);
      expect(bp.appTemplateGlobal(now)).toBe(now);
      bp.addAppTemplateFilter(shout, "shout_too");
      bp.addAppTemplateTest(even, "quite_even");
      bp.addAppTemplateGlobal(now, "now_too");
    });
    app.addTemplateFilter(shout, "loud");
    app.addTemplateTest(even, "level");
    app.addTemplateGlobal(now, "today");
    app.get("/", () =>
      renderTemplateString(
        "{{ 'a'|shout }} {{ 'b'|shout_too }} {{ 'c'|loud }} {{ 2 is even_too }} {{ 3 is quite_even }} {{ 4 is level }} " +
          "{{ now() }} {{ now_too() }} {{ today() }}",
      ),
    );
    expect(await text(app, "/")).toBe("a! b! c! True False True now now now");
    expect(() => new Flagon().addTemplateFilter(() => "")).toThrow("a name if the function has none");
  });
});

describe("for its own requests alone, a blueprint gives", () => {
  test("names for the templates that are rendered meanwhile, its own or not", async () => {
    const app = new Flagon();
    app.contextProcessor(() => ({ who: "app", app: "+" }));
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    bp.contextProcessor(() => ({ who: "blueprint" }));
    const view = (): string => renderTemplateString("{{ who }}{{ app }}");
    bp.get("/", { endpoint: "index" }, view);
    app.get("/", { endpoint: "index" }, view);
    app.registerBlueprint(bp);
    expect([await text(app, "/b/"), await text(app, "/")]).toEqual(["blueprint+", "app+"]);
  });

  test("hooks, under each name that it is registered with", async () => {
    const app = new Flagon();
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    const seen: unknown[] = [];
    bp.beforeRequest(() => void seen.push(request.blueprint));
    bp.errorHandler(404, () => `404 of ${request.blueprint}`);
    bp.get("/<int:id>", { endpoint: "show" }, ({ id }) => String(id));
    app.registerBlueprint(bp);
    app.registerBlueprint(bp, { name: "c", urlPrefix: "/c" });
    app.get("/d", () => "d");
    for (const url of ["/b/1", "/c/2", "/d"]) await text(app, url);
    expect(seen).toEqual(["b", "c"]);
  });

  test("views under endpoints whose rules come separately", async () => {
    const app = new Flagon();
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    bp.addUrlRule("/x", { endpoint: "late" });
    const view = bp.endpoint("late", () => String(request.endpoint));
    app.registerBlueprint(bp);
    expect(await text(app, "/b/x")).toBe("b.late");
    app.testRequestContext("/", () => expect(urlFor(view)).toBe("/b/x"));
  });
});

describe("a rule of a blueprint", () => {
  test.each([
    ["/p", "/x", "/p/x"],
    ["/p/", "/x", "/p/x"],
    ["/p", "/", "/p/"],
    ["/p", "", "/p"],
    ["/p/", "", "/p/"],
    [undefined, "/x", "/x"],
    ["/", "/x", "/x"],
    ["/", "/", "/"],
    ["/", "", "/"],
    ["", "/x", "/x"],
    ["/p/", "x", "/p/x"],
    ["/p/", "//x", "/p/x"],
    ["/p//", "/x", "/p/x"],
    ["/<a>", "/<b>", "/<a>/<b>"],
  ])("with the prefix %o and the text %o is %s", (urlPrefix, rule, whole) => {
    const app = new Flagon({ staticFolder: null });
    const bp = new Blueprint<string>("b", { urlPrefix });
    bp.addUrlRule(rule, { endpoint: "x" });
    app.registerBlueprint(bp);
    expect([...app.urlMap.iterRules()].map((one) => one.rule)).toEqual([whole]);
  });

  test("has the prefix of the registration in place of the blueprint's own", async () => {
    const app = new Flagon();
    const bp = new Blueprint("b", { urlPrefix: "/own" });
    bp.get("/x", () => "x");
    app.registerBlueprint(bp, { urlPrefix: "/other" });
    expect(await text(app, "/other/x")).toBe("x");
    expect((await app.testClient().get("/own/x")).status).toBe(404);
  });

  test("has the values of the blueprint, unless it has its own", async () => {
    const app = new Flagon();
    const bp = new Blueprint<string>("b", { urlDefaults: { a: 1, b: 1, c: 1 } });
    bp.get("/", { defaults: { c: 3 } }, (values) => ({ ...values }));
    app.registerBlueprint(bp, { urlDefaults: { b: 2 } });
    expect((await app.testClient().get("/")).json()).toEqual({ a: 1, b: 2, c: 3 });
  });

  test("has the subdomain of the registration or of the blueprint, unless it has its own", async () => {
    const app = new Flagon({ subdomainMatching: true, config: { serverName: "example.com" } });
    const bp = new Blueprint("b", { subdomain: "one" });
    bp.get("/", { endpoint: "index" }, () => "index");
    bp.get("/open", { endpoint: "open", subdomain: undefined }, () => "open");
    app.registerBlueprint(bp);
    app.registerBlueprint(bp, { name: "c", subdomain: "two" });
    const other = new Blueprint("other", { subdomain: "one" });
    other.get("/own", { endpoint: "own", subdomain: "own" }, () => "own");
    app.registerBlueprint(other);
    const client = app.testClient();
    const status = async (url: string): Promise<number> => (await client.get(url)).status;
    expect(await status("http://one.example.com/")).toBe(200);
    expect(await status("http://two.example.com/")).toBe(200);
    expect(await status("http://one.example.com/open")).toBe(200);
    expect(await status("http://own.example.com/own")).toBe(200);
    expect(await status("http://one.example.com/own")).toBe(404);
    expect(await status("http://example.com/")).toBe(404);
  });
});

describe("a name", () => {
  test("of a blueprint is taken once, by it or by another", () => {
    const app = new Flagon();
    app.registerBlueprint(new Blueprint("b"));
    expect(() => app.registerBlueprint(new Blueprint("b"))).toThrow(
      '"b" is taken by another blueprint; give app.registerBlueprint() another { name }',
    );
    const outer = new Blueprint("outer");
    outer.registerBlueprint(new Blueprint("b"));
    app.registerBlueprint(outer);
    expect([...app.blueprints.keys()]).toEqual(["b", "outer", "outer.b"]);
  });

  test.each(["", "a.b"])("that a registration gives is not %o", (name) => {
    expect(() => new Flagon().registerBlueprint(new Blueprint("b"), { name })).toThrow(
      "is no name for a blueprint",
    );
  });

  test("of a view has no dot, unless an endpoint is given", () => {
    const view = Object.defineProperty(() => "", "name", { value: "a.b" });
    const bp = new Blueprint("b");
    expect(() => bp.get("/", view)).toThrow('"a.b"');
    expect(() => bp.addUrlRule("/", { endpoint: "a.b" })).toThrow("must have no dot");
    bp.get("/", { endpoint: "x" }, view);
    bp.get("/robots.txt", () => "a view without a name, below a rule with a dot");
  });

  test("of an option that does not exist is refused", () => {
    expect(() => new Blueprint("b", { url_prefix: "/x" } as never)).toThrow("did you mean urlPrefix?");
    expect(() => new Flagon().registerBlueprint(new Blueprint("b"), { prefix: "/x" } as never)).toThrow(
      'registerBlueprint() has no option "prefix"',
    );
  });
});
