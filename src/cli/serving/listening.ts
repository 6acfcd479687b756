/** What the leader listens on for its workers: it is closed before they are told to end, and nobody is lost with it. */
import { subscribe } from "node:diagnostics_channel";
import { setImmediate } from "node:timers/promises";

/** The sockets that this process listens on from now on. Node, which opens them for the workers, keeps them to itself. */
export class Listening {
  readonly #handles = new Set<Handle>();

  constructor() {
    subscribe("tracing:net.server.listen:asyncEnd", (message) => {
      const { _handle: handle } = (message as Opened).server;
      if (handle != null) this.#handles.add(handle);
    });
  }

  /** Takes in all connections that the system has accepted, and listens no more. */
  async end(): Promise<void> {
    let isQuiet = false;
    for (const handle of this.#handles) {
      const take = handle.onconnection;
      handle.onconnection = (...args): void => {
        isQuiet = false;
        take.apply(handle, args);
      };
    }
    await untilQuiet(() => {
      const wasQuiet = isQuiet;
      isQuiet = true;
      return wasQuiet;
    });
    for (const handle of this.#handles) handle.close();
  }
}

/** What Node tells of a server that has begun to listen. */
type Opened = { readonly server: { readonly _handle?: Handle | null } };

/** The system's side of it. */
type Handle = { onconnection(...args: unknown[]): void; close(): void };

const QUIET_MILLISECONDS = 5;
const FRESH_MILLISECONDS = 1;
const PATIENT_MILLISECONDS = 200;
const MOST_MILLISECONDS = 1000;

/**
 * As at the end of `serve`: waits until no connection comes for a moment, so that it is likely that none comes in the
 * next instant either. Where they never cease it waits for a turn of the loop in which none came, and where there is no
 * such turn, not for ever.
 *
 * @param wasQuiet Says whether no connection has come since it was asked last.
 */
async function untilQuiet(wasQuiet: () => boolean): Promise<void> {
  const start = performance.now();
  // The turn that this is called in may have accepted its connection before.
  await setImmediate();
  let latest = start;
  for (let now = performance.now(); now - start < MOST_MILLISECONDS; ) {
    const before = now;
    // One turn of the loop accepts one connection, and reads what has come on each.
    await setImmediate();
    now = performance.now();
    const isQuiet = wasQuiet();
    if (!isQuiet) latest = now;
    // A process that was made to wait after it had looked does not know what has come meanwhile.
    const isFresh = now - before < FRESH_MILLISECONDS;
    const isPatient = now - start < PATIENT_MILLISECONDS;
    if (isQuiet && isFresh && now - latest >= (isPatient ? QUIET_MILLISECONDS : 0)) return;
  }
}
