/** `app.run()`: an application on the server of the runtime, for development. */
import type { Handler } from "../http/index.ts";
import { checkOptionNames } from "../python/index.ts";
import type { Config } from "./config/config.ts";

/** Where to listen. */
export type RunOptions = {
  /** The address to listen on; the host of `config.serverName` unless given, and `"127.0.0.1"` without one. */
  readonly host?: string | undefined;
  /** The port; that of `config.serverName` unless given, and 5000 without one; 0 takes a free one. */
  readonly port?: number | undefined;
  /** Sets `config.debug`; left as it is unless given. */
  readonly debug?: boolean | undefined;
};

/** An application that is being served. */
export type RunningApp = {
  readonly url: string;
  /** Ends it; running requests get a moment. */
  close(): Promise<void>;
};

/** What of an application matters to whoever serves it. */
interface RunnableApp extends Handler {
  debug: boolean;
  readonly config: Config;
}

/** Serves an application; does nothing in a module that the command `flagon` loads. */
export async function runApp(app: RunnableApp, options: RunOptions): Promise<RunningApp> {
  checkOptionNames(options, OPTIONS, "app.run()");
  if (Symbol.for("flagon.command") in globalThis) return { url: "", close: async () => undefined };
  if (options.debug !== undefined) app.debug = options.debug;
  // Ten, as usual, are few where a template and what renders it come first.
  if (app.debug) Error.stackTraceLimit = Math.max(Error.stackTraceLimit, DEBUG_STACK_FRAMES);
  const named = placeOf(app.config.serverName);
  const { host = named.host, port = named.port } = options;
  const { serve } = await import("../servers/index.ts");
  const server = await serve(app, { host, port, signals: ["SIGINT", "SIGTERM"], closeTimeout: 2 }).catch(
    (error: unknown) => {
      throw explained(error, options.host === undefined ? named.host : undefined);
    },
  );
  console.log(`Running on ${server.url}`);
  if (app.debug) console.log("Debug mode is on: never where strangers can reach it.");
  return server;
}

const OPTIONS: Readonly<Record<keyof RunOptions, true>> = { host: true, port: true, debug: true };

const DEBUG_STACK_FRAMES = 50;

const PLACE = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/;

function placeOf(serverName: string | undefined): Pick<RunOptions, "host" | "port"> {
  const { host, port } = PLACE.exec(serverName ?? "")?.groups ?? {};
  return {
    host: host?.replace(/^\[|\]$/g, "") || undefined,
    port: port === undefined ? undefined : Number(port),
  };
}

const OF_THE_HOST: ReadonlySet<string> = new Set(["ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"]);

/** An address that can't be had is the developer's to change: one sentence says so better below no stack. */
function explained(error: unknown, serverHost: string | undefined): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  const isOfServerName = serverHost !== undefined && OF_THE_HOST.has(error.code);
  const hint = isOfServerName
    ? " The host is that of config.serverName; app.run({ host }) takes another."
    : "";
  const plain = new Error(`${error.message}${hint}`);
  plain.stack = `${plain.name}: ${plain.message}`;
  return Object.defineProperty(plain, "code", { value: error.code });
}
