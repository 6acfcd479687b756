/** `flagon run`: the application during development, reloaded when its files change. */
import { delimiter, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import type { Flagon } from "../../app/index.ts";
import type { Handler } from "../../http/index.ts";
import { findAppPath } from "../app-path.ts";
import type { BuiltIn, CommandContext } from "../built-in.ts";
import { CliError } from "../cli-error.ts";
import { ADHOC, type Certificate, makeCertificate, readCertificate } from "../serving/certificate.ts";
import { failurePage } from "../serving/failure-page.ts";
import { addListening, readList } from "../serving/options.ts";
import { REPLACES, type Ready, runWithReload } from "../serving/reload.ts";
import { endOf, loadUnheld, serveApp } from "../serving/serve-app.ts";
import { watchedPaths } from "../serving/watched-paths.ts";

/** The variable with the certificate that the process before this one has read or made. */
const CERTIFICATE = "FLAGON_RUN_CERTIFICATE";
const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));
/** How long running requests may take when the process is replaced, in seconds: somebody waits for it. */
const GRACE = 0.5;
const STACK_FRAMES = 50;

type Options = {
  readonly host: string;
  readonly port: number;
  readonly cert?: string;
  readonly key?: string;
  readonly debug?: boolean;
  readonly reload: boolean;
  readonly extraFiles?: readonly string[];
  readonly excludePatterns?: readonly string[];
};

/** The command `run`. */
export const run: BuiltIn = {
  name: "run",
  define(program, context) {
    addListening(program.command("run"), "FLAGON_RUN", "a certificate (PEM), for HTTPS; adhoc makes one")
      .description("serve the application for development")
      .option(
        "--debug",
        "explain errors on a page, for browsers of this machine (as it is unless told otherwise)",
      )
      .option("--no-debug", "do not")
      .option("--no-reload", "do not start it again when its files change")
      .addOption(
        new Option(
          "--extra-files <paths>",
          `further files and folders to watch, with "${delimiter}" between them`,
        )
          .argParser(readList)
          .env("FLAGON_RUN_EXTRA_FILES"),
      )
      .addOption(
        new Option("--exclude-patterns <globs>", "what not to watch, such as *.json or generated/*")
          .argParser(readList)
          .env("FLAGON_RUN_EXCLUDE_PATTERNS"),
      )
      .action(async (_options: unknown, command: Command) => {
        const options = command.opts<Options>();
        setDebug(options.debug);
        const isLeader = options.reload && process.env[REPLACES] === undefined;
        if (isLeader) await lead(context, options);
        else await serve(context, options);
      });
  },
};

/** Before the application is made, which reads the variable; debug mode is the point of this command. */
function setDebug(debug: boolean | undefined): void {
  if (debug !== undefined) process.env.FLAGON_DEBUG = debug ? "1" : "0";
  else process.env.FLAGON_DEBUG ??= "1";
}

async function lead({ given, environment }: CommandContext, options: Options): Promise<void> {
  const { file } = findAppPath(given);
  const folder = dirname(file);
  const isInside = !relative(process.cwd(), folder).startsWith("..");
  const watched = watchedPaths(isInside ? [process.cwd()] : [process.cwd(), folder], options);
  // One for all its processes: the browser is asked to accept it once.
  const certificate = JSON.stringify(await certificateOf(options));
  process.exitCode = await runWithReload({
    program: MAIN,
    args: process.argv.slice(2),
    watched,
    environment: { ...environment, [CERTIFICATE]: certificate },
  });
}

function certificateOf(options: Options): Certificate | Promise<Certificate> {
  if (options.cert !== ADHOC) return readCertificate(options);
  if (options.key === undefined) return makeCertificate(options.host);
  throw new CliError("--cert adhoc makes its own key: leave --key out, or name the file of the certificate.");
}

async function serve(context: CommandContext, options: Options): Promise<void> {
  const given = process.env[REPLACES];
  delete process.env[REPLACES];
  const made = process.env[CERTIFICATE];
  delete process.env[CERTIFICATE];
  const kept = given === "" ? undefined : given;
  // Ctrl+C reaches this process and the one that started it, which sees to the end.
  if (given !== undefined) process.on("SIGINT", () => undefined);
  const end = endOf(given === undefined ? ["SIGINT", "SIGTERM"] : ["SIGTERM"]);
  const app = await loadOr(context, kept === undefined ? undefined : failurePage);
  // Ten frames, as usual, are few where a template and what renders it come first.
  if ("debug" in app && app.debug) Error.stackTraceLimit = Math.max(Error.stackTraceLimit, STACK_FRAMES);
  const port = kept === undefined ? options.port : Number(kept);
  const certificate = made === undefined ? await certificateOf(options) : (JSON.parse(made) as Certificate);
  const serving = await serveApp(app, { ...options, port, certificate, accessLog: true, grace: GRACE });
  if (kept === undefined) greet(context, app, serving.url);
  if (given !== undefined) process.send?.({ port: serving.port } satisfies Ready);
  await end.comes;
  await serving.close();
}

function greet({ given }: CommandContext, app: Flagon | Handler, url: string): void {
  const shown = relative(process.cwd(), findAppPath(given).file);
  const mode = "debug" in app && app.debug ? "debug mode is on" : "debug mode is off";
  console.log(`Serving ${shown} for development; ${mode}. \`flagon serve\` is for production.`);
  console.log(`Running on ${url} (Ctrl+C ends it)`);
}

/** The application; or, where a change has broken it, a page that says so in its place, until the next change. */
async function loadOr(
  context: CommandContext,
  instead: ((message: string) => Handler) | undefined,
): Promise<Flagon | Handler> {
  try {
    return await loadUnheld(() => context.load());
  } catch (error) {
    if (instead === undefined || !(error instanceof CliError)) throw error;
    console.error(`Error: ${error.message}`);
    return instead(error.message);
  }
}
