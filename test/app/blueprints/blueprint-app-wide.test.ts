/** What a blueprint registers for the whole application. */
import {
  abort,
  Blueprint,
  BlueprintSetupState,
  Flagon,
  g,
  renderTemplateString,
  type SetupFunction,
  urlFor,
} from "flagon";
import { describe, expect, test } from "vitest";

function appWith(bp: Blueprint<string>): Flagon {
  const app = new Flagon();
  app.registerBlueprint(bp);
  return app;
}

describe("a blueprint", () => {
  test("gives every template its filters, tests, globals and names", () => {
    const bp = new Blueprint("b");
    bp.appTemplateFilter("shout", (text: string) => text.toUpperCase());
    bp.appTemplateTest("tiny", (value: number) => value < 3);
    bp.appTemplateGlobal(function answer() {
      return 42;
    });
    bp.appContextProcessor(() => ({ site: "here" }));
    const source = "{{ 'a'|shout }} {{ 2 is tiny }} {{ answer() }} {{ site }}";
    expect(appWith(bp).testRequestContext("/", () => renderTemplateString(source))).toBe("A True 42 here");
  });

  test("keeps its own context processors to its own requests", async () => {
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    bp.contextProcessor(() => ({ owner: "b" }));
    bp.get("/", () => renderTemplateString("{{ owner }}"));
    const app = appWith(bp);
    app.get("/", () => renderTemplateString("{{ owner }}"));
    expect((await app.testClient().get("/b/")).text()).toBe("b");
    expect((await app.testClient().get("/")).text()).toBe("");
  });

  test("answers every error of the application with an app error handler", async () => {
    const bp = new Blueprint("b");
    bp.appErrorHandler(404, (error) => `${error.code} by b`);
    bp.appErrorHandler(RangeError, () => "range by b");
    const app = appWith(bp);
    app.get("/gone", () => abort(404));
    app.get("/range", () => {
      throw new RangeError("far");
    });
    const client = app.testClient();
    expect((await client.get("/gone")).text()).toBe("404 by b");
    expect((await client.get("/nowhere")).text()).toBe("404 by b");
    expect((await client.get("/range")).text()).toBe("range by b");
  });

  test("adds values to every URL, and sees the arguments of every view", async () => {
    const bp = new Blueprint("b");
    bp.appUrlDefaults((_endpoint, values) => {
      values.language ??= g.get("language", "en");
    });
    bp.appUrlValuePreprocessor((_endpoint, values) => void g.setDefault("language", values?.language));
    const app = appWith(bp);
    app.get("/<language>/", function home() {
      return urlFor("home");
    });
    expect((await app.testClient().get("/fr/")).text()).toBe("/fr/");
  });

  test("does what is for the whole application once, however often it is registered", async () => {
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    let runs = 0;
    bp.beforeAppRequest(() => {
      runs += 1;
    });
    const app = appWith(bp);
    app.registerBlueprint(bp, { name: "again", urlPrefix: "/again" });
    await app.testClient().get("/");
    expect(runs).toBe(1);
  });
});

describe("the set-up of a blueprint", () => {
  test("tells a recorded function where it is registered, and a once-recorded one the first time alone", () => {
    const bp = new Blueprint("b", { urlPrefix: "/b", subdomain: "www", urlDefaults: { a: 1 } });
    const seen: string[] = [];
    bp.record(({ name, firstRegistration, urlPrefix, subdomain, urlDefaults, blueprint }) => {
      seen.push(`${name} ${firstRegistration} ${urlPrefix} ${subdomain} ${JSON.stringify(urlDefaults)}`);
      expect(blueprint.name).toBe("b");
    });
    bp.recordOnce(({ name }) => seen.push(`once ${name}`));
    const app = appWith(bp);
    app.registerBlueprint(bp, { name: "c", urlPrefix: "/c", subdomain: "api", urlDefaults: { b: 2 } });
    expect(seen).toEqual(['b true /b www {"a":1}', "once b", 'c false /c api {"a":1,"b":2}']);
  });

  test("adds rules by its state, which may be one's own", async () => {
    class Loud extends BlueprintSetupState {
      override addUrlRule(rule: string, options: Parameters<BlueprintSetupState["addUrlRule"]>[1]): void {
        super.addUrlRule(rule.toUpperCase(), options);
      }
    }
    class LoudBlueprint extends Blueprint {
      override makeSetupState(...given: Parameters<Blueprint["makeSetupState"]>): BlueprintSetupState {
        const [app, registration, options] = given;
        return new Loud(app, this, registration, options);
      }
    }
    const bp = new LoudBlueprint("loud");
    const addAbout: SetupFunction = (state) =>
      state.addUrlRule("/about", { endpoint: "about", view: () => "about" });
    bp.record(addAbout);
    expect((await appWith(bp).testClient().get("/ABOUT")).text()).toBe("about");
  });
});
