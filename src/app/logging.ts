/** What an application logs: `app.logger`, its lines, and the entry of an error that nobody handled. */
import type { Request } from "../http/index.ts";
import { describeError, printable } from "../http/index.ts";

/** How much an entry matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where an application writes what its operator should know; one method a level. pino fits, and so does `console`. */
export interface Logger {
  /** Writes what helps whoever develops the application. */
  debug(message: string): void;
  /** Writes what happened. */
  info(message: string): void;
  /** Writes what is likely to be a mistake. */
  warn(message: string): void;
  /** Writes what went wrong. */
  error(message: string): void;
}

/** What `app.logger` can be set to: a logger, of which the lower levels may be missing. They go nowhere then. */
export type LogSink = Pick<Logger, "warn" | "error"> & Partial<Logger>;

/** A logger with every level, made of one that may lack the lower ones; itself if it lacks none. */
export function completeLogger(sink: LogSink): Logger {
  if (typeof sink !== "object" && typeof sink !== "function") {
    throw new TypeError(`app.logger must be an object with a method for each level, not ${typeof sink}.`);
  }
  const missing = (["warn", "error"] as const).find((level) => typeof sink[level] !== "function");
  if (missing !== undefined) {
    throw new TypeError(`A logger needs a method ${missing}(message); app.logger was set to one without.`);
  }
  if (typeof sink.debug === "function" && typeof sink.info === "function") return sink as Logger;
  return {
    debug: (message) => sink.debug?.(message),
    info: (message) => sink.info?.(message),
    warn: (message) => sink.warn(message),
    error: (message) => sink.error(message),
  };
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];
const NAMES: Readonly<Record<LogLevel, string>> = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
};

/** How a {@link ConsoleLogger} logs. */
export type ConsoleLoggerOptions = {
  /** Whether the application is in debug mode. */
  readonly isDebug?: (() => boolean) | undefined;
};

/**
 * The logger that an application starts with: Flask's lines on the console, `[time] LEVEL: message`. No text of a
 * visitor moves the cursor of a terminal or makes a line of its own: control characters are written as escapes, and
 * every line of an entry but its first is set in.
 */
export class ConsoleLogger implements Logger {
  /** The lowest level that is written; unless set, `"debug"` in debug mode and `"info"` otherwise. */
  level: LogLevel | "silent" | undefined;
  readonly #isDebug: () => boolean;

  constructor({ isDebug = () => false }: ConsoleLoggerOptions = {}) {
    this.#isDebug = isDebug;
  }

  /** What helps whoever develops the application. */
  debug(message: string): void {
    this.#write("debug", message);
  }

  /** What happened. */
  info(message: string): void {
    this.#write("info", message);
  }

  /** What is likely to be a mistake. */
  warn(message: string): void {
    this.#write("warn", message);
  }

  /** What went wrong. */
  error(message: string): void {
    this.#write("error", message);
  }

  #write(level: LogLevel, message: string): void {
    const lowest = this.level ?? (this.#isDebug() ? "debug" : "info");
    if (lowest === "silent" || LEVELS.indexOf(level) < LEVELS.indexOf(lowest)) return;
    console[level](`[${timeText(new Date())}] ${NAMES[level]}: ${printable(describeError(message))}`);
  }
}

/** The local time as Python logs it: `2026-01-02 03:04:05,678`. */
function timeText(time: Date): string {
  const [year, month, day] = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()];
  const date = [year, month, day].map(twoDigits).join("-");
  return `${date} ${[hours, minutes, seconds].map(twoDigits).join(":")},${String(time.getMilliseconds()).padStart(3, "0")}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/**
 * The entry of an error that nobody handled: Flask's `Exception on /path [GET]`, with the error, its stack and its causes.
 *
 * @param where The method and target of the request, such as `"GET /path"`; or whatever failed.
 * @param id The id of the request, if it is known.
 */
export function exceptionEntry(error: unknown, where: string, id?: string | undefined): string {
  const of = id === undefined ? "" : ` (request ${shownText(id)})`;
  return `Exception on ${shownPlace(where)}${of}: ${printable(describeError(error))}`;
}

function shownPlace(where: string): string {
  const space = where.indexOf(" ");
  const method = where.slice(0, space);
  return /^[A-Z]+$/.test(method) ? `${shownText(where.slice(space + 1))} [${method}]` : shownText(where);
}

/** Text as it is, if it is all visible and cannot be taken for what stands beside it; otherwise in quotes. */
function shownText(text: string): string {
  return /^[!#-~]+$/.test(text) ? text : printable(JSON.stringify(text));
}

/** Writes an entry; to the console if the logger fails, for the visitor gets an answer even if the log is full. */
export function logSafely(logger: Logger, level: LogLevel, entry: string): void {
  try {
    logger[level](entry);
  } catch (failure) {
    console.error(entry, failure);
  }
}

/** Gives a request the id that a server in front sent, if it looks like one. */
export function takeRequestId(request: Request, header: string): void {
  const given = request.headers.get(header);
  if (given !== undefined && REQUEST_ID.test(given)) request.id = given;
}

// UUIDs, hexadecimal, base64, and what the usual servers make: nothing that a log would have to escape.
const REQUEST_ID = /^[\w.:@/+=-]{1,128}$/;
