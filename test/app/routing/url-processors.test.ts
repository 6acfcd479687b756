import { Blueprint, Flagon, g, request, urlFor } from "flagon";
import { BuildError } from "flagon/routing";
import { describe, expect, test } from "vitest";

describe("the values of URLs", () => {
  test("are taken from the path, and given back to every URL, as for a language", async () => {
    const app = new Flagon();
    app.urlValuePreprocessor((_endpoint, values) => {
      if (values !== undefined) g.setDefault("language", values.language);
    });
    app.urlDefaults((endpoint, values) => {
      if (app.urlMap.isEndpointExpecting(endpoint, "language")) values.language ??= g.get("language");
    });
    app.get("/<language>/about", function about() {
      return urlFor("about");
    });
    app.get("/plain", function plain() {
      return [urlFor("plain"), urlFor("about", { language: "fr" })];
    });
    const client = app.testClient();
    expect((await client.get("/de/about")).text()).toBe("/de/about");
    expect((await client.get("/plain")).json()).toEqual(["/plain", "/fr/about"]);
  });

  test("come of the blueprint that the endpoint is of, whoever asks", async () => {
    const app = new Flagon();
    const bp = new Blueprint("user", { urlPrefix: "/<name>" });
    bp.urlDefaults((_endpoint, values) => {
      values.name ??= "anonymous";
    });
    bp.urlValuePreprocessor((_endpoint, values) => {
      g.setDefault("name", values?.name);
      delete values?.name;
    });
    bp.get("/", { endpoint: "page" }, (values) => [g.get("name"), Object.keys(values)]);
    app.registerBlueprint(bp);
    app.get("/", () => urlFor("user.page"));
    const client = app.testClient();
    expect((await client.get("/")).text()).toBe("/anonymous/");
    expect((await client.get("/ada/")).json()).toEqual(["ada", []]);
  });

  test("are nothing to a preprocessor where no rule matches", async () => {
    const app = new Flagon();
    const seen: unknown[] = [];
    app.urlValuePreprocessor((...given) => seen.push(given));
    await app.testClient().get("/nowhere");
    expect(seen).toEqual([[undefined, undefined]]);
  });
});

describe("a URL that cannot be built", () => {
  test("is asked of the handlers in turn, the last error being thrown if none has it", () => {
    const app = new Flagon();
    const seen: unknown[] = [];
    app.urlBuildErrorHandlers.push(
      (error, endpoint, values) => {
        seen.push([error instanceof BuildError, endpoint, values]);
        return undefined;
      },
      (_error, endpoint) => (endpoint === "external" ? "https://elsewhere.example/" : undefined),
    );
    app.testRequestContext("/", () => {
      expect(urlFor("external", { a: 1 })).toBe("https://elsewhere.example/");
      expect(seen).toEqual([[true, "external", { a: 1 }]]);
      expect(() => urlFor("unknown")).toThrow(BuildError);
      expect(app.handleUrlBuildError(new BuildError("external", "x"), "external", {})).toContain("elsewhere");
    });
  });
});

test("the application has the functions of the module", async () => {
  const app = new Flagon({ config: { permanentSessionLifetime: 60 } });
  app.get("/", function index() {
    return app.redirect(app.urlFor("index", { to: request.path }));
  });
  const response = await app.testClient().get("/");
  expect([response.status, response.location]).toEqual([302, "/?to=/"]);
  expect(app.testRequestContext("/", () => app.makeResponse("x", 201).status)).toBe(201);
  expect(app.permanentSessionLifetime).toBe(60);
  app.permanentSessionLifetime = 5;
  expect(app.config.permanentSessionLifetime).toBe(5);
});
