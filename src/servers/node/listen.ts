/** Listening, and what to say when it can't be done. */
import type { Server } from "node:http";

/**
 * Starts to listen; returns the address that the system gave.
 * @throws RangeError for a port that is none; Error with host, port and remedy if the address can't be had.
 */
export function listen(
  server: Server,
  host: string,
  port: number,
): Promise<{ readonly host: string; readonly port: number }> {
  if (!isPort(port)) return Promise.reject(noPort(port));
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      const address = server.address();
      // The leader of a cluster that is ending has none to give.
      if (address === null || typeof address === "string" || address.address === undefined)
        reject(new Error("The server has no address."));
      else resolve({ host: address.address, port: address.port });
    });
  });
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535;
}

function noPort(port: unknown): RangeError {
  const given = typeof port === "string" ? JSON.stringify(port) : String(port);
  const reason = Number.isNaN(port)
    ? " NaN is what Number() makes of text that is no number, such as that of an environment variable."
    : "";
  return new RangeError(
    `Can't listen on port ${given}: give a whole number from 1 to 65535, or 0 for any that is free.${reason}`,
  );
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
