/** Starts the real Flask of app.py on a free port, for as long as a test file runs. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** How the Flask half of the site is set up. */
export type FlaskOptions = {
  /** The key that signs. */
  readonly secretKey: string;
  /** Keys that only verify, the newest last. */
  readonly fallbacks?: readonly string[] | undefined;
};

/** A running Flask. */
export type FlaskServer = {
  /** Where it answers, with no slash at the end. */
  readonly url: string;
  /** Sends JSON to one of its test endpoints and gives the JSON it answers. */
  ask(path: string, order: unknown): Promise<unknown>;
  /** Ends the process. */
  close(): Promise<void>;
};

/** Starts app.py with the given Python and waits until it listens. */
export async function startFlask(python: string, options: FlaskOptions): Promise<FlaskServer> {
  const app = new URL("app.py", import.meta.url).pathname;
  const environment = {
    ...process.env,
    FLASK_OPTIONS: JSON.stringify(options),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const child = spawn(python, [app], { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let log = "";
  child.stderr.on("data", (text: Buffer) => {
    log += text;
  });
  const port = await Promise.race([firstLine(child.stdout), exited.then(() => undefined)]);
  if (port === undefined) throw new Error(`Flask did not start:\n${log}`);
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    async ask(path, order) {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(order) });
      if (!response.ok) throw new Error(`Flask answered ${response.status} to ${path}:\n${log}`);
      return response.json();
    },
    async close() {
      child.kill();
      await exited;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}
