/** `flagon serve`: the application in production. */
import cluster from "node:cluster";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import type { TrustedProxies } from "../../http/index.ts";
import type { BuiltIn, CommandContext } from "../built-in.ts";
import { CliError } from "../cli-error.ts";
import { readCertificate } from "../serving/certificate.ts";
import { addListening, readSeconds, readTrustedProxies, readWorkers } from "../serving/options.ts";
import { closeInTime, endOf, loadUnheld, type ServingOptions, serveApp } from "../serving/serve-app.ts";
import { keepWorkers, type ListeningAt } from "../serving/workers.ts";

const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

type Options = {
  readonly host: string;
  readonly port: number;
  readonly unix?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly workers: number;
  readonly trustProxy?: TrustedProxies;
  readonly accessLog: boolean;
  readonly grace: number;
};

/** The command `serve`. */
export const serve: BuiltIn = {
  name: "serve",
  define(program, context) {
    addListening(program.command("serve"), "FLAGON_SERVE", "a certificate (PEM), for HTTPS")
      .description("serve the application in production")
      .addOption(
        new Option("--unix <path>", "a socket to listen on, in place of host and port").env(
          "FLAGON_SERVE_UNIX",
        ),
      )
      .addOption(
        new Option("-w, --workers <number>", "how many processes answer requests; auto is one a core")
          .default(1)
          .argParser(readWorkers)
          .env("FLAGON_SERVE_WORKERS"),
      )
      .addOption(
        new Option(
          "--trust-proxy <count>",
          "believe the headers of as many proxies in front: 1, or for=1,proto=1,host=1",
        )
          .argParser(readTrustedProxies)
          .env("FLAGON_SERVE_TRUST_PROXY"),
      )
      .addOption(
        new Option("--grace <seconds>", "how long running requests may take at the end")
          .default(10)
          .argParser(readSeconds)
          .env("FLAGON_SERVE_GRACE"),
      )
      .option("--no-access-log", "no line for each request")
      .action(async (_options: unknown, command: Command) => {
        const given = command.opts<Options>();
        const options = { ...given, certificate: readCertificate(given) };
        if (options.workers === 1) await serveAlone(context, options);
        else if (cluster.isWorker) await work(context, options);
        else await lead(given);
      });
  },
};

async function serveAlone(context: CommandContext, options: ServingOptions): Promise<void> {
  const app = await context.load();
  const serving = await serveApp(app, options);
  const end = endOf(["SIGTERM", "SIGINT"]);
  console.log(`Listening on ${serving.url} (process ${process.pid}).`);
  await end.comes;
  await closeInTime(serving, options.grace);
}

async function lead({ workers: count, unix, grace }: Options): Promise<void> {
  const args = process.argv.slice(2);
  process.exitCode = await keepWorkers({ program: MAIN, args, count, unix, grace });
}

async function work(context: CommandContext, options: ServingOptions): Promise<void> {
  // Ctrl+C reaches the workers as well; the leader tells them to end.
  process.on("SIGINT", () => undefined);
  const end = endOf(["SIGTERM"]);
  const app = await loadUnheld(() => context.load());
  // The word to end may have come while the application was being loaded.
  await setImmediate();
  if (end.isOver) return;
  if (app.hasDevelopmentKey) {
    throw new CliError(
      "No secret key is set, and each worker would make one of its own: what one has signed, the others would refuse. " +
        "Set SECRET_KEY to a random value, such as the output of `openssl rand -hex 32`.",
      1,
    );
  }
  const serving = await serveApp(app, options).catch((error: unknown) => {
    // The leader may listen no more by now.
    if (!end.isOver) throw error;
  });
  if (serving === undefined) return;
  process.send?.({ listening: serving.url } satisfies ListeningAt);
  await end.comes;
  await closeInTime(serving, options.grace);
}
