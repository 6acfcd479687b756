/** Every TypeScript block of the documents compiles, as an application's own file would. */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { snippetsOf } from "./snippets.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const documents: readonly string[] = globSync(["*.md", "docs/**/*.md", "bench/*.md"], { cwd: ROOT })
  .filter((path) => !path.includes("node_modules"))
  .sort();

describe("a document's snippets", () => {
  const document = [
    "# Title",
    "```ts",
    "const a = 1;",
    "```",
    "```sh",
    "npm ci",
    "```",
    "  ```ts continues",
    "a + 1;",
    "  ```",
    "```ts",
    "b;",
    "```",
  ].join("\n");

  test("are modules with the lines of the document", () => {
    expect(snippetsOf(document)).toEqual([
      { line: 3, module: "\n\nconst a = 1;\n\n\n\n\n\na + 1;\nexport {};\n" },
      { line: 12, module: `${"\n".repeat(11)}b;\nexport {};\n` },
    ]);
  });

  test("can't begin with one that continues", () => {
    expect(() => snippetsOf("```ts continues\na;\n```")).toThrow("can't continue");
  });
});

describe("the snippets of", () => {
  let folder = "";
  let mistakes: string[] = [];

  beforeAll(() => {
    // Below the checkout, so that the compiler finds the package as an application does.
    folder = mkdtempSync(join(ROOT, "test", "docs", "tmp-"));
    for (const document of documents) {
      for (const { line, module } of snippetsOf(readFileSync(join(ROOT, document), "utf8"))) {
        writeFileSync(join(folder, `${document.replaceAll("/", "-")}-${line}.ts`), module);
      }
    }
    // What a reader shall learn may well stay unused.
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    const config = { extends: "../../../tsconfig.json", compilerOptions, include: ["*.ts"], exclude: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    try {
      execFileSync("npx", ["tsc", "-p", folder, "--pretty", "false"], { cwd: ROOT, encoding: "utf8" });
    } catch (error) {
      mistakes = (error as { stdout: string }).stdout.split(/^(?=\S)/m);
    }
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(documents)("%s compile", (document) => {
    const name = `${document.replaceAll("/", "-")}-`;
    expect(mistakes.filter((mistake) => basename(mistake.split("(")[0] ?? "").startsWith(name))).toEqual([]);
  });

  test("no other file has a mistake", () => {
    expect(mistakes.filter((mistake) => !mistake.includes(basename(folder)))).toEqual([]);
  });
});
