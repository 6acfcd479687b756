/** The files of the repository that hold documentation, and folders to try what stands in them. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every document that someone wrote: the API reference is made of the sources. */
export const documents: readonly string[] = globSync(["*.md", "docs/**/*.md", "bench/*.md"], { cwd: ROOT })
  .filter((path) => !/node_modules|^docs\/(api|\.vitepress)\//.test(path))
  .sort();

/** The text of a file of the checkout. */
export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** A new folder below the checkout, where the package is found as an application finds it. */
export const newFolder = (): string => mkdtempSync(join(ROOT, "test", "docs", "tmp-"));

/** Writes a file, and the folders that it is in. */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
