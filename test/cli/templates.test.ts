import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Environment, ModuleLoader } from "flagon/templates";
import { expect, test } from "vitest";
import { appNamed, Project } from "./project.ts";

const GOOD = {
  "app.ts": appNamed("x"),
  "templates/layout.html": "<p>{% block a %}{% endblock %}",
  "templates/a/page.html": '{% extends "layout.html" %}{% block a %}{{ name }}{% endblock %}',
};

test("templates without a mistake pass", async () => {
  using project = new Project(GOOD);
  expect(await project.run(["templates", "check"])).toEqual({
    code: 0,
    stdout: "2 templates, 0 mistakes.\n",
    stderr: "",
  });
});

test("all mistakes are told with their places, and the exit code is 1", async () => {
  using project = new Project({
    ...GOOD,
    "templates/bad.html": "{{ name|shuot }}\n{% if %}\n",
    "templates/worse.html": '\n{% include "none.html" %}',
  });
  const { code, stdout } = await project.run(["templates", "check"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^\S*templates\/bad\.html:1:\d+: No filter named 'shuot'/m);
  expect(stdout).toMatch(/^\S*templates\/bad\.html:2:\d+: /m);
  expect(stdout).toMatch(/^\S*templates\/worse\.html:2:\d+: .*none\.html/m);
  expect(stdout).toMatch(/4 templates, 3 mistakes\.\n$/);
  const one = await project.run(["templates", "check", "layout.html"]);
  expect([one.code, one.stdout]).toEqual([0, "1 template, 0 mistakes.\n"]);
});

test("compiled templates are modules that render the same", async () => {
  using project = new Project(GOOD);
  const { code, stdout } = await project.run(["templates", "compile", "compiled"]);
  expect([code, stdout]).toEqual([0, "2 templates are compiled in compiled.\n"]);
  expect(readdirSync(join(project.folder, "compiled"))).toContain("index.js");
  const { default: templates } = (await import(join(project.folder, "compiled/index.js"))) as {
    default: ConstructorParameters<typeof ModuleLoader>[0];
  };
  const environment = new Environment({ autoescape: true, loader: new ModuleLoader(templates) });
  expect(environment.getTemplate("a/page.html").render({ name: "<Ada>" })).toBe("<p>&lt;Ada&gt;");
});

test("what can't be compiled is told with its place, and nothing is written", async () => {
  using project = new Project({ ...GOOD, "templates/bad.html": "{% if %}" });
  const { code, stderr } = await project.run(["templates", "compile", "compiled"]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Error: \S*bad\.html:1/)]);
  expect(existsSync(join(project.folder, "compiled"))).toBe(false);
});

test("an application without templates says so", async () => {
  using project = new Project({ "app.ts": appNamed("x") });
  const { code, stderr } = await project.run(["templates", "check"]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/no templates/)]);
});
