/** The command line: reads the arguments, finds the command, and tells what went wrong in one message. */
import { Command, CommanderError } from "commander";
import type { Flagon } from "../app/index.ts";
import { CliError, describeFailure } from "./cli-error.ts";
import { BUILT_IN } from "./commands/index.ts";
import { addCustomCommands } from "./custom-commands.ts";
import { loadEnvironment } from "./environment.ts";
import { readGlobalOptions } from "./global-options.ts";
import { loadApp } from "./load-app.ts";
import { version } from "./version.ts";

/** How the command line is run. */
export type CommandLineOptions = {
  /** The application; it is looked for unless given. */
  readonly app?: Flagon | undefined;
  /** Told of what a command threw, beside the message. */
  readonly onError?: ((error: unknown) => void) | undefined;
};

const NAMES: ReadonlySet<string> = new Set(BUILT_IN.map(({ name }) => name));

/**
 * Runs a command.
 *
 * @param args The arguments: `["routes", "--json"]`.
 * @returns What the process ends with: 0 if all is well, 2 if the command was given wrongly, 1 if it failed.
 */
export async function runCommandLine(
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<number> {
  let loading: Promise<Flagon> | undefined;
  try {
    const { app, envFile, rest } = readGlobalOptions(args, NAMES);
    const environment = { ...process.env };
    if (options.app === undefined) loadEnvironment({ envFile: envFile ?? process.env.FLAGON_ENV_FILE });
    const given = app ?? process.env.FLAGON_APP;
    const load = (): Promise<Flagon> => {
      loading ??= options.app === undefined ? loadApp(given) : Promise.resolve(options.app);
      return loading;
    };
    const program = newProgram();
    for (const { define } of BUILT_IN) define(program, { load, given, environment });
    if (needsCustomCommands(rest)) await addCustom(program, load, rest);
    await program.parseAsync([...rest], { from: "user" });
    // A test ends its application itself, after several commands.
    if (options.app === undefined) await (await loading)?.finish();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    options.onError?.(error);
    const message = error instanceof CliError ? error.message : describeFailure(error);
    console.error(`Error: ${message.replace(/^Error: /, "")}`);
    if (options.app === undefined) await endAfterFailure(loading);
    return error instanceof CliError ? error.exitCode : 1;
  }
}

async function endAfterFailure(loading: Promise<Flagon> | undefined): Promise<void> {
  try {
    await (await loading)?.finish();
  } catch (error) {
    // The message about what could not be loaded is there already.
    if (!(error instanceof CliError)) console.error(`Error: ${describeFailure(error)}`);
  }
}

function newProgram(): Command {
  return new Command("flagon")
    .description("The command line of Flagon, and of your application.")
    .version(version(), "-V, --version", "the version of Flagon")
    .helpOption("-h, --help", "what there is")
    .option("-A, --app <path[:name]>", "the file of the application, and its name there (FLAGON_APP)")
    .option("-e, --env-file <file>", "a file of environment variables, beside .env and .flagonenv")
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, "Error:")) })
    .showHelpAfterError("Add --help to see what there is.")
    .exitOverride();
}

/** Flagon's own commands, and questions to them, need not know what the application adds. */
function needsCustomCommands(rest: readonly string[]): boolean {
  const name = rest.find((arg) => !arg.startsWith("-"));
  if (name === "help") return true;
  if (name !== undefined) return !NAMES.has(name);
  return !rest.includes("--version") && !rest.includes("-V");
}

async function addCustom(
  program: Command,
  load: () => Promise<Flagon>,
  rest: readonly string[],
): Promise<void> {
  try {
    addCustomCommands(program, await load());
  } catch (error) {
    // Help is the remedy: it must come, whatever the application is like.
    const asksForHelp = rest.every((arg) => ["help", "-h", "--help"].includes(arg));
    if (!asksForHelp || !(error instanceof CliError)) throw error;
    console.error(`The commands of the application are not listed. ${error.message}\n`);
  }
}
