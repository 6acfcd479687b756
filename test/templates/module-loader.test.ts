/** Templates that were compiled ahead of time. */
import { expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";
import { ModuleLoader } from "../../src/templates/loaders/module-loader.ts";
import type { CompiledTemplate } from "../../src/templates/runtime/compiled.ts";

const sources = new DictLoader({
  "page.html":
    "{% extends 'base.html' %}{% from 'lib.html' import m %}{% block b %}{{ m(x) }}{{ none.y.z }}{% endblock %}",
  "base.html": "<{% block b %}{% endblock %}>",
  "lib.html": "{% macro m(v) %}[{{ v }}]{% endmacro %}",
  "plain.html": "{% from 'lib.html' import m %}{{ m(x) }} {{ 1.0 }}",
});

async function load(text: string): Promise<Readonly<Record<string, CompiledTemplate>>> {
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return module.default;
}

const compiled = await load(new Environment({ loader: sources, autoescape: true }).compileTemplates());
const environment = new Environment({ loader: new ModuleLoader(compiled), autoescape: true });

test("render as those that are compiled when they are needed", async () => {
  const template = environment.getTemplate("plain.html");
  const wanted = "[&lt;] 1.0";
  expect(template.render({ x: "<" })).toBe(wanted);
  expect([...template.generate({ x: "<" })].join("")).toBe(wanted);
  expect(await template.renderAsync({ x: "<" })).toBe(wanted);
});

test("show their source in errors", () => {
  expect(() => environment.getTemplate("page.html").render({ x: 1 })).toThrow(
    expect.objectContaining({ stack: expect.stringContaining("> 1 | {% extends 'base.html' %}") }),
  );
});

test("are listed, and missed", () => {
  expect(environment.listTemplates()).toEqual(["base.html", "lib.html", "page.html", "plain.html"]);
  expect(() => environment.getTemplate("constructor")).toThrow(
    expect.objectContaining({ name: "TemplateNotFound" }),
  );
});

test("a mistake is found when they are compiled", () => {
  const broken = new Environment({ loader: new DictLoader({ a: "{% if %}" }) });
  expect(() => broken.compileTemplates()).toThrow(expect.objectContaining({ name: "TemplateSyntaxError" }));
});
