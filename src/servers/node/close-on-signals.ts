/** Closes a server when the system tells the process to end. */

/** What can be closed. */
interface Closable {
  close(): Promise<void>;
}

/**
 * Closes the server at the first of the signals, so that running requests are answered, and then lets the signal end the
 * process. A second signal ends it at once.
 *
 * @param server - The server.
 * @param signals - The names of the signals, such as `SIGTERM`.
 * @param onError - Told if the server does not close well.
 * @returns What gives the signals back to the system.
 */
export function closeOnSignals(
  server: Closable,
  signals: readonly NodeJS.Signals[],
  onError: (error: unknown) => void,
): () => void {
  const giveBack = (): void => {
    for (const signal of signals) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals): void => {
    giveBack();
    const dying = (): void => {
      process.kill(process.pid, signal);
    };
    server.close().catch(onError).then(dying);
  };
  for (const signal of signals) process.on(signal, end);
  return giveBack;
}
