/** `AppGroup`: commands that an application or a blueprint adds to the command line. It only keeps them; `flagon` runs them. */

/** An option of a command. */
export type CommandOption = {
  /** What it takes: nothing (`"boolean"`: it is there or not), a text, or a number. */
  readonly type: "boolean" | "string" | "number";
  /** One letter, after one hyphen. */
  readonly short?: string | undefined;
  /** What it is for, in `--help`. */
  readonly description?: string | undefined;
  /** Its value if it is left out. */
  readonly default?: boolean | string | number | undefined;
  /** The only texts that it takes. */
  readonly choices?: readonly string[] | undefined;
  /** The environment variable that it is read from if it is left out. */
  readonly env?: string | undefined;
};

/** What a command is made with. */
export type CommandOptions<Options extends Readonly<Record<string, CommandOption>>> = {
  /** What it does, in `--help`. */
  readonly description?: string | undefined;
  /** Its options, by their names in camelCase: `dryRun` is `--dry-run`. */
  readonly options?: Options | undefined;
  /** Whether it runs in a context of the application, after its start; `true` unless given. */
  readonly withAppContext?: boolean | undefined;
};

type ArgumentOf<Word extends string> = Word extends `<${infer Name}...>`
  ? { readonly [K in Name]: readonly [string, ...string[]] }
  : Word extends `[${infer Name}...]`
    ? { readonly [K in Name]: readonly string[] }
    : Word extends `<${infer Name}>`
      ? { readonly [K in Name]: string }
      : Word extends `[${infer Name}]`
        ? { readonly [K in Name]: string | undefined }
        : unknown;

/** The arguments in the text of a command. */
export type CommandArguments<Text extends string> = string extends Text
  ? Readonly<Record<string, unknown>>
  : Text extends `${infer Word} ${infer Rest}`
    ? ArgumentOf<Word> & CommandArguments<Rest>
    : ArgumentOf<Text>;

type Taken = { readonly boolean: boolean; readonly string: string; readonly number: number };

/** The values of the options of a command. */
export type CommandOptionValues<Options extends Readonly<Record<string, CommandOption>>> = {
  readonly [K in keyof Options]:
    | Taken[Options[K]["type"]]
    | (Options[K]["type"] extends "boolean"
        ? never
        : Options[K] extends { readonly default: string | number }
          ? never
          : undefined);
};

/** What a command runs; a promise is waited for. What it throws ends the command with 1. */
export type CommandFunction<Values> = (values: Values) => unknown;

/** A command, as the command line reads it. */
export type Command = {
  /** The arguments, in order. */
  readonly arguments: readonly CommandArgument[];
  readonly description: string;
  readonly options: readonly NamedOption[];
  readonly withAppContext: boolean;
  readonly run: CommandFunction<Readonly<Record<string, unknown>>>;
};

/** An option, with its name in camelCase and as it is written on the command line, without the hyphens before it. */
export type NamedOption = CommandOption & { readonly name: string; readonly flag: string };

/** An argument of a command. */
export type CommandArgument = {
  readonly name: string;
  readonly isRequired: boolean;
  /** Whether it takes all that follows. */
  readonly isList: boolean;
};

type NoOptions = Readonly<Record<never, CommandOption>>;

const NAME = /^[a-z0-9][\w-]*$/i;
const ARGUMENT = /^(?:<([A-Za-z_]\w*)(\.\.\.)?>|\[([A-Za-z_]\w*)(\.\.\.)?\])$/;

/**
 * Commands that belong together: `flask.cli.AppGroup`. `app.cli` and `bp.cli` are such groups.
 *
 * @example
 * ```ts
 * app.cli.command("create-user <name>", { options: { admin: { type: "boolean" } } }, ({ name, admin }) => {
 *   console.log(`${name} is ${admin ? "an administrator" : "a user"}.`);
 * });
 * // flagon create-user ada --admin
 * ```
 */
export class AppGroup {
  /** What it is called on the command line; that of an application has no name. */
  readonly name: string;
  /** What it is for, in `--help`. */
  readonly description: string;
  readonly #commands = new Map<string, Command | AppGroup>();

  /** @throws TypeError for a name that is none. */
  constructor(name: string, options: { readonly description?: string | undefined } = {}) {
    if (name !== "") checkName(name.replaceAll(".", "-"));
    this.name = name;
    this.description = options.description ?? "";
  }

  /** The commands and groups by their names. */
  get commands(): ReadonlyMap<string, Command | AppGroup> {
    return this.#commands;
  }

