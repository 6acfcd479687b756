/** The runtimes that the tests drive: how each serves an application on a port. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Requirement } from "../requirements.ts";
import { workerdConfig } from "./workerd-config.ts";

/** A command and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** One runtime. */
export type Runtime = {
  /** Its name in the test report. */
  readonly name: string;
  /** Prints its version. */
  readonly version: Command;
  /** Serves the application of a file of the folder, which is also the working directory, on 127.0.0.1. */
  serve(folder: string, file: string, port: number): Command;
};

const MODULES = join(import.meta.dirname, "node_modules");

/** A platform for which package.json lists each runtime. */
export const npmRuntimes: Requirement = {
  remedy: "needs Linux on x64 or arm64",
  find: () => (process.platform === "linux" && /^(x64|arm64)$/.test(process.arch) ? MODULES : undefined),
};

/** Every runtime that Flagon promises to run on; the first Node is the oldest that it promises. */
export const runtimes: readonly Runtime[] = [node(22), node(24), node(26), bun(), deno(), workerd()];

/** The first line that the runtime prints about its version. */
export function versionOf(runtime: Runtime): string {
  const [program, ...args] = runtime.version;
  return execFileSync(program, args, { encoding: "utf8" }).trim().split("\n", 1).join("");
}

/** The program itself, from the package of this platform: no wrapper script stands between it and its signals. */
function installed(name: string, file: string): string {
  return join(MODULES, `${name}-${process.platform}-${process.arch}`, file);
}

function node(major: number): Runtime {
  const program = installed(`node-${major}`, "bin/node");
  return {
    name: `Node ${major}`,
    version: [program, "--version"],
    serve: (_folder, file) => [program, "node-server.mjs", file],
  };
}

function bun(): Runtime {
  const program = installed("bun", "bin/bun");
  return { name: "Bun", version: [program, "--version"], serve: (_folder, file) => [program, "run", file] };
}

function deno(): Runtime {
  const program = installed("deno", "deno");
  return {
    name: "Deno",
    version: [program, "--version"],
    serve: (_folder, file, port) => {
      const where = ["--host=127.0.0.1", `--port=${port}`];
      return [program, "serve", "--allow-read=.", "--allow-net=127.0.0.1", ...where, file];
    },
  };
}

function workerd(): Runtime {
  const program = installed("workerd", "bin/workerd");
  return {
    name: "workerd",
    version: [program, "--version"],
    serve(folder, file, port) {
      writeFileSync(join(folder, "workerd.capnp"), workerdConfig(folder, file, port));
      return [program, "serve", "workerd.capnp"];
    },
  };
}
