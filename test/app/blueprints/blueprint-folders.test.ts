import { join } from "node:path";
import { Blueprint, type BlueprintOptions, Flagon, renderTemplate, request, session, urlFor } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { DictLoader, TemplateNotFound } from "flagon/templates";
import { describe, expect, test } from "vitest";
import { Folder } from "../../http/folder.ts";

const files = new DictionaryFiles({
  "/srv/static/app.css": "the application's",
  "/srv/admin/static/app.css": "the blueprint's",
  "/srv/admin/assets/a.js": "1",
  "/srv/admin/secret.txt": "secret",
  "/srv/templates/page.html": "page of the application",
  "/srv/admin/templates/page.html": "page of the blueprint",
  "/srv/admin/templates/admin/index.html": "index of the blueprint",
  "/srv/shop/templates/page.html": "page of the shop",
  "/srv/shop/templates/admin/index.html": "index of the shop",
});

function site(options: BlueprintOptions = {}): { app: Flagon; bp: Blueprint<string> } {
  const app = new Flagon({ root: "/srv", files, secretKey: "a key of sixteen bytes" });
  const bp = new Blueprint("admin", { urlPrefix: "/admin", root: "admin", ...options });
  return { app, bp };
}

describe("the static files of a blueprint", () => {
  test("are below its prefix, under an endpoint of its own", async () => {
    const { app, bp } = site({ staticFolder: "static/" });
    bp.get("/", () => [
      urlFor(".static", { filename: "app.css" }),
      urlFor("static", { filename: "app.css" }),
    ]);
    app.registerBlueprint(bp);
    const client = app.testClient();
    expect((await client.get("/admin/static/app.css")).text()).toBe("the blueprint's");
    expect((await client.get("/static/app.css")).text()).toBe("the application's");
    expect((await client.get("/admin/")).json()).toEqual(["/admin/static/app.css", "/static/app.css"]);
    expect((await client.get("/admin/static/%2e%2e/secret.txt")).status).toBe(404);
  });

  test("come before its other rules", () => {
    const { app, bp } = site({ staticFolder: "static" });
    bp.get("/", function index() {
      return "";
    });
    app.registerBlueprint(bp);
    const own = [...app.urlMap.iterRules()].filter(({ endpoint }) => endpoint.startsWith("admin."));
    expect(own.map(({ endpoint }) => endpoint)).toEqual(["admin.static", "admin.index"]);
  });

  test("have the URL that is asked for", async () => {
    const { app, bp } = site({ staticFolder: "assets", staticUrlPath: "/public/" });
    app.registerBlueprint(bp);
    expect([bp.staticFolder, bp.staticUrlPath, bp.hasStaticFolder]).toEqual([
      "admin/assets",
      "/public",
      true,
    ]);
    expect((await app.testClient().get("/admin/public/a.js")).text()).toBe("1");
  });

  test("are refused under the URL of those of the application, which would hide them", async () => {
    const { app, bp } = site({ urlPrefix: undefined, staticFolder: "static" });
    expect(() => app.registerBlueprint(bp)).toThrow("/static/<path:filename>");
    app.registerBlueprint(new Blueprint("other", { root: "admin", staticFolder: "assets" }));
    expect((await app.testClient().get("/assets/a.js")).text()).toBe("1");
  });

  test("are there under each name it is registered with, and within another blueprint", async () => {
    const { app, bp } = site({ staticFolder: "assets" });
    const outer = new Blueprint("outer", { urlPrefix: "/outer" });
    outer.registerBlueprint(bp);
    app.registerBlueprint(outer);
    app.registerBlueprint(bp, { name: "again", urlPrefix: "/again" });
    const client = app.testClient();
    expect((await client.get("/outer/admin/assets/a.js")).text()).toBe("1");
    expect((await client.get("/again/assets/a.js")).text()).toBe("1");
    await app.testRequestContext("/", () => {
      expect(urlFor("outer.admin.static", { filename: "a.js" })).toBe("/outer/admin/assets/a.js");
      expect(urlFor("again.static", { filename: "a.js" })).toBe("/again/assets/a.js");
    });
  });

  test("are sent from a view of its own, with the age that it says", async () => {
    class Patient extends Blueprint<string> {
      override getSendFileMaxAge(path: string | undefined): number | undefined {
        return path === "a.js" ? 60 : super.getSendFileMaxAge(path);
      }
    }
    const { app } = site();
    app.config.sendFileMaxAgeDefault = 5;
    const bp = new Patient("p", { root: "/srv/admin", staticFolder: "assets", urlPrefix: "/p" });
    bp.get("/script", () => bp.sendStaticFile("a.js"));
    bp.get("/age", () => [bp.getSendFileMaxAge("b.js")]);
    app.registerBlueprint(bp);
    const response = await app.testClient().get("/p/script");
    expect([response.text(), response.headers.get("Cache-Control")]).toEqual(["1", "public, max-age=60"]);
    expect((await app.testClient().get("/p/age")).json()).toEqual([5]);
  });

  test("have a hash in their URLs, if that is asked for", async () => {
    const { app, bp } = site({ staticFolder: "assets" });
    app.config.hashStaticUrls = true;
    bp.get("/", () => urlFor(".static", { filename: "a.js" }));
    app.registerBlueprint(bp);
    const client = app.testClient();
    const url = (await client.get("/admin/")).text();
    expect(url).toMatch(/^\/admin\/assets\/a\.js\?v=\w+/);
    expect((await client.get(url)).headers.get("Cache-Control")).toContain("immutable");
  });

  test("are none unless it has a folder", async () => {
    const { app, bp } = site();
    app.registerBlueprint(bp);
    expect([bp.hasStaticFolder, bp.staticFolder, bp.staticUrlPath]).toEqual([false, undefined, undefined]);
    await expect(bp.sendStaticFile("a.js")).rejects.toThrow("{ staticFolder }");
  });

  test("do not renew a permanent session", async () => {
    const { app, bp } = site({ staticFolder: "assets" });
    bp.get("/", () => {
      session.permanent = true;
      session.set("a", 1);
      return "";
    });
    app.registerBlueprint(bp);
    const client = app.testClient();
    await client.get("/admin/");
    expect((await client.get("/admin/assets/a.js")).headers.has("Set-Cookie")).toBe(false);
  });
});

