/** Where a folder of static files may lie on the disk, and under which URL it then is: Flask's variants. */
import { join } from "node:path";
import { Blueprint, Flagon, type FlagonOptions, urlFor } from "flagon";
import { describe, expect, test } from "vitest";
import { Folder } from "../../http/folder.ts";

function folderWithPage(...paths: readonly string[]): Folder {
  const folder = new Folder();
  for (const path of paths) folder.write(path, `page of ${path}`);
  return folder;
}

/** What the application answers, and which URL it builds. */
async function served(options: FlagonOptions, url: string): Promise<[string, string]> {
  const app = new Flagon({ ...options });
  const response = await app.testClient().get(url);
  const built = app.testRequestContext("/", () => urlFor("static", { filename: "page.html" }));
  return [response.status === 200 ? response.text() : String(response.status), built];
}

describe("the static files of an application", () => {
  test.each<[FlagonOptions, string, string]>([
    [{}, "static/page.html", "/static/page.html"],
    [{ staticUrlPath: "/foo" }, "static/page.html", "/foo/page.html"],
    [{ staticUrlPath: "/foo/" }, "static/page.html", "/foo/page.html"],
    [{ staticUrlPath: "" }, "static/page.html", "/page.html"],
    [{ staticUrlPath: "/" }, "static/page.html", "/page.html"],
    [{ staticFolder: "static/" }, "static/page.html", "/static/page.html"],
    [{ staticFolder: "a/b" }, "a/b/page.html", "/b/page.html"],
    [{ staticFolder: "a/b/" }, "a/b/page.html", "/b/page.html"],
    [{ staticFolder: "", staticUrlPath: "" }, "page.html", "/page.html"],
    [{ staticFolder: "" }, "page.html", "/page.html"],
    [{ staticFolder: "", staticUrlPath: "/files" }, "page.html", "/files/page.html"],
  ])("with %j: %s is at %s", async (options, path, url) => {
    using folder = folderWithPage(path);
    expect(await served({ root: folder.path, ...options }, url)).toEqual([`page of ${path}`, url]);
  });

  test("may lie elsewhere, where the folder is absolute", async () => {
    using folder = folderWithPage("elsewhere/page.html");
    const options = { root: "/nonexistent", staticFolder: join(folder.path, "elsewhere") };
    expect(await served(options, "/elsewhere/page.html")).toEqual([
      "page of elsewhere/page.html",
      "/elsewhere/page.html",
    ]);
  });

  test("may be at the root of the site, beside rules that go first", async () => {
    using folder = folderWithPage("static/page.html");
    const app = new Flagon({ root: folder.path, staticUrlPath: "" });
    app.get("/<name>.html", ({ name }) => `view of ${name}`);
    app.get("/", () => "index");
    const client = app.testClient();
    expect((await client.get("/")).text()).toBe("index");
    expect((await client.get("/page.html")).text()).toBe("view of page");
    expect((await client.get("/none.css")).status).toBe(404);
  });
});

describe("the static files of a blueprint", () => {
  test("may lie elsewhere, and in a folder of another name", async () => {
    using folder = folderWithPage("deep/assets/page.html");
    const bp = new Blueprint("bp", {
      urlPrefix: "/bp",
      staticFolder: join(folder.path, "deep/assets/"),
      staticUrlPath: "/files/",
    });
    const app = new Flagon({ staticFolder: null });
    app.registerBlueprint(bp);
    expect((await app.testClient().get("/bp/files/page.html")).text()).toBe("page of deep/assets/page.html");
    const url = app.testRequestContext("/", () => urlFor("bp.static", { filename: "page.html" }));
    expect(url).toBe("/bp/files/page.html");
  });

  test("are those of the blueprint that answers, by a dot before their endpoint", async () => {
    using folder = folderWithPage("static/page.html", "own/page.html");
    const app = new Flagon({ root: folder.path });
    const bp = new Blueprint("bp", { urlPrefix: "/bp", staticFolder: "own" });
    bp.get("/urls", () => [urlFor(".static", { filename: "x" }), urlFor("static", { filename: "x" })]);
    app.registerBlueprint(bp);
    const client = app.testClient();
    expect((await client.get("/bp/urls")).json()).toEqual(["/bp/own/x", "/static/x"]);
    expect((await client.get("/bp/own/page.html")).text()).toBe("page of own/page.html");
    expect((await client.get("/static/page.html")).text()).toBe("page of static/page.html");
  });
});
