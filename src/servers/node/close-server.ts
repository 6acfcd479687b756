/** The end of a server: what it has accepted is answered, and nobody who is idle is waited for. */
import cluster from "node:cluster";
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { RequestListener } from "./request-listener.ts";
import { untilQuiet } from "./until-quiet.ts";

const CHECK_MILLISECONDS = 20;
const SILENT_MILLISECONDS = 100;

/**
 * Ends the server, and what goes on after responses, within one time.
 *
 * @param server - It listens until what the system has accepted for it is taken in.
 * @param listener - Looks after its connections.
 * @param sockets - Those below TLS.
 * @param timeout - How long it waits at most, in milliseconds.
 */
export async function closeServer(
  server: Server,
  listener: RequestListener,
  timeout: number,
  sockets: Iterable<Socket>,
): Promise<void> {
  const deadline = Date.now() + timeout;
  const late = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, timeout);
  await closeConnections(server, listener, sockets, timeout).finally(() => clearTimeout(late));
  await listener.background.settled(Math.max(0, deadline - Date.now()));
}

async function closeConnections(
  server: Server,
  listener: RequestListener,
  sockets: Iterable<Socket>,
  timeout: number,
): Promise<void> {
  // Node looks for time-outs no more once it closes: a client that stalls would hold the server for ever.
  const deadline = setTimeout(() => listener.closeAll(), timeout);
  hideSocket(server);
  const release = await takeWaiting(server);
  // Whoever has not begun to make a connection secure by then will not be waited for.
  const silent = setTimeout(() => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, SILENT_MILLISECONDS);
  // What Node calls idle has answers that are still on their way.
  server.closeIdleConnections = (): void => undefined;
  // A timer comes before what has arrived meanwhile is read: whoever has just asked would seem to be idle.
  const timer = setInterval(() => setImmediate(() => listener.closeIdle()), CHECK_MILLISECONDS);
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      release();
      listener.closeIdle();
    });
  } finally {
    clearTimeout(silent);
    clearInterval(timer);
    clearTimeout(deadline);
  }
}

/** Has nobody find a socket in the file system any more, so that whoever has found it can be waited for. */
function hideSocket(server: Server): void {
  const address = server.address();
  // That of a worker is for the others as well.
  if (typeof address === "string" && !cluster.isWorker) rmSync(address, { force: true });
}

/**
 * Takes in the connections that the system has accepted, and the bytes that have come on others: both would be lost with
 * what is closed. None of the new ones is answered before all are here, or whoever is answered would come again, and
 * there would be no end to it.
 *
 * @returns What has them answered.
 */
async function takeWaiting(server: Server): Promise<() => void> {
  const waiting: Socket[] = [];
  let isQuiet = false;
  const hold = (socket: Socket): void => {
    isQuiet = false;
    waiting.push(socket.on("error", ignore));
  };
  const listeners = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection").on("connection", hold);
  await untilQuiet(() => {
    const wasQuiet = isQuiet;
    isQuiet = true;
    return wasQuiet;
  });
  return () => {
    server.off("connection", hold);
    for (const listener of listeners) server.on("connection", listener);
    for (const socket of waiting) {
      socket.off("error", ignore);
      if (!socket.destroyed) server.emit("connection", socket);
    }
  };
}

function ignore(): void {}
