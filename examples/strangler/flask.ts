/** Starts the Flask half of the blog under gunicorn, and ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";

/** How Flask is started. */
export type FlaskOptions = {
  /** The folder of `blog.py`. */
  readonly folder: string;
  readonly database: string;
  readonly secretKey: string;
};

/** A running Flask. */
export type Flask = {
  readonly url: string;
  /** Is settled when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
};

/**
 * Starts gunicorn on a free port of this machine, and waits until it listens.
 *
 * @throws Error that says what is missing, if it does not start.
 */
export async function startFlask({ folder, database, secretKey }: FlaskOptions): Promise<Flask> {
  const args = [
    "--bind",
    "127.0.0.1:0",
    "--workers",
    "1",
    "--threads",
    "8",
    "--chdir",
    folder,
    "blog:create_app()",
  ];
  const environment = {
    ...process.env,
    DATABASE: database,
    SECRET_KEY: secretKey,
    PYTHONDONTWRITEBYTECODE: "1",
  };
  // A process group of its own: Ctrl+C reaches this process, which ends Flask last.
  const child = spawn("gunicorn", args, {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const ended = Promise.race([once(child, "exit"), once(child, "error")]).catch((error: unknown) => [error]);
  let log = "";
  const listening = new Promise<string>((resolve) => {
    child.stderr.on("data", (text: Buffer) => {
      log += text;
      const url = /Listening at: (http:\/\/[\d.:]+)/.exec(log)?.[1];
      if (url !== undefined && log.includes("Booting worker")) resolve(url);
    });
  });
  const url = await Promise.race([listening, ended.then(() => undefined)]);
  // It listens before it has made the application, which makes the tables.
  const isUp = url !== undefined && (await Promise.race([isAnswering(url), ended.then(() => false)]));
  if (!isUp) {
    throw new Error(
      `gunicorn did not start; install it with: apt-get install gunicorn python3-flask\n${log}`,
    );
  }
  return {
    url,
    ended,
    async close() {
      child.kill();
      await ended;
    },
  };
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/login`).then(
    ({ ok }) => ok,
    () => false,
  );
}
