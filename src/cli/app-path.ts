/** Which file an application is in, and under which name: `--app path:name`, or the usual places. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError } from "./cli-error.ts";

/** Where an application is. */
export type AppPath = {
  /** The absolute path of the module. */
  readonly file: string;
  /** What was asked for, if something was: the name of an export, or a call such as `createApp("test")`. */
  readonly name: string | undefined;
};

const PLACES = ["app", "src/app", "index", "src/index", "server", "src/server", "main", "src/main"];
const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];
const TARGET = /^(.*?)(?::([A-Za-z_$][\w$]*(?:\(.*\))?))?$/s;

/**
 * The place of the application.
 *
 * @param given What `--app` or `FLAGON_APP` says: a file, with or without its ending, or a folder; and a name after a colon.
 * @param folder The working directory.
 * @throws CliError if there is none.
 */
export function findAppPath(given: string | undefined, folder: string = process.cwd()): AppPath {
  if (given === undefined || given === "") {
    const file = firstIn(folder);
    if (file !== undefined) return { file, name: undefined };
    throw new CliError(
      `There is no application in ${folder}: ${PLACES.slice(0, 3)
        .map((place) => `${place}.ts`)
        .join(", ")} and the like are not there. Name the file, \`flagon --app path/to/app.ts …\`, or set ` +
        "FLAGON_APP; `flagon new NAME` makes a new application.",
    );
  }
  const [, path = given, name] = TARGET.exec(given) ?? [];
  const file = fileAt(resolve(folder, path === "" ? "." : path));
  if (file !== undefined) return { file, name };
  throw new CliError(
    `There is no application at ${JSON.stringify(path)}, which --app (or FLAGON_APP) names: expected a file such as ` +
      "app.ts, with a colon and the name of an export after it if that is neither app nor default.",
  );
}

function firstIn(folder: string): string | undefined {
  const files = PLACES.flatMap((place) =>
    EXTENSIONS.map((extension) => join(folder, `${place}${extension}`)),
  );
  return files.find(isFile);
}

function fileAt(path: string): string | undefined {
  if (isFile(path)) return path;
  const completed = EXTENSIONS.map((extension) => `${path}${extension}`).find(isFile);
  return completed ?? firstIn(path);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
