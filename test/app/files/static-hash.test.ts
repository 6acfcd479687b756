import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Blueprint, Flagon, renderTemplateString, urlFor } from "flagon";
import { DictionaryFiles, type FileSource } from "flagon/http";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flagon-static-hash-"));
  mkdirSync(join(root, "static"));
  writeFileSync(join(root, "static", "app.css"), "a { color: red }");
  writeFileSync(join(root, "secret.txt"), "secret");
  const made = root;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

function shop(options: { files?: FileSource; hashStaticUrls?: boolean } = {}): Flagon {
  const { files, hashStaticUrls = true } = options;
  return new Flagon({ root: files === undefined ? root : "", files, config: { hashStaticUrls } });
}

const urlOf = (app: Flagon, filename: string, more: object = {}): string =>
  app.testRequestContext("/", () => urlFor("static", { filename, ...more }));

const HASHED = /^\/static\/app\.css\?v=[\w-]{12}$/;

describe("the URL of a static file", () => {
  test("has no hash unless the configuration asks for it", () => {
    expect(urlOf(shop({ hashStaticUrls: false }), "app.css")).toBe("/static/app.css");
  });

  test("has a hash of the content, which is the same on every server", () => {
    const url = urlOf(shop(), "app.css");
    expect(url).toMatch(HASHED);
    expect(urlOf(shop(), "app.css")).toBe(url);
    const files = new DictionaryFiles({ "static/app.css": "a { color: red }" });
    expect(urlOf(shop({ files }), "app.css")).toBe(url);
  });

  test("changes when the file does, and with nothing but its content", () => {
    const app = shop();
    const before = urlOf(app, "app.css");
    utimesSync(join(root, "static", "app.css"), 1, 1);
    expect(urlOf(app, "app.css")).toBe(before);
    writeFileSync(join(root, "static", "app.css"), "a { color: tan }");
    utimesSync(join(root, "static", "app.css"), 1, 1);
    const after = urlOf(app, "app.css");
    expect(after).toMatch(HASHED);
    expect(after).not.toBe(before);
  });

  test("has it in templates too", async () => {
    const app = shop();
    app.get("/", () => renderTemplateString("{{ url_for('static', filename='app.css') }}"));
    expect((await app.testClient().get("/")).text()).toMatch(HASHED);
  });

  test("keeps a v that is given", () => {
    expect(urlOf(shop(), "app.css", { v: "3" })).toBe("/static/app.css?v=3");
  });

  test.each([
    "none.css",
    "../secret.txt",
    "",
    "a\0b",
    "link.txt",
    ".",
  ])("has none for what is no file below the folder: %j", (filename) => {
    symlinkSync(join(root, "secret.txt"), join(root, "static", "link.txt"));
    expect(urlOf(shop(), filename)).not.toContain("v=");
  });

  test("has none for a large file, which nobody can make the server read while all others wait", async () => {
    const big = join(root, "static", "film.mp4");
    writeFileSync(big, "");
    truncateSync(big, 16 * 1024 * 1024);
    expect(urlOf(shop(), "film.mp4")).toContain("v=");
    truncateSync(big, 16 * 1024 * 1024 + 1);
    const app = shop();
    expect(urlOf(app, "film.mp4")).toBe("/static/film.mp4");
    const answer = await app.testClient().get("/static/film.mp4?v=AAAAAAAAAAAA", { method: "HEAD" });
    expect(answer.headers.get("Cache-Control")).toBe("no-cache");
  });

  test("has none where the source of the files cannot tell", () => {
    const files: FileSource = { resolve: (...steps) => steps.join("/"), open: () => undefined };
    expect(urlOf(shop({ files }), "app.css")).toBe("/static/app.css");
  });

  test("of other endpoints has none", () => {
    const app = shop();
    app.get("/download/<filename>", function download() {
      return "";
    });
    const url = app.testRequestContext("/", () => urlFor("download", { filename: "app.css" }));
    expect(url).toBe("/download/app.css");
  });
});

describe("a static file that is asked for", () => {
  const cached = async (app: Flagon, url: string) =>
    (await app.testClient().get(url)).headers.get("Cache-Control");

  test("by its hash may be kept for a year", async () => {
    const app = shop();
    const url = urlOf(app, "app.css");
    expect(await cached(app, url)).toBe("public, max-age=31536000, immutable");
  });

  test.each(["", "?v=", "?v=another-hash", "?w=1"])("otherwise is kept as ever: %j", async (query) => {
    expect(await cached(shop(), `/static/app.css${query}`)).toBe("no-cache");
  });

  test("by the hash of a blueprint's file may be kept as well", async () => {
    const app = shop();
    mkdirSync(join(root, "admin"));
    writeFileSync(join(root, "admin", "admin.css"), "b { color: blue }");
    app.registerBlueprint(new Blueprint("admin", { urlPrefix: "/admin", root, staticFolder: "admin" }));
    const url = app.testRequestContext("/", () => urlFor("admin.static", { filename: "admin.css" }));
    expect(url).toMatch(/^\/admin\/admin\/admin\.css\?v=[\w-]{12}$/);
    expect(await cached(app, url)).toBe("public, max-age=31536000, immutable");
  });

  test("by a hash of what it was is not kept for long", async () => {
    const app = shop();
    const url = urlOf(app, "app.css");
    writeFileSync(join(root, "static", "app.css"), "changed");
    expect(await cached(app, url)).toBe("no-cache");
  });

  test("by a hash is asked for again where the configuration does not believe in them", async () => {
    const url = urlOf(shop(), "app.css");
    expect(await cached(shop({ hashStaticUrls: false }), url)).toBe("no-cache");
  });
});
