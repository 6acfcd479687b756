/** `UpstreamPool`: the connections to an upstream, kept open from one request to the next. */
import type { Upstream } from "./upstream.ts";
import { UpstreamConnection } from "./upstream-connection.ts";

const MOST_IDLE = 256;
const LOOK_MILLISECONDS = 1000;

/** Connections to one upstream; the one that was used last is used first. */
export class UpstreamPool {
  /** The server that they lead to. */
  readonly upstream: Upstream;
  readonly #open = new Set<UpstreamConnection>();
  readonly #idle: UpstreamConnection[] = [];
  readonly #lookMilliseconds: number;
  #looking: NodeJS.Timeout | undefined;

  /** @param upstream - The server to connect to. */
  constructor(upstream: Upstream) {
    this.upstream = upstream;
    const { responseTimeout, idleTimeout, keepAliveTimeout } = upstream;
    this.#lookMilliseconds = Math.min(
      LOOK_MILLISECONDS,
      Math.min(responseTimeout, idleTimeout, keepAliveTimeout) / 2,
    );
  }

  /** A connection that is free and was used before, if there is one. */
  takeKept(): UpstreamConnection | undefined {
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
      if (kept.isFresh) return kept;
      kept.destroy();
    }
    return undefined;
  }

  /** A new connection. @param purpose - Whether it is to become a tunnel. */
  connect(purpose: { readonly isForTunnel: boolean }): UpstreamConnection {
    const connection = new UpstreamConnection(this, purpose);
    this.#open.add(connection);
    this.#looking ??= setInterval(() => this.#look(), this.#lookMilliseconds).unref();
    return connection;
  }

  /** Takes a connection back; it is closed if there are many. */
  giveBack(connection: UpstreamConnection): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
    else connection.destroy();
  }

  /** Forgets a connection that has closed. */
  forget(connection: UpstreamConnection): void {
    this.#open.delete(connection);
    const index = this.#idle.lastIndexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }

  /** Closes the connections that are not in use. */
  close(): void {
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  /** Has the limits of those watched that have waited since the last look or so; most requests take no such time. */
  #look(): void {
    for (const connection of this.#open) connection.startTimer();
    if (this.#open.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
