/** Runs the application in a process of its own, which is replaced when a file of the project changes. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CLOSE } from "./serve-app.ts";
import { watchProject } from "./watch.ts";
import type { WatchedPaths } from "./watched-paths.ts";

/** What is run, and what is watched. */
export type ReloadOptions = {
  /** The program, and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
  readonly watched: WatchedPaths;
  /** Its environment; it reads the files of variables itself. */
  readonly environment: NodeJS.ProcessEnv;
};

/** What the process that serves tells: that it does, and where. */
export type Ready = { readonly port: number };

/** The environment variable by which a process knows that it is to serve; with the port that it has to keep, if any. */
export const REPLACES = "FLAGON_RUN_REPLACES";

const LATE_MILLISECONDS = 3000;

/**
 * Runs the application until a signal comes. If it fails at the first start, that is the end; later the next change is
 * waited for.
 *
 * @returns What the process ends with.
 */
export async function runWithReload(options: ReloadOptions): Promise<number> {
  const { program, args, watched, environment } = options;
  const start = (port?: number): ChildProcess =>
    fork(program, [...args], { env: { ...environment, [REPLACES]: String(port ?? "") }, stdio: "inherit" });
  const ending = new Promise<void>((resolve) => {
    process.on("SIGINT", () => resolve()).on("SIGTERM", () => resolve());
  });
  let change: string | undefined;
  let replace: (() => void) | undefined;
  // From the beginning: what changes while the application starts must not be missed.
  const stopWatching = watchProject(
    watched,
    (name) => {
      change = name;
      replace?.();
    },
    (message) => console.error(`${message} Changes in the rest are not noticed.`),
  );
  let child = start();
  const first = await Promise.race([readinessOf(child), exitOf(child), ending.then(() => 0)]);
  let replacing = Promise.resolve();
  if (typeof first !== "number") {
    const next = async (): Promise<void> => {
      if (change === undefined) return;
      const name = change;
      change = undefined;
      const begin = performance.now();
      await endOf(child);
      child = start(first.port);
      const result = await Promise.race([readinessOf(child), exitOf(child)]);
      console.log(toldOf(result, name, performance.now() - begin));
    };
    replace = () => {
      replacing = replacing.then(next);
    };
    replace();
    await ending;
  }
  stopWatching();
  replace = undefined;
  await Promise.race([replacing, endOf(child)]);
  await endOf(child);
  return typeof first === "number" ? first : 0;
}

function toldOf(result: Ready | number, name: string, milliseconds: number): string {
  if (typeof result === "number") return "It ended; the next change starts it again.";
  return `Reloaded after a change of ${name} (${Math.round(milliseconds)} ms).`;
}

function readinessOf(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => child.once("message", (message) => resolve(message as Ready)));
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, "exit")) as [number | null];
  return code === null || code === 0 ? 1 : code;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  if (child.connected) child.send(CLOSE);
  const late = setTimeout(() => child.kill("SIGKILL"), LATE_MILLISECONDS);
  await exited;
  clearTimeout(late);
}
