/** Where configuration comes from: objects, files, and the environment. */
import type { FromPrefixedEnvOptions } from "./config.ts";

/**
 * The names and values of an object, its classes or those it derives from included: what is enumerable, and getters. Methods
 * are none, nor the default export of a module.
 */
export function entriesOf(object: object): [name: string, value: unknown][] {
  const names = new Set<string>();
  for (const level of levelsOf(object)) {
    for (const [name, { enumerable, get }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if ((enumerable === true || get !== undefined) && !NO_SETTINGS.has(name)) names.add(name);
    }
  }
  return [...names].map((name) => [name, (object as Readonly<Record<string, unknown>>)[name]]);
}

// The legacy properties of functions are getters too.
const NO_SETTINGS: ReadonlySet<string> = new Set(["default", "__proto__", "caller", "arguments"]);
const ROOTS: ReadonlySet<unknown> = new Set([null, Object.prototype, Function.prototype]);

function* levelsOf(object: object): Generator<object> {
  for (let level = object; !ROOTS.has(level); level = Object.getPrototypeOf(level)) yield level;
}

/** An environment variable, and what it means. */
export type Variable = {
  readonly variable: string;
  readonly text: string;
  /** The text as JSON; itself if it is none. */
  readonly value: unknown;
  /** Its name without the prefix, where it leads into an object in steps. */
  readonly path: readonly string[];
};

/** The environment variables whose names begin with a prefix and an underscore, in the order of their names. */
export function variablesOf(prefix: string, options: FromPrefixedEnvOptions): Variable[] {
  const { env = globalThis.process?.env ?? {}, loads = JSON.parse } = options;
  const start = `${prefix}_`;
  const names = Object.keys(env).filter((name) => name.startsWith(start) && name.length > start.length);
  return names.sort().flatMap((variable) => {
    const text = env[variable];
    if (text === undefined) return [];
    return [{ variable, text, value: read(text, loads), path: variable.slice(start.length).split("__") }];
  });
}

function read(text: string, loads: (text: string) => unknown): unknown {
  try {
    return loads(text);
  } catch {
    return text;
  }
}
