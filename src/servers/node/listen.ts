/** Listening, and what to say when it can't be done. */
import type { Server } from "node:http";

/** Starts to listen; returns the address that the system gave. */
export function listen(
  server: Server,
  host: string,
  port: number,
): Promise<{ readonly host: string; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no address."));
      else resolve({ host: address.address, port: address.port });
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const remedy = REMEDIES.get(error.code ?? "");
  if (remedy === undefined) return error;
  return Object.assign(new Error(`Can't listen on ${host}:${port}: ${remedy}`, { cause: error }), {
    code: error.code,
  });
}

const REMEDIES: ReadonlyMap<string, string> = new Map([
  [
    "EADDRINUSE",
    "another program has the port. End it, or choose another port; port 0 takes any that is free.",
  ],
  [
    "EACCES",
    "the system does not allow it. Choose a port of 1024 or above, and put a proxy in front for 80 or 443.",
  ],
  ["EADDRNOTAVAIL", "this machine has no such address. Use 127.0.0.1 for this machine, 0.0.0.0 for all."],
  ["ENOTFOUND", "there is no host of this name. Use an address of this machine, such as 127.0.0.1."],
]);
