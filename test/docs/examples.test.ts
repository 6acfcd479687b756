/** docs/examples.md lists every example, with its sentence and its chapter. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { findExamples } from "../../examples/all/examples.ts";
import { read } from "./folder.ts";

const folder = mkdtempSync(join(tmpdir(), "flagon-examples-"));
vi.stubEnv("DATABASE", join(folder, "blog.sqlite"));

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("the list has a row for each example, in the order of the tutorial", async () => {
  const examples = await findExamples();
  const expected = examples.map(({ name, sentence, chapter }) => {
    const path = chapter?.replace("docs/", "") ?? "";
    const title = /^# (.+)$/m.exec(chapter === undefined ? "" : read(chapter))?.[1] ?? "";
    return `| [${name}](../examples/${name}/app.ts) | ${sentence} | ${chapter === undefined ? "–" : `[${title}](${path})`} |`;
  });
  const rows = read("docs/examples.md")
    .split("\n")
    .filter((line) => line.startsWith("| ["));
  expect(rows.join("\n")).toBe(expected.join("\n"));
});
