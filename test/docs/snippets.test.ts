import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DOCUMENTS = ["README.md", "SECURITY.md", "CONTRIBUTING.md"];

/** The TypeScript of the documents, each block a module of its own. */
const snippets = DOCUMENTS.flatMap((document) =>
  [...readFileSync(join(ROOT, document), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = ""], index) => ({
      name: `${document} ${index + 1}`,
      file: `${document}-${index + 1}.ts`,
      code,
    }),
  ),
);

let folder: string;
let said = "";

beforeAll(() => {
  // Below the checkout, so that the compiler finds the package as an application does.
  folder = mkdtempSync(join(ROOT, "test", "docs", "tmp-"));
  for (const { file, code } of snippets) writeFileSync(join(folder, file), `${code}\nexport {};\n`);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../../tsconfig.json", include: ["*.ts"], exclude: [] }),
  );
  try {
    execFileSync("npx", ["tsc", "-p", folder, "--pretty", "false"], { cwd: ROOT, encoding: "utf8" });
  } catch (error) {
    said = (error as { stdout: string }).stdout;
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the documents have snippets", () => {
  expect(snippets.length).toBeGreaterThanOrEqual(3);
});

test.each(snippets)("the types of $name are right", ({ file }) => {
  expect(said.split("\n").filter((line) => line.includes(file))).toEqual([]);
});
