/** Several processes that answer requests on one port: they are started, restarted when they die, and ended together. */
import cluster, { type Worker } from "node:cluster";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { handedOver, keepHandovers } from "./handovers.ts";
import { Listening } from "./listening.ts";
import { CLOSE, LATE_MILLISECONDS } from "./serve-app.ts";

/** How workers are kept. */
export type WorkersOptions = {
  /** The program that they run, and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
  readonly count: number;
  /** The socket in the file system that they listen on, if they do. */
  readonly unix: string | undefined;
  /** How long their running requests may take at the end, in seconds. */
  readonly grace: number;
};

/** A worker tells where it listens. */
export type ListeningAt = { readonly listening: string };

const SLOWEST_RESTART_MILLISECONDS = 30_000;
/** A worker ends itself before this; one that is stuck is killed. */
const STUCK_MILLISECONDS = LATE_MILLISECONDS + 1000;

/**
 * Keeps the workers until a signal comes. The others start once the first one listens: what is wrong with the application
 * is told once.
 *
 * @returns What the process ends with.
 */
export async function keepWorkers(options: WorkersOptions): Promise<number> {
  const { program: exec, args, count, unix, grace } = options;
  cluster.setupPrimary({ exec, args: [...args] });
  const listening = new Listening();
  const ending = endOfSignals();
  const starting = new Set<Worker>();
  const fork = (): Worker => {
    const worker = cluster.fork();
    keepHandovers(worker);
    starting.add(worker);
    for (const event of ["listening", "exit"]) worker.once(event, () => starting.delete(worker));
    return worker;
  };
  const first = fork();
  const url = await Promise.race([listeningAt(first), exitOf(first), ending.then(() => 0)]);
  if (typeof url === "number") {
    await endAll(grace);
    return url;
  }
  console.log(`Listening on ${url} with ${count} workers (process ${process.pid}).`);
  let isEnding = false;
  let failures = 0;
  const start = (): void => {
    if (isEnding) return;
    const worker = fork();
    worker.once("listening", () => {
      failures = 0;
    });
  };
  cluster.on("exit", (worker, code, signal) => {
    if (isEnding) return;
    // One that listened may be replaced at once; what fails at the start would fail again and again.
    const delay = failures === 0 ? 0 : Math.min(SLOWEST_RESTART_MILLISECONDS, 250 * 2 ** failures);
    failures++;
    const soon = delay === 0 ? "" : ` in ${delay / 1000} s`;
    console.error(
      `Worker ${worker.process.pid} ended (${signal ?? `code ${code}`}); another one starts${soon}.`,
    );
    setTimeout(start, delay);
  });
  for (let index = 1; index < count; index++) start();
  await ending;
  isEnding = true;
  // Nobody finds the socket any more.
  if (unix !== undefined) rmSync(unix, { force: true });
  await endStarting(starting);
  await listening.end();
  await handedOver(LATE_MILLISECONDS);
  return endAll(grace);
}

function listeningAt(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.on("message", (message: Partial<ListeningAt>) => {
      if (message.listening !== undefined) resolve(message.listening);
    });
  });
}

function exitOf(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once("exit", (code) => resolve(code === 0 || code === null ? 1 : code));
  });
}

/** The first signal to end; the second one ends everything at once. */
function endOfSignals(): Promise<void> {
  let isEnding = false;
  return new Promise((resolve) => {
    const onSignal = (): void => {
      if (isEnding) {
        for (const worker of workers()) worker.process.kill("SIGKILL");
        process.exit(1);
      }
      isEnding = true;
      resolve();
    };
    process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  });
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

/**
 * Ends those that do not listen yet. One that begins to once the others have gone would open the socket anew, and lose
 * whoever comes.
 */
async function endStarting(starting: ReadonlySet<Worker>): Promise<void> {
  tellEnd(starting);
  const start = performance.now();
  while (starting.size > 0 && performance.now() - start < LATE_MILLISECONDS) await sleep(10);
}

function tellEnd(those: Iterable<Worker>): void {
  for (const worker of those) if (worker.isConnected()) worker.send(CLOSE);
}

/** Ends the workers. @returns What the process ends with: 1 if one of them has failed. */
async function endAll(grace: number): Promise<number> {
  const ends = workers().map(
    (worker) => new Promise<boolean>((resolve) => worker.once("exit", (code) => resolve(code === 0))),
  );
  tellEnd(workers());
  const stuck = setTimeout(
    () => {
      for (const worker of workers()) {
        console.error(`Worker ${worker.process.pid} is stuck, and is killed.`);
        worker.process.kill("SIGKILL");
      }
    },
    grace * 1000 + STUCK_MILLISECONDS,
  );
  const results = await Promise.all(ends);
  clearTimeout(stuck);
  return results.includes(false) ? 1 : 0;
}
