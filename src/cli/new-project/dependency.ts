/** From where a new project has Flagon: as the project does in which it is made, if that has it from a file. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { version } from "../version.ts";

/** What `dependencies` says of Flagon. */
export function flagonDependency(folder: string): string {
  for (let at = dirname(folder); ; at = dirname(at)) {
    const given = dependencyIn(join(at, "package.json"));
    if (given?.startsWith("file:"))
      return `file:${relative(folder, resolve(at, given.slice("file:".length)))}`;
    if (given !== undefined) return given;
    if (dirname(at) === at) return `^${version()}`;
  }
}

function dependencyIn(file: string): string | undefined {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Record<
      string,
      Record<string, string> | undefined
    >;
    return dependencies?.flagon ?? devDependencies?.flagon;
  } catch {
    return undefined;
  }
}
