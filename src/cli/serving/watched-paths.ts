/** What is watched for changes: the folders of the project, and what `--extra-files` and `--exclude-patterns` say. */
import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { CliError } from "../cli-error.ts";

/** What is watched; all paths are absolute. */
export type WatchedPaths = {
  /** The folders of the project, in which code, templates and settings are watched. */
  readonly folders: readonly string[];
  /** Folders in which every file is. */
  readonly wholeFolders: readonly string[];
  /** Files, wherever they are and whatever they are called. */
  readonly files: ReadonlySet<string>;
  /** Whether a file or folder is left out. */
  isExcluded(path: string): boolean;
};

/** What the options of the command say. */
type Given = {
  readonly extraFiles?: readonly string[];
  readonly excludePatterns?: readonly string[];
};

/**
 * What is watched.
 *
 * @param folders The folders of the project.
 * @param given Further paths, and patterns of paths that are left out: `*` is any text, `?` a character, and `[ab]` one of
 * those, as in Python's `fnmatch`. They are held against the path from the working directory, and the whole one.
 * @throws CliError for a path that is not there.
 */
export function watchedPaths(folders: readonly string[], given: Given): WatchedPaths {
  const { extraFiles = [], excludePatterns = [] } = given;
  const wholeFolders: string[] = [];
  const files = new Set<string>();
  for (const name of extraFiles) {
    const path = resolve(name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new CliError(`There is no file or folder ${JSON.stringify(name)}, which --extra-files names.`);
    }
    if (stat.isDirectory()) wholeFolders.push(path);
    else files.add(path);
  }
  const patterns = excludePatterns.map(patternOf);
  const isExcluded = (path: string): boolean => {
    const spellings = [path, relative(process.cwd(), path)].map((text) => text.replaceAll(sep, "/"));
    return patterns.some((pattern) => spellings.some((text) => pattern.test(text)));
  };
  return { folders, wholeFolders, files, isExcluded };
}

/** The regular expression of a pattern. */
function patternOf(glob: string): RegExp {
  const source = glob.replace(
    /\[(!?)([^\]]+)\]|\*|\?|[\\^$.|+(){}[\]/]/g,
    (part, not?: string, inner?: string) => {
      if (part === "*") return ".*";
      if (part === "?") return ".";
      if (inner === undefined) return `\\${part}`;
      return `[${not === "!" ? "^" : ""}${inner.replace(/[\\\]^[]/g, "\\$&")}]`;
    },
  );
  try {
    return new RegExp(`^${source}$`, "s");
  } catch {
    throw new CliError(
      `${JSON.stringify(glob)}, which --exclude-patterns names, is no pattern: see its brackets.`,
    );
  }
}
