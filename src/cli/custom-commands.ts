/** Puts the commands of an application, `app.cli`, on the command line. */
import { Argument, type Command as CommanderCommand, InvalidArgumentError, Option } from "commander";
import type { AppGroup, Command, Flagon, NamedOption } from "../app/index.ts";
import { CliError } from "./cli-error.ts";

/**
 * Adds the commands and groups of an application.
 *
 * @param program The command line.
 * @param app The application.
 * @throws CliError for one of the name of Flagon's own, which would never be reached.
 */
export function addCustomCommands(program: CommanderCommand, app: Flagon): void {
  const own = new Set(program.commands.map((command) => command.name()));
  const taken = [...app.cli.commands.keys()].find((name) => own.has(name) || name === "help");
  if (taken !== undefined) {
    throw new CliError(
      `The application adds a command ${JSON.stringify(taken)}, which Flagon has already. Give it another name; commands of a ` +
        "blueprint are in a group of its name, unless cliGroup gives another.",
    );
  }
  addGroup(program, app.cli, app);
}

function addGroup(parent: CommanderCommand, group: AppGroup, app: Flagon): void {
  for (const [name, entry] of group.commands) {
    const command = parent.command(name).description(entry.description);
    if ("run" in entry) addCommand(command, entry, app);
    else addGroup(command, entry, app);
  }
}

function addCommand(command: CommanderCommand, entry: Command, app: Flagon): void {
  for (const { name, isRequired, isList } of entry.arguments) {
    const text = isList ? `${name}...` : name;
    command.addArgument(new Argument(isRequired ? `<${text}>` : `[${text}]`));
  }
  for (const option of entry.options) command.addOption(optionOf(option));
  command.action(async () => {
    const values = { ...noValues(entry), ...command.opts(), ...argumentsOf(entry, command.processedArgs) };
    if (!entry.withAppContext) {
      await entry.run(values);
      return;
    }
    await app.ready();
    await app.appContext(() => entry.run(values));
  });
}

function optionOf(given: NamedOption): Option {
  const { type, short, description } = given;
  const flag = `${short === undefined ? "" : `-${short}, `}--${given.flag}`;
  const option = new Option(
    type === "boolean" ? flag : `${flag} <${type === "number" ? "number" : "text"}>`,
    description,
  );
  if (given.choices !== undefined) option.choices([...given.choices]);
  else if (type === "number") option.argParser(readNumber);
  if (given.default !== undefined) option.default(given.default);
  if (given.env !== undefined) option.env(given.env);
  return option;
}

function readNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) throw new InvalidArgumentError("It is no number.");
  return number;
}

/** Every option has its place, so that the action can take it apart. */
function noValues(entry: Command): Record<string, unknown> {
  const values = entry.options.map(({ name, type }) => [name, type === "boolean" ? false : undefined]);
  return Object.fromEntries(values) as Record<string, unknown>;
}

function argumentsOf(entry: Command, values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    entry.arguments.map(({ name, isList }, index) => [name, values[index] ?? (isList ? [] : undefined)]),
  );
}
