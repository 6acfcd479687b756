/** Watches the files of a project: code, templates and settings, and not what comes of running it. */
import { type FSWatcher, readdirSync, watch } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { WatchedPaths } from "./watched-paths.ts";

const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    ".ts .mts .cts .tsx .js .mjs .cjs .jsx .json .html .htm .xhtml .xml .svg .txt .md .jinja .jinja2 .j2 " +
    ".yaml .yml .toml .ini .env .po .mo .sql"
  ).split(" "),
);
const LEFT_OUT: ReadonlySet<string> = new Set([
  "node_modules",
  "coverage",
  "instance",
  "uploads",
  "__pycache__",
]);
const SETTLING_MILLISECONDS = 40;
/** More folders than this are no project, but a home directory, say. */
const MOST_FOLDERS = 4096;

/**
 * Watches folders, and those in them that come later. Folders of packages, of what the application writes (`instance`,
 * `uploads`), and hidden ones are left out; so are files that are neither code nor templates nor settings, such as a
 * database, unless they were asked for.
 *
 * @param paths What is watched.
 * @param onChange Called a moment after files have changed, with one of their names.
 * @param onProblem Called once if there is more than can be watched.
 * @returns What ends it.
 */
export function watchProject(
  paths: WatchedPaths,
  onChange: (name: string) => void,
  onProblem: (message: string) => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let isFull = false;

  const changed = (name: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(name), SETTLING_MILLISECONDS);
  };
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const fill = (message: string): void => {
    if (!isFull) onProblem(message);
    isFull = true;
  };
  const add = (folder: string, onName: (name: string) => void): void => {
    if (isOver || watchers.has(folder)) return;
    if (watchers.size >= MOST_FOLDERS) fill(`There are more than ${MOST_FOLDERS} folders.`);
    if (isFull) return;
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null) return;
        const path = join(folder, name);
        if (paths.files.has(path)) changed(name);
        else if (!paths.isExcluded(path)) onName(name);
      });
      watcher.on("error", () => forget(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC" || code === "EMFILE")
        fill(`The system lets no more folders be watched (${code}); see fs.inotify.max_user_watches.`);
    }
  };
  /** Adds a folder and those in it; whether it had not been known, and has files that matter. */
  const addTree = (folder: string, matters: (name: string) => boolean): boolean => {
    if (isFull) return false;
    const isNew = !watchers.has(folder);
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(folder);
    } catch {
      forget(folder);
      return false;
    }
    const addInner = (name: string): boolean =>
      !isLeftOut(name) && !paths.isExcluded(join(folder, name)) && addTree(join(folder, name), matters);
    add(folder, (name) => {
      // It may be a new folder, whose files were there before anyone watched them.
      const isFolder = addInner(name);
      if (isFolder || matters(name)) changed(name);
    });
    const inner = entries.filter((entry) => entry.isDirectory()).map(({ name }) => addInner(name));
    return isNew && (inner.includes(true) || entries.some((entry) => matters(entry.name)));
  };
  for (const folder of paths.wholeFolders) addTree(folder, () => true);
  for (const folder of paths.folders) addTree(folder, isWatched);
  for (const file of paths.files) add(dirname(file), () => undefined);
  return () => {
    isOver = true;
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) forget(folder);
  };
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function isLeftOut(name: string): boolean {
  return name.startsWith(".") || LEFT_OUT.has(name);
}

function isWatched(name: string): boolean {
  if (name === ".env" || name === ".flagonenv" || name.startsWith(".env.")) return true;
  return !name.startsWith(".") && EXTENSIONS.has(extname(name).toLowerCase());
}
