/** The environment of a command: what `.env`, `.flagonenv` and `--env-file` add to it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { CliError } from "./cli-error.ts";

/** Where variables come from. */
export type EnvironmentOptions = {
  /** A file beside the usual ones, which goes before them. */
  readonly envFile?: string | undefined;
  /** Where the search begins; the working directory unless given. */
  readonly folder?: string | undefined;
  /** What the variables are added to; those of the process unless given. */
  readonly env?: NodeJS.ProcessEnv | undefined;
};

/**
 * Adds the variables of `.flagonenv`, `.env` and a given file to the environment; the later file goes before the earlier
 * ones, and what is in the environment already goes before them all: `flask.cli.load_dotenv`. The two files are looked for
 * in the folder and above it, as far as the folder of the project, which has a `package.json` or `.git`: those of
 * strangers further up are none of its business. With `FLAGON_SKIP_DOTENV` set, only the given file is read.
 *
 * @returns The files that were read.
 * @throws CliError for a given file that is not there, or one that cannot be read.
 */
export function loadEnvironment(options: EnvironmentOptions = {}): string[] {
  const { envFile, folder = process.cwd(), env = process.env } = options;
  const skips = !["", "0", "false", undefined].includes(env.FLAGON_SKIP_DOTENV?.toLowerCase());
  const usual = skips ? [] : [".env", ".flagonenv"].map((name) => findUpwards(folder, name));
  const given = envFile === undefined ? undefined : resolve(folder, envFile);
  if (given !== undefined && !existsSync(given)) {
    throw new CliError(`There is no file ${envFile}, which --env-file (or FLAGON_ENV_FILE) names.`);
  }
  const files = [given, ...usual].filter((file) => file !== undefined);
  for (const file of files) {
    for (const [name, value] of Object.entries(variablesOf(file))) env[name] ??= value;
  }
  return files;
}

function variablesOf(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CliError(`The variables in ${file} can't be read: ${(error as Error).message}`, 1);
  }
}

function findUpwards(folder: string, name: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, name);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    const isProject = existsSync(join(at, "package.json")) || existsSync(join(at, ".git"));
    if (isProject || dirname(at) === at) return undefined;
  }
}
