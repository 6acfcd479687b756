/** Listening on a socket in the file system, as a proxy on the same machine connects to it. */
import cluster from "node:cluster";
import { existsSync, lstatSync, type Stats, unlinkSync } from "node:fs";
import type { Server } from "node:http";
import { connect } from "node:net";
import { dirname } from "node:path";

/**
 * Starts to listen on a socket in the file system. One that a server left behind that is no more is taken away.
 *
 * @throws Error with path and remedy if that can't be done.
 */
export async function listenOnSocket(
  server: Server,
  path: string,
): Promise<{ readonly host: string; readonly port: number }> {
  const isThere = statsOf(path);
  if (isThere !== undefined && !isThere.isSocket()) throw socketError(path, NO_SOCKET);
  // To the system of some machines a folder that is missing is one that may not be written to.
  if (!existsSync(dirname(path))) throw socketError(path, NO_FOLDER);
  if (isThere !== undefined) {
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

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    // What else is wrong with the path is told when it is listened on.
    return undefined;
  }
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

const TAKEN = "another program listens on it. End that, or choose another path.";
const NO_SOCKET = "something else is there, which is no socket. Choose another path, or remove it.";
const NO_FOLDER = "its folder is not there. Make it first.";

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", TAKEN],
  ["EACCES", "the system does not allow it. Choose a folder that this user may write to."],
  ["ENOENT", NO_FOLDER],
  ["EINVAL", "the path is too long for a socket; most systems allow about 100 characters."],
]);
