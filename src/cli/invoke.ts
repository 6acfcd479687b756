/** Runs a command within this process and keeps what it writes: what `app.testCliRunner()` does. */
import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import type { Flagon } from "../app/index.ts";
import type { CliInvokeOptions, CliResult } from "../app/testing/index.ts";
import { runCommandLine } from "./command-line.ts";
import { withInput } from "./input.ts";

type Stream = "stdout" | "stderr";
type Sink = (stream: Stream, text: string) => void;

/**
 * Runs a command for an application.
 *
 * @param app The application.
 * @param args The arguments.
 * @param options What it reads.
 */
export async function invoke(
  app: Flagon,
  args: readonly string[],
  { input = "", env = {} }: CliInvokeOptions,
): Promise<CliResult> {
  const written: { readonly stream: Stream; readonly text: string }[] = [];
  let exception: unknown;
  const before = process.exitCode;
  process.exitCode = undefined;
  const exitCode = await withEnvironment(env, () =>
    capturing(
      (stream, text) => written.push({ stream, text }),
      () =>
        withInput(input, () =>
          runCommandLine(args, {
            app,
            onError: (error) => {
              exception = error;
            },
          }),
        ),
    ),
  );
  process.exitCode = before;
  const of = (stream?: Stream): string =>
    written.map((one) => (stream === undefined || one.stream === stream ? one.text : "")).join("");
  return { exitCode, stdout: of("stdout"), stderr: of("stderr"), output: of(), exception };
}

const CONSOLE: Readonly<Record<"log" | "info" | "debug" | "warn" | "error", Stream>> = {
  log: "stdout",
  info: "stdout",
  debug: "stdout",
  warn: "stderr",
  error: "stderr",
};

/** Hands the function's output to the sink, and that of others, at the same time, to where it would have gone. */
async function capturing<T>(sink: Sink, fn: () => Promise<T>): Promise<T> {
  const inside = new AsyncLocalStorage<true>();
  const undo: (() => void)[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    const target = process[stream];
    replace(target, "write", undo, (original) => (chunk: string | Uint8Array, ...rest: unknown[]) => {
      if (inside.getStore() !== true) return original.call(target, chunk, ...rest);
      sink(stream, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
      if (done !== undefined) process.nextTick(done);
      return true;
    });
  }
  for (const [method, stream] of Object.entries(CONSOLE) as [keyof typeof CONSOLE, Stream][]) {
    replace(console, method, undo, (original) => (...values: unknown[]) => {
      if (inside.getStore() !== true) return original.apply(console, values);
      sink(stream, `${format(...values)}\n`);
      return undefined;
    });
  }
  try {
    return await inside.run(true, fn);
  } finally {
    for (const back of undo) back();
  }
}

type Method = (...args: unknown[]) => unknown;

function replace<K extends string>(
  target: object,
  name: K,
  undo: (() => void)[],
  make: (original: Method) => (...args: never[]) => unknown,
): void {
  const holder = target as Record<string, unknown>;
  const original = holder[name] as Method;
  const replaced = make(original);
  holder[name] = replaced;
  undo.push(() => {
    // Another call that has begun since then passes through this one.
    if (holder[name] === replaced) holder[name] = original;
  });
}

async function withEnvironment<T>(
  env: Readonly<Record<string, string | undefined>>,
  fn: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(env)) set(name, value);
  try {
    return await fn();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
