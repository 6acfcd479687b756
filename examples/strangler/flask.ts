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
  child.once("error", (error) => {
    log += error.message;
  });
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
    child.kill();
    await ended;
    throw new Error(whatFailed(log));
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

/** What a reader who wants to see the demo needs to know: most often that something is not installed. */
function whatFailed(log: string): string {
  const missing = MISSING.find(([sign]) => log.includes(sign))?.[1];
  if (missing === undefined) return `gunicorn did not start the Flask half of the blog:\n${log}`;
  return (
    `The Flask half of the blog needs ${missing}, which is not installed. On Debian:\n` +
    "  sudo apt-get install gunicorn python3-flask python3-flaskext.wtf"
  );
}

const MISSING = [
  ["spawn gunicorn ENOENT", "gunicorn"],
  ["No module named 'flask'", "Flask"],
  ["No module named 'flask_wtf'", "Flask-WTF"],
] as const;

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/login`).then(
    ({ ok }) => ok,
    () => false,
  );
}
