/** Listening on a socket in the file system, as a proxy on the same machine connects to it. */
import cluster from "node:cluster";
import { lstatSync, unlinkSync } from "node:fs";
import type { Server } from "node:http";
import { connect } from "node:net";

/**
 * Starts to listen on a socket in the file system. One that a server left behind that is no more is taken away.
 *
 * @throws Error with path and remedy if that can't be done.
 */
export async function listenOnSocket(
  server: Server,
  path: string,
): Promise<{ readonly host: string; readonly port: number }> {
  if (isSocket(path)) {
    const isAlive = await answers(path);
    // That which answers a worker of a cluster is its own.
    if (isAlive && !cluster.isWorker) throw socketError(path, TAKEN);
    if (!isAlive) unlinkSync(path);
  }
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      reject(socketError(path, REMEDIES.get(error.code ?? "") ?? error.message, error));
    server.once("error", onError);
    server.listen({ path }, () => {
      server.off("error", onError);
      resolve({ host: path, port: 0 });
    });
  });
}

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}

/** Whether someone listens on the socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}

function socketError(path: string, reason: string, cause?: NodeJS.ErrnoException): Error {
  const code = cause?.code ?? "EADDRINUSE";
  return Object.assign(new Error(`Can't listen on the socket ${path}: ${reason}`, { cause }), { code });
}

const TAKEN = "another program listens on it, or it is no socket. End the program, or choose another path.";

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", TAKEN],
  ["EACCES", "the system does not allow it. Choose a folder that this user may write to."],
  ["ENOENT", "its folder is not there. Make it first."],
  ["EINVAL", "the path is too long for a socket; most systems allow about 100 characters."],
]);
