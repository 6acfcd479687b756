/** From where a new project has Flagon: as the project does in which it is made, or as the command itself came here. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../version.ts";

/** What `dependencies` says of Flagon. */
export type FlagonDependency = {
  readonly specifier: string;
  /** The packed Flagon that goes into the project, which is then whole wherever it is taken, also into a container. */
  readonly tarball?: { readonly from: string; readonly to: string };
};

const PACKAGE = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * What a new project says of Flagon.
 *
 * @param folder The folder of the project.
 * @param flagon The folder of the running package.
 */
export function flagonDependency(folder: string, flagon: string = PACKAGE): FlagonDependency {
  for (let at = dirname(folder); dirname(at) !== at; at = dirname(at)) {
    const given = dependencyIn(join(at, "package.json"));
    if (given === undefined || /^(?:link|workspace|portal|catalog):/.test(given)) continue;
    const there = given.startsWith("file:") ? fromPath(folder, resolve(at, given.slice(FILE))) : undefined;
    if (there !== undefined) return there;
    if (!given.startsWith("file:")) return { specifier: given };
  }
  return fromPath(folder, originOf(flagon)) ?? { specifier: `^${version()}` };
}

const FILE = "file:".length;

/** A tarball or a folder, if it is there. */
function fromPath(folder: string, path: string | undefined): FlagonDependency | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  if (statSync(path).isDirectory())
    return { specifier: `file:${relative(folder, path).replaceAll(sep, "/")}` };
  const to = `vendor/${basename(path)}`;
  return { specifier: `file:${to}`, tarball: { from: path, to } };
}

/** The tarball that the running package was installed from, or its own folder if it was not installed. */
function originOf(flagon: string): string | undefined {
  const modules = dirname(flagon);
  if (basename(modules) !== "node_modules") return flagon;
  const lock = readJson(join(modules, ".package-lock.json")) as
    | { readonly packages?: Record<string, { readonly resolved?: string } | undefined> }
    | undefined;
  const resolved = lock?.packages?.["node_modules/flagon"]?.resolved;
  return resolved?.startsWith("file:") === true ? resolve(dirname(modules), resolved.slice(FILE)) : undefined;
}

function dependencyIn(file: string): string | undefined {
  const content = readJson(file) as Record<string, Record<string, string> | undefined> | undefined;
  return content?.dependencies?.flagon ?? content?.devDependencies?.flagon;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}
