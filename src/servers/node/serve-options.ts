/** What `serve` can be told: where to listen, and how long and how much it bears with. */

/** Where a server listens, and its limits in time and size. */
export interface ServeOptions {
  /** The address to listen on; 127.0.0.1, this machine only, if it is left out. */
  readonly host?: string | undefined;
  /** The port to listen on, 5000 if it is left out; 0 takes any that is free. */
  readonly port?: number | undefined;
  /** The path of a socket in the file system to listen on, for a proxy on this machine, in place of host and port. */
  readonly unix?: string | undefined;
  /** The certificate, and those that it rests on, as PEM: HTTPS in place of HTTP. */
  readonly cert?: string | undefined;
  /** The private key of the certificate, as PEM. */
  readonly key?: string | undefined;
  /** How long the headers of a request may take, in seconds; 60 if it is left out. Then 408. */
  readonly headersTimeout?: number | undefined;
  /** How long a whole request may take, body included, in seconds; 300 if it is left out. Then 408. */
  readonly requestTimeout?: number | undefined;
  /**
   * How long a client may take none of a response that waits for it, in seconds; 60 if it is left out.
   * Then the connection is destroyed and a streamed body's source is cancelled. Any progress starts the time
   * anew, so it may be noticed after twice as long and a second; a view or a stream that has nothing to send has
   * all the time it wants. 0 sets no limit.
   */
  readonly sendTimeout?: number | undefined;
  /** How long an idle connection is kept for the next request, in seconds; 5 if it is left out. */
  readonly keepAliveTimeout?: number | undefined;
  /** How long `close` waits for running requests, in seconds; 10 if it is left out. */
  readonly closeTimeout?: number | undefined;
  /**
   * Signals of the system that close the server, and then end the process: `["SIGINT", "SIGTERM"]`, say. None if it is
   * left out: the process then ends at once, and running requests with it.
   */
  readonly signals?: readonly NodeJS.Signals[] | undefined;
  /** The most bytes that the headers of a request may have; 16 KiB if it is left out. Beyond it, 431. */
  readonly maxHeaderSize?: number | undefined;
  /** Told of errors that no response could tell of; the application logs them if it is left out (`logException`). */
  readonly onError?: ((error: unknown) => void) | undefined;
}

type Duration = "headersTimeout" | "requestTimeout" | "sendTimeout" | "keepAliveTimeout" | "closeTimeout";

// In seconds; what a timer of Node's can hold is 2^31 milliseconds.
const STANDARD: Readonly<Record<Duration, number>> = {
  headersTimeout: 60,
  requestTimeout: 300,
  sendTimeout: 60,
  keepAliveTimeout: 5,
  closeTimeout: 10,
};
const LONGEST_SECONDS = 2_147_483;

/** One of the limits in time, in milliseconds, as Node takes it. @throws RangeError for what is no duration. */
export function millisecondsOf(name: Duration, options: ServeOptions): number {
  const seconds = options[name] ?? STANDARD[name];
  if (seconds >= 0 && seconds <= LONGEST_SECONDS) return Math.ceil(seconds * 1000);
  throw new RangeError(`${name} must be a number of seconds from 0 to ${LONGEST_SECONDS}, not ${seconds}.`);
}

/** The names of the options. */
export const SERVE_OPTIONS: Readonly<Record<keyof ServeOptions, true>> = {
  host: true,
  port: true,
  unix: true,
  cert: true,
  key: true,
  headersTimeout: true,
  requestTimeout: true,
  sendTimeout: true,
  keepAliveTimeout: true,
  closeTimeout: true,
  signals: true,
  maxHeaderSize: true,
  onError: true,
};
