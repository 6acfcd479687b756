/** Imports the module of an application, and takes the application out of it. */
import { basename, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Flagon } from "../app/index.ts";
import { type AppPath, findAppPath } from "./app-path.ts";
import { CliError, describeFailure } from "./cli-error.ts";
import { placeSyntaxError } from "./module-check.ts";

const NAMES = ["app", "default", "application"];
const FACTORIES = ["createApp", "makeApp"];

type Module = Readonly<Record<string, unknown>>;

/**
 * Loads the application: the export `app`, `default` or `application` of its module, the only application that it exports,
 * or what its function `createApp()` gives.
 *
 * @param given What `--app` says; the usual places unless given.
 * @param folder The working directory.
 * @throws CliError if there is no application, or its module fails.
 */
export async function loadApp(given: string | undefined, folder: string = process.cwd()): Promise<Flagon> {
  const path = findAppPath(given, folder);
  const shown = relative(folder, path.file) || basename(path.file);
  if (/\.m?ts$/.test(path.file) && process.features.typescript === false) {
    throw new CliError(
      `${shown} is TypeScript, which this Node.js (${process.versions.node}) was told not to run: leave out ` +
        "--no-experimental-strip-types (see NODE_OPTIONS), or name a file that is compiled.",
      1,
    );
  }
  // What app.run() looks for: a server beside the command would be one too many.
  Object.assign(globalThis, { [Symbol.for("flagon.command")]: true });
  const module = await importModule(path, shown, folder);
  const app =
    path.name === undefined
      ? await appOf(module, shown, folder)
      : await named(module, path.name, shown, folder);
  return app;
}

async function importModule({ file }: AppPath, shown: string, folder: string): Promise<Module> {
  const onExit = (code: number): void => {
    console.error(`Error: ${shown} ended the process while it was loaded: process.exit(${code}).`);
    process.exitCode = 1;
  };
  process.once("exit", onExit);
  try {
    return (await import(pathToFileURL(file).href)) as Module;
  } catch (error) {
    placeSyntaxError(error, file);
    throw new CliError(`${shown} can't be loaded: ${describeFailure(error, folder)}${remedyFor(error)}`, 1, {
      cause: error,
    });
  } finally {
    process.off("exit", onExit);
  }
}

function remedyFor(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
  if (name !== undefined) return `\nInstall it: npm install ${name}`;
  if (code === "ERR_MODULE_NOT_FOUND")
    return "\nNode.js wants the whole name of a file in an import, with its ending.";
  if (message === "Cannot use import statement outside a module")
    return '\nWrite "type": "module" into package.json, or give the file the ending .mts or .mjs.';
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return "\nNode.js takes types away but does not translate: write it without enum, namespace and parameter properties.";
  return "";
}

async function appOf(module: Module, shown: string, folder: string): Promise<Flagon> {
  for (const name of NAMES) {
    const value = await exportOf(module, name, shown);
    if (isFlagon(value)) return value;
  }
  const apps = [...new Set(Object.values(module).filter(isFlagon))];
  if (apps.length === 1 && apps[0] !== undefined) return apps[0];
  if (apps.length > 1) {
    const names = Object.keys(module).filter((name) => isFlagon(module[name]));
    throw new CliError(
      `${shown} exports several applications: ${names.join(", ")}. Say which: --app ${shown}:${names[0]}`,
    );
  }
  const factory = FACTORIES.find((name) => typeof module[name] === "function");
  if (factory !== undefined) return called(module, factory, [], shown, folder);
  throw new CliError(
    `${shown} exports no application. Write \`export default app\`, or export a function createApp() that gives one.`,
  );
}

async function named(module: Module, text: string, shown: string, folder: string): Promise<Flagon> {
  const [, name = "", call] = /^([\w$]+)(\(.*\))?$/s.exec(text) ?? [];
  if (!Object.hasOwn(module, name)) {
    const names = Object.keys(module).join(", ") || "nothing";
    throw new CliError(`${shown} does not export ${JSON.stringify(name)}; it exports ${names}.`);
  }
  const value = await exportOf(module, name, shown);
  if (call === undefined && isFlagon(value)) return value;
  if (typeof value === "function")
    return called(module, name, argumentsOf(call ?? "()", text), shown, folder);
  throw new CliError(`${name} of ${shown} is no application, and no function that gives one.`);
}

async function exportOf(module: Module, name: string, shown: string): Promise<unknown> {
  try {
    return await module[name];
  } catch (error) {
    throw new CliError(`${name} of ${shown} failed: ${describeFailure(error)}`, 1, { cause: error });
  }
}

/** The arguments of a call, which must be JSON. */
function argumentsOf(call: string, text: string): unknown[] {
  try {
    return JSON.parse(`[${call.slice(1, -1)}]`) as unknown[];
  } catch {
    throw new CliError(
      `The arguments in --app …:${text} can't be read: they must be JSON, such as createApp("test", 3, true).`,
    );
  }
}

async function called(
  module: Module,
  name: string,
  args: readonly unknown[],
  shown: string,
  folder: string,
): Promise<Flagon> {
  let value: unknown;
  try {
    value = await (module[name] as (...args: readonly unknown[]) => unknown)(...args);
  } catch (error) {
    throw new CliError(`${name}() of ${shown} failed: ${describeFailure(error, folder)}`, 1, {
      cause: error,
    });
  }
  if (isFlagon(value)) return value;
  throw new CliError(`${name}() of ${shown} gave no application; it must return one, or a promise of it.`);
}

/** Whether it is an application; another copy of the package may have made it, so its class tells nothing. */
function isFlagon(value: unknown): value is Flagon {
  if (typeof value !== "object" || value === null) return false;
  return "urlMap" in value && "handle" in value && "cli" in value && "appContext" in value;
}
