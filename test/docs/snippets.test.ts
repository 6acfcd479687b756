/** Every TypeScript block of the documents compiles, as an application's own file would. */
import { rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "./blocks.ts";
import { mistakesIn } from "./compiler.ts";
import { documents, newFolder, read, writeFile } from "./folder.ts";
import { type Snippet, snippetsOf } from "./snippets.ts";

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
    expect(snippetsOf(blocksOf(document))).toEqual([
      { line: 3, file: undefined, module: "\n\nconst a = 1;\n\n\n\n\n\na + 1;\nexport {};\n" },
      { line: 12, file: undefined, module: `${"\n".repeat(11)}b;\nexport {};\n` },
    ]);
  });

  test.each(["ts {1}", "ts{1}", "typescript", "ts continued"])("can't be marked %s", (mark) => {
    expect(() => snippetsOf(blocksOf(`\`\`\`${mark}\na;\n\`\`\``))).toThrow('Line 1: expected "ts"');
  });

  test("have the name that the fence says", () => {
    const named = snippetsOf(blocksOf("```ts test/app.test.ts\na;\n```\n```ts continues\nb;\n```"));
    expect(named).toEqual([{ line: 2, file: "test/app.test.ts", module: "\na;\n\n\nb;\nexport {};\n" }]);
  });

  test("can't begin with one that continues", () => {
    expect(() => snippetsOf(blocksOf("```ts continues\na;\n```"))).toThrow("can't continue");
  });
});

describe("the snippets of", () => {
  let folder = "";
  let mistakes: string[] = [];

  beforeAll(() => {
    folder = newFolder();
    for (const document of documents) {
      const snippets = snippetsOf(blocksOf(read(document)));
      for (const snippet of snippets) {
        writeFile(join(folder, folderOf(document), placeOf(snippet, snippets)), snippet.module);
      }
    }
    // What a reader shall learn may well stay unused.
    mistakes = mistakesIn(folder, { noUnusedLocals: false, noUnusedParameters: false });
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(documents)("%s compile", (document) => {
    const place = `${basename(folder)}/${folderOf(document)}/`;
    expect(mistakes.filter((mistake) => mistake.includes(place))).toEqual([]);
  });

  test("no other file has a mistake", () => {
    expect(mistakes.filter((mistake) => !mistake.includes(basename(folder)))).toEqual([]);
  });
});

const folderOf = (document: string): string => document.replaceAll("/", "-");

/** A file that the document shows more than once is what it is at last; the others lie beside it. */
function placeOf({ line, file }: Snippet, snippets: readonly Snippet[]): string {
  if (file === undefined) return `${line}.ts`;
  const isLast = snippets.findLast((snippet) => snippet.file === file)?.line === line;
  return isLast ? file : join(dirname(file), `${line}.ts`);
}
