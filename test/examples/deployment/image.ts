/** Builds a Dockerfile's image as a folder: its COPY and RUN lines are done, the rest is noted. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, matchesGlob, relative } from "node:path";

/** What comes of a Dockerfile. */
export type Image = {
  /** Stands for the root of the image's files. */
  readonly root: string;
  readonly workdir: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  /** Other instructions by their names. */
  readonly settings: ReadonlyMap<string, string>;
};

/**
 * Does what a Dockerfile says.
 *
 * @param context - The folder with the Dockerfile and what it copies.
 * @param folder - Where the stages get their folders.
 * @param run - Runs a command of a stage; it may have to be told of this machine.
 */
export function buildImage(context: string, folder: string, run = inShell): Image {
  const stages = new Map<string, string>();
  let root = "";
  let workdir = "/";
  let user = "root";
  let env: Record<string, string> = {};
  let command: string[] = [];
  let healthCheck: string[] = [];
  const settings = new Map<string, string>();
  for (const [name, text] of instructionsOf(join(context, "Dockerfile"))) {
    if (name === "FROM") {
      const stage = / AS (\w+)$/.exec(text)?.[1] ?? "last";
      root = join(folder, stage);
      stages.set(stage, root);
      [workdir, user, env] = ["/", "root", {}];
    } else if (name === "WORKDIR") {
      workdir = text;
      mkdirSync(join(root, workdir), { recursive: true });
    } else if (name === "COPY") {
      copy(text, { context, stages, target: join(root, workdir) });
    } else if (name === "RUN") {
      run(text, join(root, workdir));
    } else if (name === "ENV") {
      const [key = "", value = ""] = text.split("=");
      env[key] = value;
    } else if (name === "USER") {
      user = text;
    } else if (name === "CMD") {
      command = JSON.parse(text);
    } else if (name === "HEALTHCHECK") {
      healthCheck = JSON.parse(text.slice(text.indexOf("CMD ") + 4));
    } else {
      settings.set(name, text);
    }
  }
  return { root, workdir, user, env, command, healthCheck, settings };
}

/** The instructions, in order; lines that end in a backslash go on. */
function instructionsOf(file: string): [name: string, text: string][] {
  return readFileSync(file, "utf8")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.split(" ", 1).join(""), line.slice(line.indexOf(" ") + 1)]);
}

type Copying = {
  readonly context: string;
  readonly stages: ReadonlyMap<string, string>;
  readonly target: string;
};

function copy(text: string, { context, stages, target }: Copying): void {
  const words = text.split(" ");
  const from = words[0]?.startsWith("--from=") ? words.shift()?.slice("--from=".length) : undefined;
  const to = words.pop() ?? "";
  const base = from === undefined ? context : (stages.get(from) ?? "");
  const ignored = from === undefined ? ignoredIn(context) : [];
  for (const word of words) {
    const source = join(base, word);
    if (!existsSync(source)) throw new Error(`COPY ${text}: there is no ${source}.`);
    const isFile = to.endsWith("/") && word !== ".";
    cpSync(source, isFile ? join(target, to, word) : join(target, to), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !ignored.some((pattern) => matchesGlob(relative(context, path), pattern)),
    });
  }
}

function ignoredIn(context: string): string[] {
  return readFileSync(join(context, ".dockerignore"), "utf8").trim().split("\n");
}

function inShell(command: string, cwd: string): void {
  execFileSync("sh", ["-c", command], { cwd, stdio: ["ignore", "ignore", "inherit"] });
}
