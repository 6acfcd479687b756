/** The options that every command has, read before the others: which commands there are depends on the application. */
import { CliError } from "./cli-error.ts";

/** The options of `flagon` itself. */
export type GlobalOptions = {
  readonly app: string | undefined;
  readonly envFile: string | undefined;
  /** What remains for the command: its name and its own arguments. */
  readonly rest: readonly string[];
};

const SPELLINGS: ReadonlyMap<string, "app" | "envFile"> = new Map([
  ["--app", "app"],
  ["-A", "app"],
  ["--env-file", "envFile"],
  ["-e", "envFile"],
]);

/**
 * Takes the options out of the arguments: before the name of the command, and after it too if the command is one of
 * Flagon's own. What follows another command is its own affair.
 *
 * @param args The arguments of the program.
 * @param builtIn The names of Flagon's own commands.
 * @throws CliError for an option without its value.
 */
export function readGlobalOptions(args: readonly string[], builtIn: ReadonlySet<string>): GlobalOptions {
  const found: { app?: string; envFile?: string } = {};
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    const [spelling = "", attached] = arg.startsWith("--")
      ? split(arg)
      : [arg.slice(0, 2), arg.slice(2) || undefined];
    const name = arg.startsWith("-") ? SPELLINGS.get(spelling) : undefined;
    if (name !== undefined) {
      const value = attached ?? args[++index];
      if (value === undefined) throw new CliError(`${spelling} needs a value: ${spelling} ${EXAMPLES[name]}`);
      found[name] = value;
      continue;
    }
    const isOther = arg === "--" || (!arg.startsWith("-") && !builtIn.has(rest.find(isWord) ?? arg));
    if (isOther) {
      rest.push(...args.slice(index));
      break;
    }
    rest.push(arg);
  }
  return { app: found.app, envFile: found.envFile, rest };
}

const EXAMPLES = { app: "src/app.ts:app", envFile: "production.env" };

function split(arg: string): [string, string | undefined] {
  const at = arg.indexOf("=");
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function isWord(arg: string): boolean {
  return !arg.startsWith("-");
}
