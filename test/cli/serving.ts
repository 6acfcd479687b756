/** Commands that serve, from their start to their end, and visitors who ask them without a pause. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type Agent, request as httpRequest } from "node:http";
import type { Project, RunOptions } from "./project.ts";

/** A command that serves. */
export class Served implements AsyncDisposable {
  /** What it has written. */
  output = "";
  readonly child: ChildProcess;
  readonly #exited: Promise<number | null>;

  constructor(child: ChildProcess) {
    this.child = child;
    this.#exited = once(child, "exit").then(([code]) => code as number | null);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        this.output += text;
      });
    }
  }

  /** Waits until it has written what the pattern says. */
  async written(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`It never wrote ${pattern}:\n${this.output}`);
  }

  /** Where it listens. */
  async url(): Promise<string> {
    const [url] = await this.written(/(?:https?:\/\/|unix:\/)[^\s),]+/);
    return url.replace(/\.$/, "");
  }

  /** Sends a signal and waits for the end; gives the exit code. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.#exited;
  }

  exit(): Promise<number | null> {
    return this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end("SIGKILL");
  }
}

/** Starts a command that serves, on any free port unless it is told another. */
export function serveIn(project: Project, args: readonly string[], options?: RunOptions): Served {
  return new Served(project.start(args, options));
}

/** What became of the requests of visitors: the bodies that came whole, and why others did not. */
export type Load = { readonly bodies: readonly string[]; readonly failures: readonly string[] };

/** Asks without a pause, several at a time, each on a connection of its own unless it is kept, until it is told to stop. */
export function visit(url: string, { visitors = 8, agent }: VisitOptions = {}): { stop(): Promise<Load> } {
  let isOver = false;
  const bodies: string[] = [];
  const failures: string[] = [];
  const loops = Array.from({ length: visitors }, async () => {
    while (!isOver) {
      try {
        bodies.push(await ask(url, agent));
      } catch (error) {
        failures.push((error as Error).message);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(loops);
      return { bodies, failures };
    },
  };
}

/** How many visitors there are, and what keeps their connections. */
type VisitOptions = { readonly visitors?: number; readonly agent?: Agent | undefined };

/** The body of one answer, on a connection of its own unless an agent keeps one. */
export function ask(
  target: string | { readonly socketPath: string; readonly path: string },
  agent: Agent | false = false,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { agent, headers, timeout: 20_000 };
    const request =
      typeof target === "string" ? httpRequest(target, options) : httpRequest({ ...target, ...options });
    request.on("error", reject).on("timeout", () => request.destroy(new Error("timed out")));
    request.on("response", (response) => {
      let body = "";
      response.on("data", (text) => {
        body += text;
      });
      response.on("error", reject).on("end", () => resolve(body));
    });
    request.end();
  });
}
