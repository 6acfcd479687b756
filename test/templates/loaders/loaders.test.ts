import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TemplateNotFound } from "../../../src/templates/errors.ts";
import { ChoiceLoader } from "../../../src/templates/loaders/choice-loader.ts";
import { DictLoader } from "../../../src/templates/loaders/dict-loader.ts";
import { FileSystemLoader } from "../../../src/templates/loaders/file-system-loader.ts";
import { FunctionLoader } from "../../../src/templates/loaders/function-loader.ts";
import type { Loader } from "../../../src/templates/loaders/loader.ts";
import { PrefixLoader } from "../../../src/templates/loaders/prefix-loader.ts";

const load = (loader: Loader, name: string) => loader.getSource(undefined, name).source;

describe("DictLoader", () => {
  test("has what is in the dictionary, and nothing of its prototype", () => {
    const loader = new DictLoader({ "b.html": "B", "a.html": "A" });
    expect(load(loader, "a.html")).toBe("A");
    expect(loader.listTemplates()).toEqual(["a.html", "b.html"]);
    expect(() => load(loader, "constructor")).toThrow(TemplateNotFound);
  });

  test("notices changes", () => {
    const templates = new Map([["a", "1"]]);
    const { isUpToDate } = new DictLoader(templates).getSource(undefined, "a");
    expect(isUpToDate?.()).toBe(true);
    templates.set("a", "2");
    expect(isUpToDate?.()).toBe(false);
  });
});

describe("FunctionLoader", () => {
  test("asks its function", () => {
    const loader = new FunctionLoader((name) => (name === "a" ? "A" : name === "b" ? { source: "B" } : null));
    expect([load(loader, "a"), load(loader, "b")]).toEqual(["A", "B"]);
    expect(() => load(loader, "c")).toThrow(TemplateNotFound);
    expect(() => loader.listTemplates()).toThrow("cannot list");
  });
});

describe("ChoiceLoader and PrefixLoader", () => {
  const first = new DictLoader({ a: "first a" });
  const second = new DictLoader({ a: "second a", b: "second b" });

  test("the first loader that has it wins", () => {
    const loader = new ChoiceLoader([first, second]);
    expect([load(loader, "a"), load(loader, "b")]).toEqual(["first a", "second b"]);
    expect(loader.listTemplates()).toEqual(["a", "b"]);
    expect(() => load(loader, "c")).toThrow(TemplateNotFound);
  });

  test("errors that are no missing templates come through", () => {
    const broken = new FunctionLoader(() => {
      throw new Error("disk on fire");
    });
    expect(() => load(new ChoiceLoader([broken, second]), "a")).toThrow("disk on fire");
  });

  test("a prefix names the loader", () => {
    const loader = new PrefixLoader({ one: first, two: second });
    expect(load(loader, "two/a")).toBe("second a");
    expect(loader.listTemplates()).toEqual(["one/a", "two/a", "two/b"]);
    for (const name of ["a", "three/a", "one/x"]) {
      expect(() => load(loader, name)).toThrow(expect.objectContaining({ templateName: name }));
    }
  });
});

describe("FileSystemLoader", () => {
  const root = mkdtempSync(join(tmpdir(), "templates-"));
  mkdirSync(join(root, "site/mail"), { recursive: true });
  mkdirSync(join(root, "theme"));
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(root, "site/index.html"), "Grüße");
  writeFileSync(join(root, "site/mail/hi.txt"), "hi");
  writeFileSync(join(root, "theme/index.html"), "theme");
  writeFileSync(join(root, "theme/base.html"), "base");
  symlinkSync(join(root, "site"), join(root, "site/mail/loop"));
  afterAll(() => rmSync(root, { recursive: true }));
  const loader = new FileSystemLoader([join(root, "site"), join(root, "theme")]);

  test("reads UTF-8 from the first folder that has the file", () => {
    expect([load(loader, "index.html"), load(loader, "base.html"), load(loader, "mail/./hi.txt")]).toEqual([
      "Grüße",
      "base",
      "hi",
    ]);
    expect(loader.getSource(undefined, "base.html").filename).toBe(join(root, "theme/base.html"));
  });

  test.each([
    "../secret.txt",
    "mail/../../secret.txt",
    "..\\secret.txt",
    "mail\\..\\..\\secret.txt",
    "C:/secret.txt",
    "index.html\0.txt",
    "/../secret.txt",
    "..",
    "",
    "mail",
    "nothing.html",
  ])("has no template %j", (name) => {
    expect(() => load(loader, name)).toThrow(TemplateNotFound);
  });

  test("takes a leading slash for the folder, never for the disk", () => {
    expect(load(loader, "/index.html")).toBe("Grüße");
    expect(() => load(loader, join(root, "secret.txt"))).toThrow(TemplateNotFound);
  });

  test("notices that a file has changed or gone", () => {
    const { isUpToDate } = loader.getSource(undefined, "base.html");
    expect(isUpToDate?.()).toBe(true);
    utimesSync(join(root, "theme/base.html"), new Date(0), new Date(0));
    expect(isUpToDate?.()).toBe(false);
  });

  test("lists its templates, links to folders only if it is told to", () => {
    expect(loader.listTemplates()).toEqual(["base.html", "index.html", "mail/hi.txt"]);
    const following = new FileSystemLoader(join(root, "site"), { followLinks: true });
    expect(following.listTemplates()).toEqual(["index.html", "mail/hi.txt"]);
  });
});
