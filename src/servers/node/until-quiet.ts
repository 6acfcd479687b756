/** When a socket that listens may be closed: nobody is waiting to be accepted, as far as that can be seen. */
import { setImmediate } from "node:timers/promises";

const QUIET_MILLISECONDS = 5;
const FRESH_MILLISECONDS = 1;
const PATIENT_MILLISECONDS = 200;
const MOST_MILLISECONDS = 1000;

/**
 * Waits until no connection comes for a moment, so that it is likely that none comes in the next instant either. Where
 * they never cease it waits for a turn of the loop in which none came, and where there is no such turn, not for ever.
 *
 * @param wasQuiet Says whether no connection has come since it was asked last.
 */
export async function untilQuiet(wasQuiet: () => boolean): Promise<void> {
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
