/** The connections that a worker was being handed when it died: another worker gets them. */
import type { Worker } from "node:cluster";

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
    }
    return send.call(child, message, ...rest);
  };
  child.send = watched as typeof child.send;
  child.on("internalMessage", ({ ack }: ClusterMessage) => {
    if (ack !== undefined) underWay.delete(ack);
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

const CLUSTER = "NODE_CLUSTER";
