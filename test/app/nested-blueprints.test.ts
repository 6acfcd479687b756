/** Blueprints within blueprints: whose error handlers, hooks and names count. */
import { abort, Blueprint, Flagon, renderTemplateString, request, urlFor } from "flagon";
import { expect, test } from "vitest";

/** Three levels: the application, parent, child, grandchild, each with an index and with a page that is refused. */
function family(): { app: Flagon; parent: Blueprint; child: Blueprint; grandchild: Blueprint } {
  const app = new Flagon();
  const parent = new Blueprint("parent");
  const child = new Blueprint("child");
  const grandchild = new Blueprint("grandchild");
  for (const bp of [parent, child, grandchild]) {
    bp.get("/", { endpoint: "index" }, () => String(request.endpoint));
    bp.get("/no", { endpoint: "no" }, () => abort(403));
  }
  return { app, parent, child, grandchild };
}

function assemble({ app, parent, child, grandchild }: ReturnType<typeof family>): Flagon {
  child.registerBlueprint(grandchild, { urlPrefix: "/grandchild" });
  parent.registerBlueprint(child, { urlPrefix: "/child" });
  app.registerBlueprint(parent, { urlPrefix: "/parent" });
  return app;
}

test("an inner blueprint's error handler goes first, then that of the blueprint around it", async () => {
  const all = family();
  all.app.errorHandler(403, () => "app no");
  all.parent.errorHandler(403, () => "parent no");
  all.grandchild.errorHandler(403, () => "grandchild no");
  all.app.get("/no", () => abort(403));
  const client = assemble(all).testClient();
  const text = async (path: string) => (await client.get(path)).text();
  expect(await text("/no")).toBe("app no");
  expect(await text("/parent/no")).toBe("parent no");
  expect(await text("/parent/child/no")).toBe("parent no");
  expect(await text("/parent/child/grandchild/no")).toBe("grandchild no");
  expect(await text("/parent/child/grandchild/")).toBe("parent.child.grandchild.index");
});

test("context processors of the blueprints around it give names too, the innermost's last", async () => {
  const all = family();
  all.app.contextProcessor(() => ({ a: "app", b: "app", c: "app" }));
  all.parent.contextProcessor(() => ({ b: "parent", c: "parent" }));
  all.child.contextProcessor(() => ({ c: "child" }));
  const show = () => renderTemplateString("{{ a }} {{ b }} {{ c }}");
  all.parent.get("/names", { endpoint: "names" }, show);
  all.child.get("/names", { endpoint: "names" }, show);
  const client = assemble(all).testClient();
  expect((await client.get("/parent/names")).text()).toBe("app parent parent");
  expect((await client.get("/parent/child/names")).text()).toBe("app parent child");
});

test("hooks run from the application inwards before the view, and outwards after it", async () => {
  const all = family();
  const seen: string[] = [];
  for (const [name, on] of Object.entries({ app: all.app, parent: all.parent, child: all.child })) {
    on.beforeRequest(() => void seen.push(`before ${name}`));
    on.afterRequest((response) => {
      seen.push(`after ${name}`);
      return response;
    });
    on.teardownRequest(() => seen.push(`teardown ${name}`));
  }
  const client = assemble(all).testClient();
  await client.get("/parent/child/");
  expect(seen.splice(0)).toEqual([
    ...["before app", "before parent", "before child"],
    ...["after child", "after parent", "after app"],
    ...["teardown child", "teardown parent", "teardown app"],
  ]);
  await client.get("/parent/");
  expect(seen.splice(0).filter((step) => step.endsWith("child"))).toEqual([]);
  // The hooks of a blueprint around it run for an inner one that has none.
  await client.get("/parent/child/grandchild/");
  expect(seen.slice(0, 3)).toEqual(["before app", "before parent", "before child"]);
});

test("url defaults and preprocessors of the blueprint around it reach the inner one", async () => {
  const all = family();
  all.parent.urlDefaults((_endpoint, values) => {
    values.lang ??= "en";
  });
  all.parent.urlValuePreprocessor((_endpoint, values) => {
    if (values !== undefined) values.seen = values.lang;
  });
  all.child.addUrlRule("/<lang>/about", {
    endpoint: "about",
    view: (values: object) => ({ ...values, url: urlFor(".about") }),
  });
  const client = assemble(all).testClient();
  expect((await client.get("/parent/child/de/about")).json()).toEqual({
    lang: "de",
    seen: "de",
    url: "/parent/child/en/about",
  });
});

test("the application's hooks that an inner blueprint registers run for every request", async () => {
  const all = family();
  all.child.beforeAppRequest(() => (request.path === "/closed" ? "closed by child" : undefined));
  all.app.get("/closed", () => "open");
  expect((await assemble(all).testClient().get("/closed")).text()).toBe("closed by child");
});