describe("the templates of a blueprint", () => {
  async function page(app: Flagon, name: string): Promise<string> {
    app.get("/", () => renderTemplate(name));
    return (await app.testClient().get("/")).text();
  }

  test("come after those of the application, whichever blueprint answers", async () => {
    const { app, bp } = site({ templateFolder: "templates" });
    bp.get("/", () => [request.blueprint, renderTemplate("page.html"), renderTemplate("admin/index.html")]);
    app.registerBlueprint(bp);
    expect((await app.testClient().get("/admin/")).json()).toEqual([
      "admin",
      "page of the application",
      "index of the blueprint",
    ]);
  });

  test("are asked in the order in which blueprints were registered, inner ones too", async () => {
    const { app, bp } = site({ templateFolder: "templates" });
    const outer = new Blueprint("outer");
    outer.registerBlueprint(new Blueprint("shop", { root: "shop", templateFolder: "templates" }));
    app.registerBlueprint(outer);
    app.registerBlueprint(bp);
    expect(await page(app, "admin/index.html")).toBe("index of the shop");
  });

  test("are found though the environment was made before it was registered", async () => {
    const { app, bp } = site({ templateFolder: "templates" });
    app.templateFilter("shout", (text: string) => `${text}!`);
    expect(app.jinjaEnv.listTemplates()).toEqual(["page.html"]);
    app.registerBlueprint(bp);
    expect(app.jinjaEnv.listTemplates()).toEqual(["admin/index.html", "page.html"]);
    expect(await page(app, "admin/index.html")).toBe("index of the blueprint");
  });

  test("lie on the disk, in a folder from its own root or that of the application", async () => {
    using folder = new Folder();
    folder.write("bp/templates/a.html", "a");
    folder.write("pages/b.html", "{% extends 'a.html' %}");
    folder.write("bp/static/x.txt", "x");
    const root = folder.path;
    const app = new Flagon({ root });
    app.registerBlueprint(
      new Blueprint("a", {
        root: join(root, "bp"),
        templateFolder: "templates",
        staticFolder: "static",
        urlPrefix: "/a",
      }),
    );
    app.registerBlueprint(new Blueprint("b", { templateFolder: "pages" }));
    expect((await app.testClient().get("/a/static/x.txt")).text()).toBe("x");
    const other = new Flagon({ root });
    other.registerBlueprint(new Blueprint("a", { root: "bp", templateFolder: "templates" }));
    other.registerBlueprint(new Blueprint("b", { templateFolder: "pages" }));
    expect(await page(other, "b.html")).toBe("a");
  });

  test("come from a loader of its own, if it has one", async () => {
    const { app, bp } = site({ templateFolder: "templates" });
    bp.jinjaLoader = new DictLoader({ "own.html": "from the dictionary" });
    app.registerBlueprint(bp);
    expect(app.jinjaEnv.listTemplates()).toEqual(["own.html", "page.html"]);
    expect(await page(app, "own.html")).toBe("from the dictionary");
    expect(() => {
      bp.jinjaLoader = undefined;
    }).toThrow("bp.jinjaLoader was called after");
  });

  test("come from a loader that a class of blueprints makes", async () => {
    class Packaged extends Blueprint<string> {
      override get jinjaLoader() {
        return new DictLoader({ "packaged.html": `of ${this.name}` });
      }
    }
    const { app } = site();
    app.registerBlueprint(new Packaged("p"));
    expect(await page(app, "packaged.html")).toBe("of p");
  });

  test("that are missing are an error that says how to see where they were looked for", () => {
    const { app, bp } = site({ templateFolder: "templates" });
    app.registerBlueprint(bp);
    expect(() => app.jinjaEnv.getTemplate("none.html")).toThrow(TemplateNotFound);
    expect(() => app.jinjaEnv.getTemplate("none.html")).toThrow("config.explainTemplateLoading");
    const bare = new Flagon({ templateFolder: null });
    expect(() => bare.jinjaEnv.getTemplate("none.html")).toThrow("set app.jinjaLoader");
  });
});
