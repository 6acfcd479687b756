/** The tutorial: its chapters are there, lead from one to the next, and each ends in an application that runs. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TUTORIAL } from "../../docs/.vitepress/tutorial.ts";
import { blocksOf } from "./blocks.ts";
import { documents, ROOT, read } from "./folder.ts";

test("each chapter has its place in the order", () => {
  const files = documents.flatMap((path) => /^docs\/tutorial\/(.*)\.md$/.exec(path)?.[1] ?? []);
  expect(files.sort()).toEqual([...TUTORIAL].sort());
});

describe.each(TUTORIAL)("the chapter %s", (name) => {
  const text = read(`docs/tutorial/${name}.md`);
  const [, ending = ""] = text.split("\n## The whole app\n");

  test("shows what an application answers", () => {
    expect(blocksOf(text).filter(({ language }) => language === "http").length).toBeGreaterThan(0);
  });

  test("ends in an application that is there, and in the command that starts it", () => {
    const [, example = ""] = /^<<< \.\.\/\.\.\/(examples\/[\w-]+\/app\.ts)$/m.exec(ending) ?? [];
    expect(existsSync(join(ROOT, example)), example).toBe(true);
    expect(ending).toContain(`npx flagon --app ${example} run`);
  });

  test("leads to the next one", () => {
    const next = TUTORIAL[TUTORIAL.indexOf(name) + 1];
    const [, link] = /^Next: \[[^\]]+\]\(([\w-]+)\.md/m.exec(ending) ?? [];
    expect(link).toBe(next);
  });
});

test("every file that a document includes is there", () => {
  for (const document of documents) {
    for (const [, path = ""] of read(document).matchAll(/^<<< (\S+?)(?:\{\w+\})?$/gm)) {
      expect(existsSync(join(ROOT, document, "..", path)), `${document}: ${path}`).toBe(true);
    }
  }
});
