/** Finds the file that JavaScript can't be read from: of it, Node.js tells no place to the one who imports it. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

const MOST_FILES = 100;
const IMPORTED = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/**
 * Gives an error the place of its mistake as its stack, as an error of TypeScript has it: `file:///…/views.js:3`, the line,
 * and marks below it. One that has a place is left alone.
 *
 * @param error What the import of a module threw.
 * @param file The module; those that it imports are looked through too.
 */
export function placeSyntaxError(error: unknown, file: string): void {
  if (!(error instanceof SyntaxError)) return;
  const [, ...frames] = (error.stack ?? "").split("\n");
  if (!frames.every((frame) => frame.includes("node:"))) return;
  const told = syntaxErrorBelow(file);
  if (told !== undefined) error.stack = told;
}

function syntaxErrorBelow(file: string): string | undefined {
  const found = new Set([file]);
  // Those that are found join the set while it is gone through.
  for (const path of found) {
    const { status, stderr } = spawnSync(process.execPath, ["--check", path], { encoding: "utf8" });
    if (status !== 0) return stderr.replace(/^(?=\/)/, "file://");
    for (const [, name = ""] of readFileSync(path, "utf8").matchAll(IMPORTED)) {
      const other = resolve(dirname(path), name);
      const isFile = statSync(other, { throwIfNoEntry: false })?.isFile() === true;
      if (isFile && /\.[cm]?[jt]s$/.test(other) && found.size < MOST_FILES) found.add(other);
    }
  }
  return undefined;
}
