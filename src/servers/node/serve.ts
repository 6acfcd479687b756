/** `serve`: listens, hands each request to the application, and ends in good order. */
import type { Server } from "node:http";
import type { Handler } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import { closeOnSignals } from "./close-on-signals.ts";
import { closeServer } from "./close-server.ts";
import { listen } from "./listen.ts";
import { listenOnSocket } from "./listen-on-socket.ts";
import { RequestListener } from "./request-listener.ts";
import { serverFor, socketsOf } from "./secure-server.ts";
import { millisecondsOf, SERVE_OPTIONS, type ServeOptions } from "./serve-options.ts";
import { isWebSocketRequest } from "./upgrade-reply.ts";

/** A server that listens. */
export interface NodeServer extends AsyncDisposable {
  /** Where it listens, as the system says; for a socket in the file system, its path and port 0. */
  readonly address: { readonly host: string; readonly port: number };
  /** Where it can be reached, `http://127.0.0.1:5000`, without a slash at the end; or `unix:/path`. */
  readonly url: string;
  /**
   * Stops listening, closes idle connections, waits until the running requests are answered and what they left to do
   * (`request.waitUntil`) is done, or `closeTimeout`, and ends the application (`app.onShutdown`). A client that was
   * answered within the last 100 milliseconds may ask once more. Each answer says `Connection: close`.
   *
   * @throws What fails in the end of the application; the server is closed then too.
   */
  close(): Promise<void>;
}

/**
 * Serves an application over HTTP/1.1 with `node:http`, or `node:https` if there is a certificate.
 *
 * Requests that could be read in two ways are refused: several Host headers or none, two lengths, a length
 * beside chunks, control characters (400); oversized headers (431); slow ones (408). A client that stops reading is cut off. An error that leaves the
 * application is logged and answered 500; it never ends the process.
 *
 * What the application does at its start (`app.onStartup`) is done before the server listens, and what it does at its end
 * (`app.onShutdown`) once the last request is answered.
 *
 * @param app - The application, or anything that answers requests.
 * @param options - Where to listen, and the limits in time and size.
 * @throws TypeError for an option that does not exist; RangeError for a port that is none; Error naming host, port and remedy if the address can't be had; what fails in the start of the application.
 */
export async function serve(app: Handler, options: ServeOptions = {}): Promise<NodeServer> {
  checkOptionNames(options, SERVE_OPTIONS, "serve()");
  const headersTimeout = millisecondsOf("headersTimeout", options);
  const requestTimeout = millisecondsOf("requestTimeout", options);
  const server = serverFor(options, {
    headersTimeout,
    requestTimeout,
    // The listener looks after connections that are idle.
    keepAliveTimeout: 0,
    maxHeaderSize: options.maxHeaderSize ?? 16_384,
    // Time-outs are noticed when Node looks for them, which is every 30 seconds if it is not told.
    connectionsCheckingInterval: Math.max(50, Math.min(5000, headersTimeout / 4, requestTimeout / 4)),
    insecureHTTPParser: false,
    requireHostHeader: true,
    // A Host that comes twice shows as "a, b", which is no host and is refused.
    joinDuplicateHeaders: true,
    // Saves the stream events of a body that is not there: a tenth of a small request.
    optimizeEmptyRequests: true,
    // Nothing else is worth giving the connection away for. Older versions of Node do that for all of them.
    ...(app.acceptsUpgrades === true ? { shouldUpgradeCallback: isWebSocketRequest } : {}),
  });
  // Their size is bounded. Up to Node 24 more than 1000 lost the rest, such as a length, or what a proxy had added.
  server.maxHeadersCount = 0;
  const closeTimeout = millisecondsOf("closeTimeout", options);
  const keepAliveTimeout = millisecondsOf("keepAliveTimeout", options);
  const sendTimeout = millisecondsOf("sendTimeout", options);
  const sockets = options.cert === undefined ? [] : socketsOf(server);
  const listener = new RequestListener(app, { sendTimeout, keepAliveTimeout, onError: options.onError });
  listener.attachTo(server);
  await app.startup?.();
  const address = await listenOrEnd(app, server, options);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    listener.isClosing = true;
    listener.closeTunnels();
    ignoreSignals();
    closing ??= closeServer(server, listener, closeTimeout, sockets).finally(() => app.shutdown?.());
    return closing;
  };
  const onError = options.onError ?? ((error: unknown) => logEnd(app, error));
  const ignoreSignals = closeOnSignals({ close }, options.signals ?? [], onError);
  return { address, url: urlOf(address, options), close, [Symbol.asyncDispose]: close };
}

/** Listens; what has been started must not outlive a server that does not. */
async function listenOrEnd(
  app: Handler,
  server: Server,
  { host = "127.0.0.1", port = 5000, unix }: ServeOptions,
): Promise<NodeServer["address"]> {
  try {
    return await (unix === undefined ? listen(server, host, port) : listenOnSocket(server, unix));
  } catch (error) {
    await app.shutdown?.();
    throw error;
  }
}

/** An end that a signal has brought about has nobody else to tell what went wrong. */
function logEnd(app: Handler, error: unknown): void {
  if (app.logException === undefined) console.error(error);
  else app.logException(error, "the end of the server");
}

function urlOf({ host, port }: NodeServer["address"], { unix, cert }: ServeOptions): string {
  if (unix !== undefined) return `unix:${unix}`;
  // "All addresses" is none that can be visited.
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `${cert === undefined ? "http" : "https"}://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
