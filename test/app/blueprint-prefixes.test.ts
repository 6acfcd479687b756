/** Where the rules of a blueprint are: its prefix and its subdomain, alone and within another blueprint. */
import { Blueprint, Flagon, urlFor } from "flagon";
import { describe, expect, test } from "vitest";

describe("the prefix of a blueprint", () => {
  test.each([
    ["", "/", "/"],
    ["/", "", "/"],
    ["/", "/", "/"],
    ["/foo", "", "/foo"],
    ["/foo/", "", "/foo/"],
    ["", "/bar", "/bar"],
    ["/foo/", "/bar", "/foo/bar"],
    ["/foo/", "bar", "/foo/bar"],
    ["/foo", "/bar", "/foo/bar"],
    ["/foo/", "//bar", "/foo/bar"],
    ["/foo//", "/bar", "/foo/bar"],
  ])("%j before the rule %j is %s, with one slash between them", async (prefix, rule, url) => {
    const bp = new Blueprint("bp", { urlPrefix: prefix as string });
    bp.addUrlRule(rule, { endpoint: "page", view: () => urlFor(".page") });
    const app = new Flagon();
    app.registerBlueprint(bp);
    const response = await app.testClient().get(url);
    expect([response.status, response.text()]).toEqual([200, url]);
  });

  test.each([
    ["/parent", "/child", undefined, undefined],
    ["/parent", undefined, undefined, "/child"],
    [undefined, undefined, "/parent", "/child"],
    ["/other", "/something", "/parent", "/child"],
  ])("within another, made as %s and %s, registered as %s and %s, comes after the outer one's", async (parentMade, childMade, parentGiven, childGiven) => {
    const parent = new Blueprint("parent", { urlPrefix: parentMade });
    const child = new Blueprint("child", { urlPrefix: childMade });
    child.addUrlRule("/", { endpoint: "index", view: () => urlFor("parent.child.index") });
    parent.registerBlueprint(child, { urlPrefix: childGiven });
    const app = new Flagon();
    app.registerBlueprint(parent, { urlPrefix: parentGiven });
    expect((await app.testClient().get("/parent/child/")).text()).toBe("/parent/child/");
  });

  test("may have a variable, which its views get and its URLs need", async () => {
    const shop = new Blueprint("shop", { urlPrefix: "/<lang>/shop" });
    shop.get(
      "/<int:id>",
      { endpoint: "item" },
      ({ lang, id }) => `${lang} ${urlFor(".item", { lang, id: id + 1 })}`,
    );
    const app = new Flagon();
    app.registerBlueprint(shop);
    expect((await app.testClient().get("/de/shop/3")).text()).toBe("de /de/shop/4");
  });
});

describe("a blueprint that is registered twice within others", () => {
  test("has each of its places by its name, and knows which one answers", async () => {
    const leaf = new Blueprint("leaf", { urlPrefix: "/leaf" });
    leaf.addUrlRule("/", { endpoint: "index", view: () => urlFor(".index") });
    const branch = new Blueprint("branch", { urlPrefix: "/branch" });
    branch.addUrlRule("/", { endpoint: "index", view: () => urlFor(".leaf.index") });
    branch.registerBlueprint(leaf);
    branch.registerBlueprint(leaf, { name: "other", urlPrefix: "/other" });
    const app = new Flagon();
    app.registerBlueprint(branch, { urlPrefix: "/a" });
    app.registerBlueprint(branch, { name: "b", urlPrefix: "/b" });
    const client = app.testClient();
    for (const [url, expected] of [
      ["/a/", "/a/leaf/"],
      ["/b/", "/b/leaf/"],
      ["/a/leaf/", "/a/leaf/"],
      ["/a/other/", "/a/other/"],
      ["/b/leaf/", "/b/leaf/"],
      ["/b/other/", "/b/other/"],
    ] as const) {
      expect((await client.get(url)).text(), url).toBe(expected);
    }
    expect([...app.blueprints.keys()]).toEqual([
      "branch",
      "branch.leaf",
      "branch.other",
      "b",
      "b.leaf",
      "b.other",
    ]);
  });

  test("needs another name in the same place", () => {
    const parent = new Blueprint("parent");
    parent.registerBlueprint(new Blueprint("child"));
    parent.registerBlueprint(new Blueprint("child"));
    expect(() => new Flagon().registerBlueprint(parent)).toThrow(
      '"parent.child" is taken by another blueprint',
    );
  });
});

describe("the subdomain of a blueprint", () => {
  async function answers(app: Flagon, path: string, subdomain?: string): Promise<[number, string]> {
    const response = await app.testClient().get(path, { subdomain });
    return [response.status, response.status === 200 ? response.text() : ""];
  }

  const matching = () => new Flagon({ subdomainMatching: true, config: { serverName: "example.test" } });

  test("is that of its rules, unless the registration or a rule says another", async () => {
    const api = new Blueprint("api", { subdomain: "api" });
    api.get("/", () => "api");
    const raw = new Blueprint("raw", { subdomain: "api" });
    raw.get("/raw", { subdomain: "raw" }, () => "raw");
    const app = matching();
    app.registerBlueprint(api);
    app.registerBlueprint(api, { name: "v2", subdomain: "v2" });
    app.registerBlueprint(raw);
    expect(await answers(app, "/", "api")).toEqual([200, "api"]);
    expect(await answers(app, "/", "v2")).toEqual([200, "api"]);
    expect(await answers(app, "/raw", "raw")).toEqual([200, "raw"]);
    expect((await answers(app, "/"))[0]).toBe(404);
  });

  test("of an outer one holds within it, and stands behind that of an inner one", async () => {
    const parent = new Blueprint("parent");
    const plain = new Blueprint("plain");
    const api = new Blueprint("api");
    plain.get("/child/", () => "child");
    api.get("/", () => urlFor(".x", { q: 1 }));
    api.get("/x", { endpoint: "x" }, () => "x");
    parent.registerBlueprint(plain);
    parent.registerBlueprint(api, { subdomain: "api" });
    const app = matching();
    app.registerBlueprint(parent, { subdomain: "parent" });
    expect(await answers(app, "/child/", "parent")).toEqual([200, "child"]);
    expect(await answers(app, "/", "api.parent")).toEqual([200, "/x?q=1"]);
    expect((await answers(app, "/child/"))[0]).toBe(404);
    expect((await answers(app, "/", "api"))[0]).toBe(404);
  });
});
