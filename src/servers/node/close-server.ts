/** The end of a server: what it has accepted is answered, and nobody who is idle is waited for. */
import cluster from "node:cluster";
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { RequestListener } from "./request-listener.ts";

const CHECK_MILLISECONDS = 20;
const MOST_WAITING_MILLISECONDS = 100;

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
  await takeWaiting(server);
  // Whoever has not begun to make a connection secure will not be waited for.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  // What Node calls idle has answers that are still on their way.
  server.closeIdleConnections = (): void => undefined;
  // A timer comes before what has arrived meanwhile is read: whoever has just asked would seem to be idle.
  const timer = setInterval(() => setImmediate(() => listener.closeIdle()), CHECK_MILLISECONDS);
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      listener.closeIdle();
    });
  } finally {
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
 * what is closed. Others come meanwhile, so it takes no longer than a moment.
 */
function takeWaiting(server: Server): Promise<void> {
  const start = performance.now();
  let isQuiet = false;
  const onConnection = (): void => {
    isQuiet = false;
  };
  server.on("connection", onConnection);
  return new Promise((resolve) => {
    const look = (): void => {
      if (isQuiet || performance.now() - start > MOST_WAITING_MILLISECONDS) {
        server.off("connection", onConnection);
        resolve();
        return;
      }
      isQuiet = true;
      // One turn of the loop accepts one connection, and reads what has come on each.
      setImmediate(look);
    };
    setImmediate(look);
  });
}
