/** A project in a folder of its own, in which the built command `flagon` is run as its user would run it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
// A process of its own takes a while on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 });

/** The built command. */
export const MAIN = join(ROOT, "dist/cli/main.js");

/** What a command has done. */
export type Result = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** How a command is run. */
export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The folder it is run in, from that of the project. */
  readonly folder?: string;
  readonly nodeOptions?: readonly string[];
};

/** A project. */
export class Project implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "flagon-cli-"));

  /** @param files The texts of its files, by their paths. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    if (!existsSync(MAIN)) throw new Error("The command is run as it is built: npm run build first");
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(ROOT, join(this.folder, "node_modules/flagon"));
    this.write("package.json", '{ "type": "module" }\n');
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Runs a command to its end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    const child = this.start(args, options);
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (text) => {
      output.stdout += text;
    });
    child.stderr?.on("data", (text) => {
      output.stderr += text;
    });
    child.stdin?.end(options.input ?? "");
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...output };
  }

  /** Starts a command that goes on. */
  start(
    args: readonly string[],
    { env = {}, folder = ".", nodeOptions = [] }: RunOptions = {},
  ): ChildProcess {
    return spawn(process.execPath, [...nodeOptions, MAIN, ...args], {
      cwd: join(this.folder, folder),
      env: { PATH: process.env.PATH, HOME: this.folder, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The program of a small application, with a route whose endpoint tells which application it is. */
export function appNamed(name: string, how = "export default app;"): string {
  return `import { Flagon } from "flagon";
const app: Flagon = new Flagon({ root: import.meta.dirname });
app.get("/", { endpoint: ${JSON.stringify(name)} }, () => "Hello");
${how}
`;
}
