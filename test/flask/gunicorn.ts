/** Starts a Flask application under the real gunicorn on a free port, for as long as a test file runs. */
import { spawn } from "node:child_process";
import { once } from "node:events";

const FOLDER = new URL(".", import.meta.url).pathname;

/** A running gunicorn. */
export type Gunicorn = {
  /** Where it answers, with no slash at the end. */
  readonly url: string;
  /** Ends the process. */
  close(): Promise<void>;
};

/**
 * Starts a module of this folder, and waits until it listens.
 *
 * @param app - The module and the name in it, such as `witness:app`.
 * @param environment - More variables of its environment.
 */
export async function startGunicorn(
  app: string,
  environment: { readonly [name: string]: string } = {},
): Promise<Gunicorn> {
  // Threads, since only those keep connections; no control socket, no access log.
  const args = [
    "--bind",
    "127.0.0.1:0",
    "--workers",
    "1",
    "--threads",
    "8",
    "--keep-alive",
    "5",
    "--chdir",
    FOLDER,
    app,
  ];
  const child = spawn("gunicorn", args, {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(child, "exit");
  let log = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (text: Buffer) => {
      log += text;
      const found = /Listening at: (http:\/\/[\d.:]+)/.exec(log)?.[1];
      if (found !== undefined && log.includes("Booting worker")) resolve(found);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`gunicorn did not start:\n${log}`)));
  });
  return {
    url,
    async close() {
      child.kill();
      await exited;
    },
  };
}
