/** Serves an application from the command line: where it listens, what is around it, and when it ends. */
import { type Handler, ProxyFix, type TrustedProxies } from "../../http/index.ts";
import { CliError, describeFailure } from "../cli-error.ts";
import { AccessLog } from "./access-log.ts";
import type { Certificate } from "./certificate.ts";

/** How an application is served. */
export type ServingOptions = {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** A socket in the file system, in place of host and port. */
  readonly unix?: string | undefined;
  /** That of HTTPS. */
  readonly certificate: Certificate;
  /** Which headers of a proxy in front are believed. */
  readonly trustProxy?: TrustedProxies | undefined;
  /** Whether each request is logged. */
  readonly accessLog: boolean;
  /** How long running requests may take at the end, in seconds. */
  readonly grace: number;
};

/** What is being served. */
export type Serving = { readonly url: string; readonly port: number; close(): Promise<void> };

/** @throws CliError if it can't be served. */
export async function serveApp(app: Handler, options: ServingOptions): Promise<Serving> {
  const { host, port, unix, certificate, trustProxy, accessLog, grace } = options;
  const { serve } = await import("../../servers/index.ts");
  const logged = accessLog ? new AccessLog(app, (line) => console.log(line)) : app;
  surviveUnawaited(app);
  const handler = trustProxy === undefined ? logged : new ProxyFix(logged, trustProxy);
  try {
    const server = await serve(handler, { host, port, unix, ...certificate, closeTimeout: grace });
    return { url: server.url, port: server.address.port, close: () => server.close() };
  } catch (error) {
    const isExplained =
      error instanceof Error && /^Can't listen|^The certificate|^HTTPS needs/.test(error.message);
    throw new CliError(isExplained ? error.message : `It can't be served: ${describeFailure(error)}`, 1, {
      cause: error,
    });
  }
}

/** What fails in a promise that nobody awaits is told, and must not end the server for all other visitors. */
function surviveUnawaited(app: Handler): void {
  process.on("unhandledRejection", (error) => {
    const place =
      "a promise that nobody awaits; request.waitUntil() takes one that may last longer than the request";
    if (app.logException === undefined) console.error(`Error in ${place}:`, error);
    else app.logException(error, place);
  });
}

/** Loads an application, for which the word of the process that started this one is not waited: it may never be loaded. */
export async function loadUnheld<T>(load: () => Promise<T>): Promise<T> {
  process.channel?.unref();
  try {
    return await load();
  } finally {
    process.channel?.ref();
  }
}

/** How much longer than running requests the end of the application may take, in milliseconds. */
export const LATE_MILLISECONDS = 2000;

/** Closes what is served. An end of the application that takes too long is not waited for, and the process fails. */
export async function closeInTime(serving: Serving, grace: number): Promise<void> {
  const late = setTimeout(
    () => {
      console.error("Error: The end of the application took too long; see app.onShutdown() and --grace.");
      process.exit(1);
    },
    grace * 1000 + LATE_MILLISECONDS,
  );
  await serving.close();
  clearTimeout(late);
}

/** When a process is to end. */
export type End = { readonly isOver: boolean; readonly comes: Promise<void> };

/**
 * The end of this process: a signal, or the word of the process that started it, or that process being gone. A second
 * signal ends it at once. To be asked for before anything else, lest the word be missed.
 */
export function endOf(signals: readonly NodeJS.Signals[]): End {
  let isOver = false;
  let isSignalled = false;
  const comes = new Promise<void>((resolve) => {
    const finish = (): void => {
      isOver = true;
      resolve();
    };
    const onSignal = (): void => {
      // A service manager sends its first one to the workers too, at the time when the leader tells them.
      if (isSignalled) process.exit(1);
      isSignalled = true;
      finish();
    };
    for (const signal of signals) process.on(signal, onSignal);
    process.on("message", (message) => {
      if (message === CLOSE) finish();
    });
    process.on("disconnect", finish);
  });
  return {
    get isOver() {
      return isOver;
    },
    comes,
  };
}

/** What a process tells those that it has started. */
export const CLOSE = "flagon:close";
