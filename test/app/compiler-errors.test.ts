import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What the compiler says of each line of an application. */
let said = new Map<number, string>();
let folder: string;

const LINES = [
  'import { Flagon, urlFor } from "flagon";',
  "const app = new Flagon();",
  'app.get("/users/<int:id", () => "");',
  'app.get("/users/<int:1st>", () => "");',
  'app.get("users", () => "");',
  'const show = app.get("/users/<int:id>", ({ id }) => ({ id }));',
  "urlFor(show, { di: 3 });",
  'app.get("/users/<int:id>/edit", ({ name }) => name);',
  "urlFor(show);",
  'urlFor(app.get("/", () => ""));',
];

beforeAll(() => {
  // Below the checkout, so that the compiler finds the package as an application does.
  folder = mkdtempSync(join(ROOT, "test", "app", "tmp-"));
  writeFileSync(join(folder, "app.ts"), LINES.join("\n"));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../../tsconfig.json", include: ["app.ts"], exclude: [] }),
  );
  let output = "";
  try {
    execFileSync("npx", ["tsc", "-p", folder, "--pretty", "false"], { cwd: ROOT, encoding: "utf8" });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  said = new Map(
    output
      .split(/^(?=\S*app\.ts\()/m)
      .map((message) => [Number(/\((\d+),/.exec(message)?.[1]), message] as const),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("what the compiler says of a mistake, where it is made", () => {
  test.each([
    [3, "the variable <int:id has no closing bracket"],
    [4, "<int:1st> has no valid name"],
    [5, "a rule starts with a slash"],
    [7, "Property 'id' is missing"],
    [8, "Property 'name' does not exist on type '{ id: number; }'"],
    [9, "the rule has variables, which need values"],
  ])("line %i: %s", (line, text) => {
    expect(said.get(line)).toContain(text);
  });

  test("and of nothing else", () => {
    expect([...said.keys()].filter((line) => !Number.isNaN(line)).sort()).toEqual([3, 4, 5, 7, 8, 9]);
  });
});
