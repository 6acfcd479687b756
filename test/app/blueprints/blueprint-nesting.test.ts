import { abort, Blueprint, Flagon, g, renderTemplateString, request, urlFor } from "flagon";
import { BuildError } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** `outer` below /outer, `inner` below that at /inner, each with the view `show` that calls the function. */
function nested(view: () => unknown): { app: Flagon; outer: Blueprint<string>; inner: Blueprint<string> } {
  const app = new Flagon();
  const outer = new Blueprint<string>("outer", { urlPrefix: "/outer" });
  const inner = new Blueprint<string>("inner", { urlPrefix: "/inner" });
  for (const on of [app, outer, inner])
    on.addUrlRule("/show", { endpoint: "show", view: view as () => string });
  return { app, outer, inner };
}

describe("endpoints that begin with a dot", () => {
  const targets = [".show", ".inner.show", "show", "outer.show", "outer.inner.show"];
  const tryUrl = (target: string): string => {
    try {
      return urlFor(target);
    } catch (error) {
      return error instanceof BuildError ? "none" : String(error);
    }
  };

  test("are of the blueprint that answers", async () => {
    const { app, outer, inner } = nested(() => targets.map(tryUrl));
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    const client = app.testClient();
    const absolute = ["/show", "/outer/show", "/outer/inner/show"];
    expect((await client.get("/show")).json()).toEqual(["/show", "none", ...absolute]);
    expect((await client.get("/outer/show")).json()).toEqual([
      "/outer/show",
      "/outer/inner/show",
      ...absolute,
    ]);
    expect((await client.get("/outer/inner/show")).json()).toEqual([
      "/outer/inner/show",
      "none",
      ...absolute,
    ]);
  });

  test("are of the name that the blueprint is registered with", async () => {
    const { app, outer, inner } = nested(() => [urlFor(".show"), request.blueprint, request.blueprints]);
    outer.registerBlueprint(inner, { name: "renamed", urlPrefix: "/r" });
    app.registerBlueprint(outer);
    app.registerBlueprint(outer, { name: "twice", urlPrefix: "/twice" });
    const client = app.testClient();
    expect((await client.get("/outer/r/show")).json()).toEqual([
      "/outer/r/show",
      "outer.renamed",
      ["outer.renamed", "outer"],
    ]);
    expect((await client.get("/twice/r/show")).json()).toEqual([
      "/twice/r/show",
      "twice.renamed",
      ["twice.renamed", "twice"],
    ]);
  });
});

describe("a blueprint within another", () => {
  test.each([
    ["/a", "/b", "/a/b/show"],
    ["/a/", "/b/", "/a/b/show"],
    ["/a", undefined, "/a/show"],
    [undefined, "/b", "/b/show"],
    ["/<int:a>", "/<b>", "/<int:a>/<b>/show"],
  ])("with the prefixes %o and %o has the rule %s", (outerPrefix, innerPrefix, rule) => {
    const app = new Flagon();
    const outer = new Blueprint<string>("outer", { urlPrefix: outerPrefix });
    const inner = new Blueprint<string>("inner", { urlPrefix: innerPrefix });
    inner.get("/show", { endpoint: "show" }, () => "");
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    expect([...app.urlMap.iterRules("outer.inner.show")].map((one) => one.rule)).toEqual([rule]);
  });

  test("is below the prefix that the outer one is registered with", async () => {
    const { app, outer, inner } = nested(() => request.path);
    outer.registerBlueprint(inner, { urlPrefix: "/replaced" });
    app.registerBlueprint(outer, { urlPrefix: "/moved" });
    expect((await app.testClient().get("/moved/replaced/show")).text()).toBe("/moved/replaced/show");
  });

  test.each([
    ["shop", "beta", "http://beta.shop.example.com/show"],
    ["shop", undefined, "http://shop.example.com/show"],
    [undefined, "beta", "http://beta.example.com/show"],
  ])("with the subdomains %o and %o is at %s", async (outerSubdomain, innerSubdomain, url) => {
    const app = new Flagon({ subdomainMatching: true, config: { serverName: "example.com" } });
    const outer = new Blueprint("outer", { subdomain: outerSubdomain });
    const inner = new Blueprint("inner");
    inner.get("/show", { endpoint: "show" }, () => "here");
    outer.registerBlueprint(inner, { subdomain: innerSubdomain });
    app.registerBlueprint(outer);
    expect((await app.testClient().get(url)).text()).toBe("here");
  });

  test("does not have the values of the outer one, as in Flask", async () => {
    const app = new Flagon();
    const outer = new Blueprint("outer", { urlDefaults: { a: 1 } });
    const inner = new Blueprint<string>("inner");
    inner.get("/show", (values) => ({ ...values }));
    outer.registerBlueprint(inner, { urlDefaults: { b: 2 } });
    app.registerBlueprint(outer);
    expect((await app.testClient().get("/show")).json()).toEqual({ b: 2 });
  });

  test("may be within several, and then is itself once for what is the application's", async () => {
    const app = new Flagon();
    const shared = new Blueprint("shared");
    const seen: string[] = [];
    shared.beforeAppRequest(() => void seen.push("app's"));
    shared.beforeRequest(() => void seen.push(String(request.blueprint)));
    shared.get("/show", () => "");
    for (const name of ["a", "b"]) {
      const outer = new Blueprint<string>(name, { urlPrefix: `/${name}` });
      outer.registerBlueprint(shared);
      app.registerBlueprint(outer);
    }
    await app.testClient().get("/b/show");
    expect(seen).toEqual(["app's", "b.shared"]);
  });

  test("can be told nothing more once the outer one is registered", () => {
    const { app, outer, inner } = nested(() => "");
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    expect(() => inner.beforeRequest(() => undefined)).toThrow("had been registered");
  });
});

