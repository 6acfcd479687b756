/** Work that goes on after its response (`request.waitUntil`), which the end of a server waits for. */

/** The promises that are not settled. */
export class Background {
  readonly #running = new Set<Promise<void>>();

  /**
   * Keeps a promise until it is settled.
   *
   * @param onError - Told if it is rejected, which must not end the process.
   */
  add(promise: Promise<unknown>, onError: (error: unknown) => void): void {
    const running: Promise<void> = promise
      .then(() => undefined, onError)
      .finally(() => {
        this.#running.delete(running);
      });
    this.#running.add(running);
  }

  /** Waits until all are settled, those that come meanwhile too; no longer than a time, in milliseconds. */
  async settled(timeout: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isOver = true;
        resolve();
      }, timeout);
    });
    while (this.#running.size > 0 && !isOver) await Promise.race([Promise.all(this.#running), deadline]);
    clearTimeout(timer);
  }
}
