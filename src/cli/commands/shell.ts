/** `flagon shell`: a prompt within a context of the application. */
import { AsyncLocalStorage } from "node:async_hooks";
import { relative } from "node:path";
import { createInterface } from "node:readline";
import { type REPLServer, start } from "node:repl";
import { PassThrough } from "node:stream";
import { inspect } from "node:util";
import type { Flagon } from "../../app/index.ts";
import { findAppPath } from "../app-path.ts";
import type { BuiltIn } from "../built-in.ts";

/** The command `shell`. */
export const shell: BuiltIn = {
  name: "shell",
  define(program, { load, given }) {
    program
      .command("shell")
      .description("a prompt where the application, g and what shell context processors add are there")
      .action(async () => {
        const app = await load();
        await app.ready();
        if (process.stdin.isTTY) console.log(bannerOf(app, relative(process.cwd(), findAppPath(given).file)));
        await app.appContext(() => prompt(app));
      });
  },
};

function bannerOf(app: Flagon, file: string): string {
  return (
    `Node.js ${process.versions.node} on ${process.platform}. The application is app, of ${file}; ` +
    `its instance folder is ${app.instancePath}.\nawait works. .help tells more, and Ctrl+D ends it.`
  );
}

function prompt(app: Flagon): Promise<void> {
  const isTerminal = process.stdin.isTTY === true;
  const input = isTerminal ? process.stdin : new PassThrough();
  const server = start({
    prompt: isTerminal ? "flagon> " : "",
    input,
    output: process.stdout,
    ignoreUndefined: true,
    useColors: hasColors(),
    writer,
  });
  // Lines come from the terminal, where no context is.
  const inside = AsyncLocalStorage.snapshot();
  const evaluate = server.eval;
  const run: typeof evaluate = (...line) => inside(() => evaluate.apply(server, line));
  Object.assign(server, { eval: run });
  Object.assign(server.context, app.makeShellContext());
  if (input instanceof PassThrough) void feed(server, input);
  return new Promise((resolve) => server.once("exit", resolve));
}

/** Hands on one line after another: those of a pipe come all at once, and would not wait for what is awaited. */
async function feed(server: REPLServer, input: PassThrough): Promise<void> {
  const display = server.displayPrompt;
  let isReady: () => void = () => undefined;
  // Called once a line is dealt with, whatever came of it.
  Object.assign(server, {
    displayPrompt: (...args: Parameters<typeof display>) => {
      display.apply(server, args);
      isReady();
    },
  });
  server.once("exit", () => isReady());
  for await (const line of createInterface({ input: process.stdin })) {
    const ready = new Promise<void>((resolve) => {
      isReady = resolve;
    });
    input.write(`${line}\n`);
    await ready;
  }
  input.end();
}

/** Forwarding objects such as `g` are shown as what they stand for. */
function writer(value: unknown): string {
  return inspect(value, { colors: hasColors(), breakLength: process.stdout.columns ?? 80 });
}

/** Whether there is a terminal for them, and nobody has said NO_COLOR. */
function hasColors(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors();
}