describe("the values of URLs, with blueprints within blueprints", () => {
  test("are seen by each from the application inwards, before the view", async () => {
    const seen: string[] = [];
    const { app, outer, inner } = nested(() => "");
    app.urlValuePreprocessor((endpoint) => seen.push(`app ${endpoint}`));
    outer.urlValuePreprocessor((_endpoint, values) => {
      seen.push("outer");
      g.setDefault("language", values?.language);
      delete values?.language;
    });
    inner.urlValuePreprocessor((_endpoint, values) => seen.push(`inner ${JSON.stringify(values)}`));
    inner.get("/<int:id>", { endpoint: "id" }, (values) => [g.get("language"), { ...values }]);
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer, { urlPrefix: "/<language>" });
    expect((await app.testClient().get("/de/inner/3")).json()).toEqual(["de", { id: 3 }]);
    expect(seen).toEqual(["app outer.inner.id", "outer", 'inner {"id":3}']);
  });

  test("are added by each that the endpoint is within, from the application inwards", async () => {
    const seen: string[] = [];
    const { app, outer, inner } = nested(() => urlFor("outer.inner.show"));
    const tell = (name: string) => (_endpoint: string, values: Record<string, unknown>) => {
      seen.push(name);
      values.by = name;
    };
    app.urlDefaults(tell("app"));
    outer.urlDefaults(tell("outer"));
    inner.urlDefaults(tell("inner"));
    outer.registerBlueprint(inner);
    app.registerBlueprint(outer);
    expect((await app.testClient().get("/show")).text()).toBe("/outer/inner/show?by=inner");
    expect(seen).toEqual(["app", "outer", "inner"]);
  });
});

describe("three blueprints, each within the one before", () => {
  /** Below /parent, /parent/child and /parent/child/grandchild. */
  function family(view: () => unknown) {
    const app = new Flagon();
    const parent = new Blueprint<string>("parent", { urlPrefix: "/parent" });
    const child = new Blueprint<string>("child", { urlPrefix: "/child" });
    const grandchild = new Blueprint<string>("grandchild", { urlPrefix: "/grandchild" });
    const all = { app, parent, child, grandchild };
    for (const on of Object.values(all)) on.addUrlRule("/x", { endpoint: "x", view: view as () => string });
    const client = () => {
      child.registerBlueprint(grandchild);
      parent.registerBlueprint(child);
      app.registerBlueprint(parent);
      return app.testClient();
    };
    return { ...all, client };
  }

  test("answer an error by the handler of the innermost that has one", async () => {
    const { app, parent, grandchild, client } = family(() => abort(403));
    app.errorHandler(403, () => "app");
    parent.errorHandler(403, () => "parent");
    grandchild.errorHandler(403, () => "grandchild");
    const visitor = client();
    const text = async (path: string) => (await visitor.get(path)).text();
    expect(await text("/x")).toBe("app");
    expect(await text("/parent/x")).toBe("parent");
    expect(await text("/parent/child/x")).toBe("parent");
    expect(await text("/parent/child/grandchild/x")).toBe("grandchild");
  });

  test("give names to templates, of which the innermost's count", async () => {
    const { app, parent, child, client } = family(() => renderTemplateString("{{ a }} {{ b }} {{ c }}"));
    app.contextProcessor(() => ({ a: "app", b: "app", c: "app" }));
    parent.contextProcessor(() => ({ b: "parent", c: "parent" }));
    child.contextProcessor(() => ({ c: "child" }));
    const visitor = client();
    expect((await visitor.get("/parent/x")).text()).toBe("app parent parent");
    expect((await visitor.get("/parent/child/x")).text()).toBe("app parent child");
  });

  test("run the hooks of those around one that has none", async () => {
    const seen: string[] = [];
    const { app, parent, child, client } = family(() => "");
    for (const [name, on] of Object.entries({ app, parent, child })) {
      on.beforeRequest(() => void seen.push(name));
    }
    const visitor = client();
    await visitor.get("/parent/child/grandchild/x");
    expect(seen.splice(0)).toEqual(["app", "parent", "child"]);
    await visitor.get("/parent/x");
    expect(seen).toEqual(["app", "parent"]);
  });
});

test("a blueprint that is twice within one that is registered twice knows which of its four places answers", async () => {
  const leaf = new Blueprint<string>("leaf", { urlPrefix: "/leaf" });
  leaf.get("/", { endpoint: "index" }, () => urlFor(".index"));
  const branch = new Blueprint<string>("branch", { urlPrefix: "/a" });
  branch.get("/", { endpoint: "index" }, () => urlFor(".leaf.index"));
  branch.registerBlueprint(leaf);
  branch.registerBlueprint(leaf, { name: "other", urlPrefix: "/other" });
  const app = new Flagon();
  app.registerBlueprint(branch);
  app.registerBlueprint(branch, { name: "b", urlPrefix: "/b" });
  const client = app.testClient();
  for (const url of ["/a/leaf/", "/a/other/", "/b/leaf/", "/b/other/"]) {
    expect((await client.get(url)).text()).toBe(url);
  }
  expect((await client.get("/a/")).text()).toBe("/a/leaf/");
  expect((await client.get("/b/")).text()).toBe("/b/leaf/");
});

test("a name is taken once within a blueprint as well", () => {
  const parent = new Blueprint("parent");
  parent.registerBlueprint(new Blueprint("child"));
  parent.registerBlueprint(new Blueprint("child"));
  expect(() => new Flagon().registerBlueprint(parent)).toThrow(
    '"parent.child" is taken by another blueprint',
  );
});
