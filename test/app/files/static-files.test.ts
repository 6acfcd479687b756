import { Flagon, type FlagonOptions, session, urlFor } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { describe, expect, test } from "vitest";
import { staticFiles } from "../../../src/app/files/static-files.ts";

describe("static files", () => {
  test.each([
    [{}, "static", "/static"],
    [{ staticFolder: "assets/public/" }, "assets/public", "/public"],
    [{ staticFolder: "/srv/files" }, "/srv/files", "/files"],
    [{ staticFolder: "" }, "", ""],
    [{ staticUrlPath: "" }, "static", ""],
    [{ staticUrlPath: "/" }, "static", ""],
    [{ staticUrlPath: "/s/" }, "static", "/s"],
    [{ staticFolder: "a", staticUrlPath: "/b/c" }, "a", "/b/c"],
  ])("of %j lie in %j, under %j", (options, folder, urlPath) => {
    expect(staticFiles({ staticFolder: "static", ...options })).toEqual({
      folder,
      urlPath,
      rule: `${urlPath}/<path:filename>`,
    });
  });

  test("are none without a folder", () => {
    expect(staticFiles({ staticFolder: null })).toBeUndefined();
    expect(staticFiles({})).toBeUndefined();
  });

  test("are under a URL that begins with a slash", () => {
    expect(() => staticFiles({ staticFolder: "a", staticUrlPath: "static" })).toThrow(TypeError);
  });
});

describe("an application with static files", () => {
  const files = new DictionaryFiles({
    "/srv/static/app.css": { content: "body {}", modified: 0 },
    "/srv/static/img/logo.svg": "<svg/>",
    "/srv/secret.txt": "secret",
  });
  const site = (options: FlagonOptions = {}) =>
    new Flagon({ root: "/srv", files, secretKey: "a key", ...options });

  test("serves them, at any depth", async () => {
    const client = site().testClient();

    const css = await client.get("/static/app.css");
    expect([css.text(), css.headers.get("Content-Type")]).toEqual(["body {}", "text/css; charset=utf-8"]);
    expect((await client.get("/static/img/logo.svg")).text()).toBe("<svg/>");
    expect((await client.head("/static/app.css")).headers.get("Content-Length")).toBe("7");
    const etag = css.headers.get("ETag") ?? "";
    expect((await client.get("/static/app.css", { headers: { "If-None-Match": etag } })).status).toBe(304);
  });

  test("answers 404 for what is no file below the folder, and 405 for POST", async () => {
    const client = site().testClient();

    for (const path of [
      "missing.css",
      "img",
      "",
      "../secret.txt",
      "%2e%2e/secret.txt",
      "..%2fsecret.txt",
      "a%00",
    ]) {
      expect([path, (await client.get(`/static/${path}`)).status]).toEqual([path, 404]);
    }
    expect((await client.post("/static/app.css")).status).toBe(405);
  });

  test("serves them where it is told to, or not at all", async () => {
    const atRoot = site({ staticUrlPath: "" });
    atRoot.get("/page", () => "page");

    expect((await atRoot.testClient().get("/app.css")).status).toBe(200);
    expect((await atRoot.testClient().get("/page")).text()).toBe("page");
    expect((await site({ staticFolder: "static/img" }).testClient().get("/img/logo.svg")).status).toBe(200);
    expect((await site({ staticFolder: null }).testClient().get("/static/app.css")).status).toBe(404);
  });

  test("says where they are", () => {
    const { staticFolder, staticUrlPath, hasStaticFolder } = site({ staticFolder: "static/img/" });

    expect([staticFolder, staticUrlPath, hasStaticFolder]).toEqual(["/srv/static/img", "/img", true]);
    expect(site({ staticFolder: null }).hasStaticFolder).toBe(false);
  });

  test("builds their URLs, which need the name of a file", async () => {
    const app = site();
    app.get("/", () => urlFor("static", { filename: "img/a b.svg" }));

    expect((await app.testClient().get("/")).text()).toBe("/static/img/a%20b.svg");
  });

  test("lets clients keep them by their names", async () => {
    class Patient extends Flagon {
      override getSendFileMaxAge(path: string | undefined): number | undefined {
        return path === "app.css" ? 60 : undefined;
      }
    }

    const response = await new Patient({ root: "/srv", files }).testClient().get("/static/app.css");

    expect(response.headers.get("Cache-Control")).toBe("public, max-age=60");
  });

  test("sends one from a view of its own", async () => {
    const app = site();
    app.get("/favicon.ico", () => app.sendStaticFile("img/logo.svg"));
    const bare = site({ staticFolder: null });

    expect((await app.testClient().get("/favicon.ico")).text()).toBe("<svg/>");
    await expect(bare.sendStaticFile("a")).rejects.toThrow(/staticFolder/);
  });

  test("does not renew a permanent session with a static file", async () => {
    const app = site();
    app.get("/", () => {
      session.permanent = true;
      session.set("a", 1);
      return "";
    });
    app.get("/page", () => "page");
    const client = app.testClient();
    await client.get("/");

    expect((await client.get("/static/app.css")).headers.has("Set-Cookie")).toBe(false);
    expect((await client.get("/static/app.css")).headers.has("Vary")).toBe(false);
    expect((await client.get("/page")).headers.has("Set-Cookie")).toBe(true);
  });

  test("has none on a runtime without files", async () => {
    const app = new Flagon({ root: "/srv" });
    Object.assign(app, { files: undefined });

    expect(app.staticFolder).toBe("static");
  });
});
