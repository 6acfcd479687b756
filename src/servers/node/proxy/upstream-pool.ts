/** `UpstreamPool`: the connections to an upstream, kept open from one request to the next. */
import type { Upstream } from "./upstream.ts";
import { UpstreamConnection } from "./upstream-connection.ts";

const MOST_IDLE = 256;

/** A turn of the event loop: from one look at what the system has to the next. */
export interface Turn {
  /** Whether it has not ended. */
  isNow: boolean;
}

/** Connections to one upstream; the one that was used last is used first. */
export class UpstreamPool {
  /** The server that they lead to. */
  readonly upstream: Upstream;
  readonly #idle: UpstreamConnection[] = [];
  #turn: Turn | undefined;

  /** @param upstream - The server to connect to. */
  constructor(upstream: Upstream) {
    this.upstream = upstream;
  }

  /** A connection that is free: one that was used before if there is one, unless `isFresh` is asked for. */
  take({ isFresh }: { readonly isFresh: boolean }): UpstreamConnection {
    const kept = isFresh ? undefined : this.#idle.pop();
    return kept ?? new UpstreamConnection(this);
  }

  /** The present turn of the event loop; the requests of one turn share it. */
  get turn(): Turn {
    if (this.#turn !== undefined) return this.#turn;
    const turn = { isNow: true };
    this.#turn = turn;
    setImmediate(() => {
      turn.isNow = false;
      this.#turn = undefined;
    });
    return turn;
  }

  /** Takes a connection back; it is closed if there are many. */
  giveBack(connection: UpstreamConnection): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
    else connection.destroy();
  }

  /** Forgets a connection that has closed. */
  forget(connection: UpstreamConnection): void {
    const index = this.#idle.lastIndexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }

  /** Closes the connections that are not in use. */
  close(): void {
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }
}
