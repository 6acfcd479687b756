import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./project.ts";
import { ask, serveIn } from "./serving.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

test("a new project passes its tests, has the right types and style, and runs", async () => {
  using project = new Project();
  const made = await project.run(["new", "shop"]);
  expect([made.code, made.stderr, made.stdout]).toEqual([0, "", expect.stringContaining("cd shop")]);
  const cwd = join(project.folder, "shop");
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: "" };
  const tests = execFileSync(process.execPath, ["--test"], { cwd, env, encoding: "utf8" });
  expect(tests).toMatch(/pass 3[\s\S]*fail 0/);
  const types = join(ROOT, "node_modules/@types");
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["--typeRoots", types], { cwd });
  execFileSync(join(ROOT, "node_modules/.bin/biome"), ["check"], { cwd, stdio: "pipe" });
  const routes = await project.run(["routes"], { folder: "shop" });
  expect(routes.stdout).toMatch(/^index +GET +\/$/m);
  await using served = serveIn(project, ["run", "--port", "0"], { folder: "shop" });
  expect(await ask(await served.url())).toContain("<title>shop</title>");
});

test("its key is its own, and is not committed", async () => {
  using project = new Project();
  await project.run(["new", "one"]);
  await project.run(["new", "two"]);
  const [one, two] = ["one", "two"].map((name) => readFileSync(join(project.folder, name, ".env"), "utf8"));
  expect(one).toMatch(/^SECRET_KEY=[0-9a-f]{64}\n$/);
  expect(one).not.toBe(two);
  expect(readFileSync(join(project.folder, "one/.gitignore"), "utf8").split("\n")).toContain(".env");
  expect(readFileSync(join(project.folder, "one/.dockerignore"), "utf8").split("\n")).toContain(".env");
});

test.each([
  ["file:flagon-0.1.0.tgz", "file:../flagon-0.1.0.tgz"],
  ["^0.1.0", "^0.1.0"],
])("it has Flagon from where the project around it has it: %s", async (around, expected) => {
  using project = new Project({
    "package.json": JSON.stringify({ type: "module", dependencies: { flagon: around } }),
  });
  await project.run(["new", "shop"]);
  const { dependencies } = JSON.parse(readFileSync(join(project.folder, "shop/package.json"), "utf8"));
  expect(dependencies).toEqual({ flagon: expected });
});

test("what is there is left alone, and a strange name is refused", async () => {
  using project = new Project({ "shop/app.ts": "mine" });
  const there = await project.run(["new", "shop"]);
  expect([there.code, there.stderr]).toEqual([
    2,
    expect.stringMatching(/shop is there already, and not empty/),
  ]);
  expect(readFileSync(join(project.folder, "shop/app.ts"), "utf8")).toBe("mine");
  const strange = await project.run(["new", "My Shop"]);
  expect([strange.code, strange.stderr]).toEqual([2, expect.stringMatching(/no name for a package/)]);
  expect(dirname(project.folder)).not.toBe(project.folder);
});