  /**
   * Registers a command by a function's own name: `initDb` is `init-db`. `@app.cli.command`.
   *
   * @param fn What it does.
   * @returns The function.
   * @throws TypeError for a function without a name; Error for a name that is taken.
   */
  command<F extends CommandFunction<NoOptions>>(fn: F): F;
  /**
   * Registers a command: `@app.cli.command`. Its text is its name and its arguments: `<name>` must be given, `[name]` can
   * be, `<names...>` and `[names...]` take all that follow.
   *
   * @param text The name and the arguments.
   * @param fn Gets the values of the arguments in one object.
   * @returns The function.
   * @throws TypeError for a name or an argument that is none; Error for a name that is taken.
   */
  command<const Text extends string, F extends CommandFunction<CommandArguments<Text>>>(text: Text, fn: F): F;
  /**
   * Registers a command with options: `@app.cli.command`.
   *
   * @param text The name and the arguments.
   * @param options What `--help` says, the options, and whether it runs in a context of the application.
   * @param fn Gets the values of arguments and options in one object.
   * @returns The function.
   * @throws TypeError for a name, an argument or an option that is none; Error for a name that is taken.
   */
  command<
    const Text extends string,
    const Options extends Readonly<Record<string, CommandOption>> = NoOptions,
  >(
    text: Text,
    options: CommandOptions<Options>,
    fn: CommandFunction<CommandArguments<Text> & CommandOptionValues<Options>>,
  ): typeof fn;
  command(...given: readonly unknown[]): unknown {
    const fn = given.at(-1);
    if (typeof fn !== "function") throw new TypeError("cli.command() needs a function as the last argument.");
    const text = typeof given[0] === "string" ? given[0] : kebab(fn.name);
    const options = (given.length > 2 ? given[1] : {}) as CommandOptions<Record<string, CommandOption>>;
    const [name = "", ...words] = text.trim().split(/\s+/);
    const args = words.map((word, index) => argumentOf(word, index === words.length - 1, text));
    checkValues(text, args, options.options ?? {});
    this.#add(name, {
      arguments: args,
      description: options.description ?? "",
      options: Object.entries(options.options ?? {}).map(([name, one]) => ({
        ...one,
        name,
        flag: kebab(name),
      })),
      withAppContext: options.withAppContext ?? true,
      run: fn as Command["run"],
    });
    return fn;
  }

  /**
   * Makes a group within this one: `@app.cli.group`.
   *
   * @throws TypeError for a name that is none; Error for a name that is taken.
   */
  group(name: string, options: { readonly description?: string | undefined } = {}): AppGroup {
    const group = new AppGroup(name, options);
    this.addCommand(group);
    return group;
  }

  /**
   * Adds a group that was made before: `app.cli.add_command`.
   *
   * @param name Takes the place of its own.
   * @throws Error for a name that is taken.
   */
  addCommand(group: AppGroup, name: string = group.name): void {
    if ((group as unknown) === this) throw new TypeError("A group of commands cannot be added to itself.");
    this.#add(name, group);
  }

  /** @internal Takes the commands of another group among its own. */
  merge(group: AppGroup): void {
    for (const [name, command] of group.commands) this.#add(name, command);
  }

  #add(name: string, command: Command | AppGroup): void {
    checkName(name.replaceAll(".", "-"));
    if (this.#commands.has(name)) {
      const where = this.name === "" ? "" : ` in the group ${JSON.stringify(this.name)}`;
      throw new Error(
        `There is a command ${JSON.stringify(name)}${where} already; give one of the two another name.`,
      );
    }
    this.#commands.set(name, command);
  }
}

function checkName(name: string): void {
  if (typeof name === "string" && NAME.test(name)) return;
  throw new TypeError(
    `${JSON.stringify(name)} is no name for a command: expected letters, digits and hyphens, such as "init-db".`,
  );
}

function argumentOf(word: string, isLast: boolean, text: string): CommandArgument {
  const [, required, requiredList, optional, optionalList] = ARGUMENT.exec(word) ?? [];
  const name = required ?? optional;
  const isList = (requiredList ?? optionalList) !== undefined;
  if (name === undefined) {
    throw new TypeError(
      `${JSON.stringify(word)} in the command ${JSON.stringify(text)} is no argument: expected <name>, [name], <names...> or [names...].`,
    );
  }
  if (isList && !isLast)
    throw new TypeError(`${word} takes all that follows: it must be the last argument of ${text}.`);
  return { name, isRequired: required !== undefined, isList };
}

function checkValues(
  text: string,
  args: readonly CommandArgument[],
  options: Readonly<Record<string, CommandOption>>,
): void {
  const names = [...args.map(({ name }) => name), ...Object.keys(options)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`The command ${JSON.stringify(text)} has ${twice} twice.`);
  for (const [name, { type, short }] of Object.entries(options)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name === "help") {
      throw new TypeError(
        `${JSON.stringify(name)} is no name for an option of ${text}: expected camelCase, and not help.`,
      );
    }
    if (short !== undefined && !/^(?!h)[A-Za-z]$/.test(short)) {
      throw new TypeError(
        `The short form of --${kebab(name)} must be one letter other than h, which is help, not ${JSON.stringify(short)}.`,
      );
    }
    if (!["boolean", "string", "number"].includes(type)) {
      throw new TypeError(
        `--${kebab(name)} of ${text} must be of type boolean, string or number, not ${String(type)}.`,
      );
    }
  }
}

/** camelCase, or Python's underscores, as names on the command line are written. */
function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}
