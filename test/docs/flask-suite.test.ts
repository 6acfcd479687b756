/** docs/flask-suite.md: each chapter of Flask's suite is there, and each behaviour has a test that stands where it says. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("docs/flask-suite.md", root), "utf8");

const CHAPTERS = [
  ...[
    "appctx",
    "async",
    "basic",
    "blueprints",
    "cli",
    "config",
    "converters",
    "helpers",
    "instance_config",
    "json",
  ],
  ...[
    "json_tag",
    "logging",
    "regression",
    "reqctx",
    "request",
    "session_interface",
    "signals",
    "subclassing",
  ],
  ...["templating", "testing", "user_error_handler", "views"],
].map((name) => `test_${name}`);

const rowsOf = (chapter: string): readonly (readonly [behaviour: string, file: string])[] => {
  const [, section = ""] = text.split(`## \`${chapter}\`:`);
  const [own = ""] = section.split("\n## ");
  return [...own.matchAll(/^\| (?!behaviour|-)(.+?) +\| (.+?) +\|$/gm)].map(
    ([, behaviour = "", file = ""]) => [behaviour, file] as const,
  );
};

test("the chapters are those of Flask's suite, in its order", () => {
  const headings = [...text.matchAll(/^## `(\w+)`:/gm)].map(([, name]) => name);
  expect(headings).toEqual(CHAPTERS);
});

test.each(CHAPTERS)("%s has behaviours, each told once", (chapter) => {
  const told = rowsOf(chapter).map(([behaviour]) => behaviour);
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
});

test("each behaviour names a file of tests that exists", () => {
  const wrong = CHAPTERS.flatMap(rowsOf).filter(([, cell]) => {
    const file = /^`(test\/[\w/-]+\.test(?:-d)?\.ts)`$/.exec(cell)?.[1];
    return file === undefined || !existsSync(new URL(file, root));
  });
  expect(wrong).toEqual([]);
});
