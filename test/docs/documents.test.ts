import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { documents, ROOT, read } from "./folder.ts";

test("every command of the documents is a script of the package", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: object };
  for (const document of documents) {
    const text = read(document);
    for (const [, name = ""] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts, document).toHaveProperty([name]);
  }
});

test("every link within the repository leads to a file", () => {
  for (const document of documents) {
    const text = read(document);
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const isMade = /^docs\/api\//.test(join(dirname(document), target));
      expect(isMade || existsSync(join(ROOT, dirname(document), target)), `${document}: ${target}`).toBe(
        true,
      );
    }
  }
});

test("every link of the site's first page and of its menu leads to a page", () => {
  const text = read("docs/index.md") + read("docs/.vitepress/config.ts");
  const targets = [...text.matchAll(/link: "?\/([\w/-]*)/g)].map(([, target = ""]) => target);
  expect(targets.length).toBeGreaterThan(5);
  const missing = targets.filter(
    (target) => target !== "api/" && !existsSync(join(ROOT, "docs", `${target}.md`)),
  );
  expect(missing).toEqual([]);
});

test("the README's first app is short, and its types are right in the package check", () => {
  const app = /```ts\n([\s\S]*?)```/.exec(read("README.md"))?.[1] ?? "";
  expect(
    app
      .trim()
      .split("\n")
      .filter((line) => line.trim() !== "").length,
  ).toBeLessThanOrEqual(15);
  expect(read("scripts/check-package.ts")).toContain("firstApp()");
});
