/** The environment that a case of Jinja's asks for. */
import { Environment } from "../../src/templates/environment.ts";
import type { EnvironmentOptions } from "../../src/templates/environment-options.ts";
import type { ExtensionClass } from "../../src/templates/extensions/extension.ts";
import { type GettextCallables, InternationalizationExtension } from "../../src/templates/extensions/i18n.ts";
import {
  DebugExtension,
  DoExtension,
  LoopControlExtension,
} from "../../src/templates/extensions/small-extensions.ts";
import { NativeEnvironment } from "../../src/templates/native-environment.ts";
import {
  ImmutableSandboxedEnvironment,
  SandboxedEnvironment,
} from "../../src/templates/sandboxed-environment.ts";
import { ChainableUndefined, DebugUndefined, StrictUndefined } from "../../src/templates/values/undefined.ts";
import { readJinja } from "./values.ts";

type Fields = { readonly [name: string]: unknown };

const CLASSES: Readonly<Record<string, new (options: EnvironmentOptions) => Environment>> = {
  sandboxed: SandboxedEnvironment,
  immutable_sandboxed: ImmutableSandboxedEnvironment,
  native: NativeEnvironment,
};

const UNDEFINED = { chainable: ChainableUndefined, debug: DebugUndefined, strict: StrictUndefined };

const EXTENSIONS: Readonly<Record<string, ExtensionClass>> = {
  do: DoExtension,
  loopcontrols: LoopControlExtension,
  debug: DebugExtension,
  i18n: InternationalizationExtension,
};

/** `FLAGON_BACKEND=closures` runs the cases on the other back end. */
const BACK_END = process.env.FLAGON_BACKEND === "closures" ? "closures" : undefined;

/** What is not an option of the constructor. */
const APART = new Set([
  "class",
  "undefined",
  "policies",
  "globals",
  "filters",
  "tests",
  "i18n",
  "intercepted_binops",
  "intercepted_unops",
  "binop_table",
  "unop_table",
]);

/** Makes the environment. */
export function makeEnvironment(fields: Fields): Environment {
  const options = Object.entries(fields)
    .filter(([name]) => !APART.has(name))
    .map(([name, value]) => [
      camelCase(name),
      name === "extensions"
        ? (value as string[]).map((extension) => EXTENSIONS[extension])
        : readJinja(value),
    ]);
  const Class = CLASSES[String(fields.class)] ?? Environment;
  const undefinedClass = UNDEFINED[fields.undefined as keyof typeof UNDEFINED];
  const environment = new Class({
    ...Object.fromEntries(options),
    undefined: undefinedClass,
    backEnd: BACK_END,
  });
  for (const name of ["policies", "globals", "filters", "tests"] as const) {
    for (const [key, value] of Object.entries((fields[name] ?? {}) as Fields)) {
      environment[name].set(key, readJinja(value));
    }
  }
  if (environment instanceof SandboxedEnvironment) intercept(environment, fields);
  if (fields.i18n !== undefined) install(environment, fields.i18n as Fields);
  return environment;
}

function install(environment: Environment, { newstyle, ...functions }: Fields): void {
  const extension = environment.extensions.get("i18n");
  if (!(extension instanceof InternationalizationExtension)) throw new Error("the case has no i18n");
  const callables = readJinja(functions) as unknown as GettextCallables;
  extension.installGettextCallables(callables, { newstyle: newstyle === true });
}

function intercept(environment: SandboxedEnvironment, fields: Fields): void {
  for (const operator of (fields.intercepted_binops ?? []) as string[])
    environment.interceptedBinops.add(operator);
  for (const operator of (fields.intercepted_unops ?? []) as string[])
    environment.interceptedUnops.add(operator);
  const tables = [
    [environment.binopTable, fields.binop_table],
    [environment.unopTable, fields.unop_table],
  ] as const;
  for (const [table, given] of tables) {
    for (const [operator, fn] of Object.entries((given ?? {}) as Fields)) {
      (table as Map<string, unknown>).set(operator, readJinja(fn));
    }
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
