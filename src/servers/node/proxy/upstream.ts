/** `Upstream`: the server behind this one, as its URL says, and the limits in time that it is given. */
import type { OnReadOpts, Socket } from "node:net";
import { connect as connectTLS } from "node:tls";
import { UpstreamSocket } from "./upstream-socket.ts";

/** How requests are passed on to another server. */
export interface ProxyOptions {
  /**
   * Which Host header the other server sees: the client's (`"keep"`, unless it is said), so that it builds the same
   * URLs as before; or its own (`"replace"`), as virtual hosts need it. X-Forwarded-Host has the client's either way.
   */
  readonly host?: "keep" | "replace" | undefined;
  /** A socket in the file system to connect to, such as gunicorn's `unix:` one; the URL then names the host only. */
  readonly socketPath?: string | undefined;
  /** How long connecting may take, in seconds; 5 if it is left out. Then 504. */
  readonly connectTimeout?: number | undefined;
  /** How long the answer may take to begin once the request is sent, in seconds; 60 if it is left out. Then 504. */
  readonly responseTimeout?: number | undefined;
  /**
   * How long the other server may neither send nor take a byte in the midst of a body, in seconds; 60 if it is left out.
   * Then 504, or the end of the client's connection if the answer has begun. A slow client does not count.
   */
  readonly idleTimeout?: number | undefined;
  /**
   * How long an unused connection is kept for the next request, in seconds; 1.5 if it is left out, which is
   * less than gunicorn's two seconds. Keep it below what the other server is set to; what it says itself is heeded.
   */
  readonly keepAliveTimeout?: number | undefined;
}

const OPTIONS: Readonly<Record<keyof ProxyOptions, true>> = {
  host: true,
  socketPath: true,
  connectTimeout: true,
  responseTimeout: true,
  idleTimeout: true,
  keepAliveTimeout: true,
};
const LONGEST_SECONDS = 2_147_483;

/** A server that requests are passed on to. */
export class Upstream {
  /** Scheme, host and port, as people write them. */
  readonly origin: string;
  /** The host and port for a Host header. */
  readonly host: string;
  /** Whether the client's Host header is passed on. */
  readonly keepsHost: boolean;
  /** The limits in time, in milliseconds. */
  readonly connectTimeout: number;
  readonly responseTimeout: number;
  readonly idleTimeout: number;
  readonly keepAliveTimeout: number;
  readonly #url: URL;
  readonly #socketPath: string | undefined;

  /**
   * @param url - Scheme, host and port: `http://127.0.0.1:5001`.
   * @param options - The limits, and which Host header it sees.
   * @throws TypeError for a URL that is more or less than that, or an option that is none; RangeError for a limit.
   */
  constructor(url: string | URL, options: ProxyOptions = {}) {
    for (const name of Object.keys(options)) {
      if (!(name in OPTIONS)) {
        throw new TypeError(
          `${JSON.stringify(name)} is no option of a proxy; there are ${Object.keys(OPTIONS).join(", ")}.`,
        );
      }
    }
    this.#url = originOf(url);
    this.origin = this.#url.origin;
    this.host = this.#url.host;
    this.keepsHost = keepsHost(options.host ?? "keep");
    this.connectTimeout = milliseconds("connectTimeout", options.connectTimeout ?? 5);
    this.responseTimeout = milliseconds("responseTimeout", options.responseTimeout ?? 60);
    this.idleTimeout = milliseconds("idleTimeout", options.idleTimeout ?? 60);
    this.keepAliveTimeout = milliseconds("keepAliveTimeout", options.keepAliveTimeout ?? 1.5);
    this.#socketPath = options.socketPath;
  }

  /** The event by which {@link connect} says that bytes can go. */
  get readyEvent(): "connect" | "secureConnect" {
    return this.#url.protocol === "https:" ? "secureConnect" : "connect";
  }

  /**
   * Begins to connect.
   *
   * @param onread - Takes what comes, in memory of its own. Without it there are `data` events, and over TLS, where a
   *   pause does not hold what is decrypted already.
   */
  connect(onread: OnReadOpts | undefined): Socket {
    const { protocol, hostname, port } = this.#url;
    const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
    const isTLS = protocol === "https:";
    const address =
      this.#socketPath === undefined
        ? { host, port: port === "" ? (isTLS ? 443 : 80) : Number(port) }
        : { path: this.#socketPath };
    const socket = isTLS
      ? connectTLS({
          ...address,
          ALPNProtocols: ["http/1.1"],
          ...(isAddress(host) ? {} : { servername: host }),
        })
      : new UpstreamSocket(onread === undefined ? {} : { onread }).connect(address);
    socket.setNoDelay(true);
    return socket;
  }
}

function originOf(url: string | URL): URL {
  const parsed = URL.parse(String(url));
  const isHTTP = parsed?.protocol === "http:" || parsed?.protocol === "https:";
  if (parsed === null || !isHTTP || parsed.host === "") {
    throw new TypeError(
      `${JSON.stringify(String(url))} is no URL of a server; give one such as "http://127.0.0.1:5001".`,
    );
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new TypeError(`The URL of ${parsed.origin} must hold no user name and no password.`);
  }
  if (parsed.pathname !== "/" || parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(
      `${JSON.stringify(String(url))} must end after host and port, as ${JSON.stringify(parsed.origin)} does: paths are passed on as they come.`,
    );
  }
  return parsed;
}

function keepsHost(host: unknown): boolean {
  if (host === "keep" || host === "replace") return host === "keep";
  throw new TypeError(`The option host must be "keep" or "replace", not ${JSON.stringify(host)}.`);
}

/** A limit in seconds, in the milliseconds that timers take. */
function milliseconds(name: string, seconds: number): number {
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return Math.ceil(seconds * 1000);
  throw new RangeError(
    `${name} must be a number of seconds above 0, up to ${LONGEST_SECONDS}, not ${seconds}.`,
  );
}

/** TLS sends names only (RFC 6066, section 3). */
function isAddress(host: string): boolean {
  return host.includes(":") || /^[0-9.]+$/.test(host);
}
