import { Blueprint, Flagon, request, SetupFinishedError, urlFor } from "flagon";
import { describe, expect, test } from "vitest";

function users(): Blueprint<"/users"> {
  const bp = new Blueprint("users", { urlPrefix: "/users" });
  bp.get("/", function index() {
    return [request.endpoint, request.blueprint, request.blueprints, urlFor(".index")];
  });
  return bp;
}

describe("a blueprint", () => {
  test("has its rules below its prefix, and its name before its endpoints", async () => {
    const app = new Flagon();
    app.registerBlueprint(users());
    expect((await app.testClient().get("/users/")).json()).toEqual([
      "users.index",
      "users",
      ["users"],
      "/users/",
    ]);
  });

  test("can be registered again under another name and prefix", async () => {
    const app = new Flagon();
    const bp = users();
    app.registerBlueprint(bp);
    expect(() => app.registerBlueprint(bp)).toThrow('"users" is taken by this blueprint');
    app.registerBlueprint(bp, { name: "members", urlPrefix: "/members" });
    const client = app.testClient();
    expect((await client.get("/members/")).json()).toEqual([
      "members.index",
      "members",
      ["members"],
      "/members/",
    ]);
    expect([...app.blueprints.keys()]).toEqual(["users", "members"]);
    expect([...app.iterBlueprints()]).toEqual([bp, bp]);
  });

  test("builds the URL of its view for the registration that answers", async () => {
    const app = new Flagon();
    const bp = new Blueprint("pages", { urlPrefix: "/a" });
    const page = bp.get("/page", (): string => urlFor(page));
    app.registerBlueprint(bp);
    app.registerBlueprint(bp, { name: "other", urlPrefix: "/b" });
    app.get("/", () => urlFor(page));
    const client = app.testClient();
    expect((await client.get("/a/page")).text()).toBe("/a/page");
    expect((await client.get("/b/page")).text()).toBe("/b/page");
    expect((await client.get("/")).text()).toBe("/a/page");
  });

  test("within another has both prefixes and both names", async () => {
    const app = new Flagon();
    const admin = new Blueprint("admin", { urlPrefix: "/admin" });
    admin.registerBlueprint(users());
    app.registerBlueprint(admin);
    expect((await app.testClient().get("/admin/users/")).json()).toEqual([
      "admin.users.index",
      "admin.users",
      ["admin.users", "admin"],
      "/admin/users/",
    ]);
  });

  test("takes an empty rule for its prefix alone", async () => {
    const app = new Flagon();
    const bp = new Blueprint("item", { urlPrefix: "/items/<int:id>" });
    bp.get("", ({ id }) => [id]);
    app.registerBlueprint(bp);
    expect((await app.testClient().get("/items/3")).json()).toEqual([3]);
  });

  test("gives its values to each of its rules", async () => {
    const app = new Flagon();
    const bp = new Blueprint("site", { urlDefaults: { language: "en" } });
    bp.get("/where", (values) => ({ ...values }));
    app.registerBlueprint(bp, { urlDefaults: { country: "nz" } });
    expect((await app.testClient().get("/where")).json()).toEqual({ language: "en", country: "nz" });
  });

  test("runs its own hooks for its own requests alone, and its app hooks for all", async () => {
    const app = new Flagon();
    const bp = new Blueprint("b", { urlPrefix: "/b" });
    const seen: string[] = [];
    bp.beforeRequest(() => void seen.push("own"));
    bp.beforeAppRequest(() => void seen.push("app's"));
    bp.get("/", () => "b");
    app.get("/", () => "app");
    app.registerBlueprint(bp);
    await app.testClient().get("/");
    expect(seen.splice(0)).toEqual(["app's"]);
    await app.testClient().get("/b/");
    expect(seen).toEqual(["app's", "own"]);
  });

  test.each(["", "a.b"])("has no name like %o", (name) => {
    expect(() => new Blueprint(name)).toThrow("is no name for a blueprint");
  });

  test("takes no endpoint with a dot", () => {
    const bp = new Blueprint("b");
    expect(() => bp.get("/", { endpoint: "x.y" }, () => "")).toThrow("must have no dot");
  });

  test("cannot be registered on itself, nor changed once it is registered", () => {
    const bp = new Blueprint("b");
    expect(() => bp.registerBlueprint(bp)).toThrow("on itself");
    new Flagon().registerBlueprint(bp);
    expect(() => bp.get("/", () => "")).toThrow(SetupFinishedError);
    expect(() => bp.beforeRequest(() => undefined)).toThrow(SetupFinishedError);
  });
});
