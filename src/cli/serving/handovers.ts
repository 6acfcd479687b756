/** The connections that a worker was being handed when it died: another worker gets them. */
import type { Worker } from "node:cluster";
import { setTimeout } from "node:timers/promises";

/** What the processes of a cluster tell each other, as far as it matters here. */
type ClusterMessage = {
  readonly cmd?: unknown;
  readonly act?: unknown;
  readonly seq?: number;
  readonly ack?: number;
};

/**
 * Sees to it that no connection is left hanging when a worker dies. Node hands connections to the workers in turn, and
 * waits for the word of each that it has taken one. A worker that is killed in between never says it: Node does not
 * even notice that it has gone, and the visitor would wait for ever. Here Node is told both, and finds another worker.
 *
 * @param worker A worker that has just been started.
 */
export function keepHandovers({ process: child }: Worker): void {
  const underWay = new Set<number>();
  let isGone = false;
  const send = child.send as (message: ClusterMessage, ...rest: unknown[]) => boolean;
  const watched = (message: ClusterMessage, ...rest: unknown[]): boolean => {
    if (message.cmd === CLUSTER && message.act === "newconn" && message.seq !== undefined) {
      underWay.add(message.seq);
      all.add(message.seq);
    }
    return send.call(child, message, ...rest);
  };
  child.send = watched as typeof child.send;
  child.on("internalMessage", ({ ack }: ClusterMessage) => {
    if (ack === undefined) return;
    underWay.delete(ack);
    all.delete(ack);
  });
  child.once("disconnect", () => {
    isGone = true;
  });
  // Comes after all that the worker has said.
  child.once("close", () => {
    if (!isGone) child.emit("disconnect");
    for (const ack of [...underWay]) child.emit("internalMessage", { cmd: CLUSTER, ack, accepted: false });
  });
}

/**
 * Waits until all connections that have come are handed over.
 *
 * @param most How long it waits at most, in milliseconds.
 */
export async function handedOver(most: number): Promise<void> {
  const start = performance.now();
  // Those in Node's queue are not counted, but there is none in it unless one is under way.
  while (all.size > 0 && performance.now() - start < most) await setTimeout(10);
}

const CLUSTER = "NODE_CLUSTER";

/** Those under way to any worker; Node counts them together. */
const all = new Set<number>();
