import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "bench/README.md"].concat(
  ["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".md"))
      .map((file) => `${folder}/${file}`),
  ),
);

test("every command of the documents is a script of the package", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  for (const document of documents) {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, name = ""] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts, document).toHaveProperty([name]);
  }
});

test("every link within the repository leads to a file", () => {
  for (const document of documents) {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(existsSync(join(root, dirname(document), target)), `${document}: ${target}`).toBe(true);
    }
  }
});

test("the README's first app is short, and its types are right in the package check", () => {
  const app = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
  expect(
    app
      .trim()
      .split("\n")
      .filter((line) => line.trim() !== "").length,
  ).toBeLessThanOrEqual(15);
  expect(readFileSync(join(root, "scripts/check-package.ts"), "utf8")).toContain("firstApp()");
});
