import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { flagonDependency } from "../../src/cli/new-project/dependency.ts";
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
  expect(tests).toMatch(/pass 4[\s\S]*fail 0/);
  // Which Node 22 cannot read.
  expect(readFileSync(join(cwd, "test/app.test.ts"), "utf8")).not.toContain("await using");
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
  expect(readFileSync(join(project.folder, "one/.gitignore"), "utf8").split("\n")).toContain(".env*");
  expect(readFileSync(join(project.folder, "one/.dockerignore"), "utf8").split("\n")).toContain(".env*");
  expect(statSync(join(project.folder, "one/.env")).mode & 0o777).toBe(0o600);
});

test("without a key it does not start in production", async () => {
  using project = new Project();
  await project.run(["new", "shop"]);
  const env = { NODE_ENV: "production", SECRET_KEY: "" };
  const { code, stderr } = await project.run(["serve", "--port", "0"], { folder: "shop", env });
  expect([code, stderr]).toEqual([1, expect.stringContaining("No secret key is set")]);
});

test.each([
  [
    "has it from a tarball",
    { "flagon-0.1.0.tgz": "packed" },
    "file:flagon-0.1.0.tgz",
    "file:vendor/flagon-0.1.0.tgz",
  ],
  ["has it from a folder", { "flagon/package.json": "{}" }, "file:flagon", "file:../flagon"],
  ["has it from the registry", {}, "^0.1.0", "^0.1.0"],
])("Flagon comes as to the project around it, if that %s", async (_how, files, around, expected) => {
  using project = new Project({
    ...(files as Record<string, string>),
    "package.json": JSON.stringify({ type: "module", dependencies: { flagon: around } }),
  });
  await project.run(["new", "shop"]);
  expect(flagonIn(project, "shop")).toBe(expected);
  const dockerfile = readFileSync(join(project.folder, "shop/Dockerfile"), "utf8");
  const isVendored = existsSync(join(project.folder, "shop/vendor/flagon-0.1.0.tgz"));
  expect([isVendored, dockerfile.includes("COPY vendor ./vendor\n")]).toEqual(
    expected.includes("vendor") ? [true, true] : [false, false],
  );
});

test("Flagon comes from the folder of the command, if that was not installed", async () => {
  using project = new Project();
  await project.run(["new", "shop"]);
  const specifier = flagonIn(project, "shop");
  expect(resolve(project.folder, "shop", specifier.replace("file:", ""), "package.json")).toBe(
    join(ROOT, "package.json"),
  );
});

test.each([
  ["a tarball that is there", "file:../flagon-0.1.0.tgz", true, "file:vendor/flagon-0.1.0.tgz"],
  ["a tarball that is gone", "file:../gone.tgz", false, "^0.1.0"],
  ["a registry", "https://registry.example/flagon-0.1.0.tgz", false, "^0.1.0"],
])("Flagon comes from where the command came from: %s", (_what, resolved, isThere, expected) => {
  using project = new Project({
    "tool/node_modules/.package-lock.json": JSON.stringify({
      packages: { "node_modules/flagon": { resolved } },
    }),
  });
  if (isThere) project.write("flagon-0.1.0.tgz", "packed");
  const installed = join(project.folder, "tool/node_modules/flagon");
  expect(flagonDependency(join(project.folder, "shop"), installed).specifier).toBe(expected);
});

function flagonIn(project: Project, name: string): string {
  const text = readFileSync(join(project.folder, name, "package.json"), "utf8");
  return (JSON.parse(text) as { dependencies: { flagon: string } }).dependencies.flagon;
}

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
