/** The command line, for programs: what `flagon` does, and what the runner of tests calls. */

export { type CommandLineOptions, runCommandLine } from "./command-line.ts";
export { invoke } from "./invoke.ts";
