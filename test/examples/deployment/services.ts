/** The instances of the deployment example, started by the very lines of its systemd unit. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the example. */
export const EXAMPLE: string = fileURLToPath(new URL("../../../examples/deployment", import.meta.url));

const COMMAND = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** The values of a setting of the unit, in the order of its lines. */
export function settingsOf(name: string): string[] {
  return readFileSync(join(EXAMPLE, "seen@.service"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));
}

/** The value of a setting that the unit has once. */
export function settingOf(name: string): string {
  const [value, ...more] = settingsOf(name);
  if (value === undefined || more.length > 0) throw new Error(`The unit does not have one ${name}.`);
  return value;
}

/** An instance of the unit, as a process of its own. */
export class Instance implements AsyncDisposable {
  /** What it has written. */
  output = "";
  readonly #folder: string;
  readonly #number: number;
  readonly #app: string;
  #child: ChildProcess | undefined;

  /**
   * @param folder - Stands for `/run` and `/var/lib`.
   * @param number - The instance.
   * @param app - The application, that of the example unless given.
   */
  constructor(folder: string, number: number, app: string = join(EXAMPLE, "app.ts")) {
    this.#folder = folder;
    this.#number = number;
    this.#app = app;
  }

  /** Starts it, and waits for what its ExecStartPost waits for. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (!existsSync(COMMAND)) throw new Error("The instances run on the built package: npm run build first");
    mkdirSync(join(this.#folder, `run/seen-${this.#number}`), { recursive: true });
    const [, , ...args] = this.#wordsOf("ExecStart");
    this.#child = spawn(process.execPath, [COMMAND, ...args], {
      cwd: EXAMPLE,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        SECRET_KEY: "the key of these tests, for both",
        STATE_DIRECTORY: join(this.#folder, "lib"),
        FLAGON_APP: this.#app,
        FLAGON_SKIP_DOTENV: "1",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (text) => {
        this.output += text;
      });
    }
    const [program = "", ...checkArgs] = this.#wordsOf("ExecStartPost");
    const check = spawn(program, checkArgs, { stdio: "ignore" });
    const [code] = await once(check, "exit");
    if (code !== 0) throw new Error(`The instance is not well (${code}):\n${this.output}`);
  }

  /** The processes that answer requests. */
  workers(): number[] {
    const pid = this.#child?.pid;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  }

  /** Ends it as systemd does; gives its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    this.#child = undefined;
    const exited = once(child, "exit");
    child.kill(settingOf("KillSignal") as NodeJS.Signals);
    const late = setTimeout(() => child.kill("SIGKILL"), Number(settingOf("TimeoutStopSec")) * 1000);
    const [code] = await exited;
    clearTimeout(late);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #wordsOf(setting: string): string[] {
    return settingOf(setting)
      .replaceAll("%i", String(this.#number))
      .replaceAll("/run/", `${this.#folder}/run/`)
      .split(" ");
  }
}
