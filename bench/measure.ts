/** Starts servers on one core and the load on another, and reports what a server did. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Load, LoadReport } from "./load.ts";

/** A running server. */
export interface Server {
  readonly port: number;
  /** How much processor time the server has used so far, in seconds. */
  cpu(): Promise<number>;
  /** How much memory it takes, in bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** The process that loads servers, one after the other. */
export interface Loader {
  measure(server: Server, load: Omit<Load, "port">): Promise<Sample>;
  stop(): Promise<void>;
}

/** What was counted while one server was under load. */
export interface Sample {
  readonly requests: number;
  readonly seconds: number;
  /** Processor time that the server used, in seconds. */
  readonly serverCPU: number;
  /** Processor time that the load used; near `seconds` the load, not the server, was measured. */
  readonly loadCPU: number;
  /** How many responses took so long, as the load counts them. */
  readonly latencies: readonly number[];
}

/** Whether processes are pinned to cores; without it the figures are rougher. */
export const isPinned: boolean =
  availableParallelism() > 1 && spawnSync("taskset", ["-c", "0,1", "true"]).status === 0;

/** Starts `servers/NAME.mjs`, on core 0 unless it is said. */
export async function startServer(
  name: string,
  { core = 0 }: { readonly core?: number } = {},
): Promise<Server> {
  const child = start(core, `./servers/${name}.mjs`);
  const { port } = await next<{ port: number }>(child, name);
  return {
    port,
    async cpu() {
      child.send("cpu");
      const { cpu } = await next<{ cpu: NodeJS.CpuUsage }>(child, name);
      return (cpu.user + cpu.system) / 1e6;
    },
    async memory() {
      child.send("memory");
      return (await next<{ memory: number }>(child, name)).memory;
    },
    stop: () => stop(child),
  };
}

/** Starts the load on core 1. */
export function startLoader(): Loader {
  const child = start(1, "./load.ts");
  return {
    async measure(server, load) {
      child.send({ ...load, port: server.port });
      await next<LoadReport>(child, "the load");
      const before = await server.cpu();
      const found = await next<Exclude<LoadReport, "begin">>(child, "the load");
      const serverCPU = (await server.cpu()) - before;
      const { requests, seconds, cpu, latencies } = found;
      return { requests, seconds, serverCPU, loadCPU: cpu, latencies };
    },
    stop: () => stop(child),
  };
}

/** Samples of the same server and route taken together. */
export function total(samples: readonly Sample[]): Sample {
  const sum = (of: (sample: Sample) => number) => samples.reduce((all, sample) => all + of(sample), 0);
  return {
    requests: sum((sample) => sample.requests),
    seconds: sum((sample) => sample.seconds),
    serverCPU: sum((sample) => sample.serverCPU),
    loadCPU: sum((sample) => sample.loadCPU),
    latencies: (samples[0]?.latencies ?? []).map((_, step) => sum((sample) => sample.latencies[step] ?? 0)),
  };
}

function start(core: number, file: string): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const pin = isPinned ? ["taskset", "-c", String(core)] : [];
  const [program = "", ...args] = [...pin, process.execPath, path];
  return spawn(program, args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
}

/** Both kinds of process end when their parent hangs up. */
function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.disconnect();
  return exited;
}

function next<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`${name} ended early (exit code ${code})`));
    child.once("exit", failed);
    child.once("message", (message) => {
      child.off("exit", failed);
      resolve(message as T);
    });
  });
}
