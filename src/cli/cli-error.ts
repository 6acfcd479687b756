/** `CliError`: what went wrong in words for the person at the terminal; and the words for errors of applications. */
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";

/** What ends a command with one message. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  /** What the process ends with: 2 if the command was given wrongly, 1 if it failed. */
  readonly exitCode: number;

  /**
   * @param message What is wrong, and what to do.
   * @param exitCode 2 unless given.
   */
  constructor(message: string, exitCode = 2, options: ErrorOptions = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const MOST_FRAMES = 4;
const MOST_SHOWN = 200;

/**
 * An error of an application, for the terminal: its message, and where in the project it arose. What lies in Node.js, in
 * packages and in Flagon is left out, for the mistake is seldom there.
 *
 * @param error What was thrown.
 * @param folder The folder of the project.
 */
export function describeFailure(error: unknown, folder: string = process.cwd()): string {
  if (!(error instanceof Error)) {
    return `${inspect(error, { breakLength: Number.POSITIVE_INFINITY }).slice(0, MOST_SHOWN)} was thrown, which is no error.`;
  }
  const title = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  const places = placesIn(error, folder).map((place) => `\n    at ${place}`);
  const cause = error.cause === undefined ? "" : `\n  because of ${describeFailure(error.cause, folder)}`;
  return `${title}${places.join("")}${excerptOf(error)}${cause}`;
}

/** The lines of a module that cannot be read, with marks below the mistake. */
function excerptOf({ stack = "" }: Error): string {
  const lines = /^file:.*\n((?:.*\n)*? *\^+\n)/.exec(stack)?.[1];
  return lines === undefined ? "" : `\n\n${lines.trimEnd().replace(/^(?=.)/gm, "    ")}`;
}

function placesIn(error: Error, folder: string): string[] {
  const stack = String(error.stack ?? "");
  const places: string[] = [];
  // A module that cannot be read has its place in the first line of the stack.
  const unread = /^(file:\/\/\S+?:\d+)\n/.exec(stack)?.[1];
  if (unread !== undefined) places.push(placeOf(unread, folder));
  for (const [, frame = ""] of stack.matchAll(/^ +at (.*)$/gm)) {
    if (!/[/\\]/.test(frame) || /node:|[/\\]node_modules[/\\]|[/\\]flagon[/\\](?:dist|src)[/\\]/.test(frame))
      continue;
    if (frame.includes(OWN_FOLDER)) continue;
    places.push(placeOf(frame, folder));
  }
  return places.slice(0, MOST_FRAMES);
}

/** This package's own files, wherever they are. */
const OWN_FOLDER = fileURLToPath(new URL("..", import.meta.url));

function placeOf(frame: string, folder: string): string {
  return frame.replaceAll("file://", "").replaceAll(`${folder}/`, "");
}
