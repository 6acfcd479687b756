/** Starts a command that serves HTTP, waits until it answers, and ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import type { Command } from "./runtimes.ts";

/** A server in a process of its own. */
export type RunningServer = { readonly url: string; close(): Promise<void> };

/** Starts the command that is given for a free port, in the folder. */
export async function startServer(
  command: (port: number) => Command,
  folder: string,
): Promise<RunningServer> {
  const port = await freePort();
  const [program, ...args] = command(port);
  // Bun takes PORT for the port of a default export, Node's starter reads it too.
  const env = { ...process.env, NODE_ENV: "", HOST: "127.0.0.1", PORT: String(port) };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      output += text;
    });
  }

  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${program} ${args.join(" ")} ended:\n${output}`);
    await setTimeout(50);
  }
  return {
    url,
    async close() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
