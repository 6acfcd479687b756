/** Templates compiled into a folder of modules. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { type CompiledTemplate, DictLoader, Environment, ModuleLoader } from "../../src/templates/index.ts";

const folder = mkdtempSync(join(tmpdir(), "flagon-compiled-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCES = {
  "base.html": "<{% block b %}{% endblock %}>",
  "pages/wholly new & 100%.html":
    "{% extends 'base.html' %}{% block b %}{{ x }}{{ none.y.z if x is none }}{% endblock %}",
  index: "{{ 1.0 }}",
  __proto__x: "p",
};

test("render as they do when they are compiled at run time", async () => {
  const files = new Environment({ loader: new DictLoader(SOURCES), autoescape: true }).compileTemplateFiles();
  expect([...files.keys()]).toEqual([
    "templates/__proto__x.js",
    "templates/base.html.js",
    "templates/index.js",
    "templates/pages/wholly$20new$20$26$20100$25.html.js",
    "index.js",
    "index.d.ts",
  ]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const { default: templates } = (await import(pathToFileURL(join(folder, "index.js")).href)) as {
    default: Readonly<Record<string, CompiledTemplate>>;
  };
  const environment = new Environment({ loader: new ModuleLoader(templates), autoescape: true });
  const page = environment.getTemplate("pages/wholly new & 100%.html");
  expect(page.render({ x: "<" })).toBe("<&lt;>");
  expect(await page.renderAsync({ x: "<" })).toBe("<&lt;>");
  expect(() => page.render({ x: null })).toThrow(
    expect.objectContaining({ stack: expect.stringContaining("(pages/wholly new & 100%.html:1:49)") }),
  );
  expect(environment.getTemplate("index").render()).toBe("1.0");
  expect(environment.listTemplates()).toEqual(Object.keys(SOURCES).sort());
});

test.each([
  "../a",
  "a/../b",
  "/a",
  "a//b",
  "",
  ".",
])("a name that is no path in a folder is refused: %j", (name) => {
  const environment = new Environment({ loader: new DictLoader({ [name]: "x" }) });
  expect(() => environment.compileTemplateFiles()).toThrow(RangeError);
  expect(() => environment.compileTemplateFiles()).toThrow("compile it into one module");
});

test("a mistake is found while they are compiled", () => {
  const environment = new Environment({ loader: new DictLoader({ a: "{% if %}" }) });
  expect(() => environment.compileTemplateFiles()).toThrow(
    expect.objectContaining({ name: "TemplateSyntaxError" }),
  );
});

test("no two templates share a file", () => {
  const names = ["a b", "a$20b", "a\u242fb", "a$2fb", "a$x242f$b", "a\u0002b", "a$2b", "a\u{1f375}b"];
  const loader = new DictLoader(Object.fromEntries(names.map((name) => [name, ""])));
  const files = [...new Environment({ loader }).compileTemplateFiles().keys()];
  expect(files).toHaveLength(names.length + 2);
  expect(files.filter((file) => !/^[\w./$-]+$/.test(file))).toEqual([]);
});
