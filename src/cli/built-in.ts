/** What a command of Flagon's own is. */
import type { Command } from "commander";
import type { Flagon } from "../app/index.ts";

/** What commands are given. */
export type CommandContext = {
  /** Loads the application, once. @throws CliError if there is none. */
  load(): Promise<Flagon>;
  /** What `--app` or `FLAGON_APP` says. */
  readonly given: string | undefined;
  /** The environment as it was before `.env` and its like were read. */
  readonly environment: NodeJS.ProcessEnv;
};

/** A command of Flagon's own. */
export type BuiltIn = {
  readonly name: string;
  /** Adds it to the command line. */
  define(program: Command, context: CommandContext): void;
};
