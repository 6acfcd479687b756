/** Calls what is to be called when a response is done with. */

/** Calls every function; the first error is thrown, or rejected with, after the last. */
export function closeAll(closers: readonly (() => unknown)[]): void | Promise<void> {
  const errors: unknown[] = [];
  const pending: Promise<unknown>[] = [];
  for (const closer of closers) {
    try {
      const result = closer();
      if (result instanceof Promise) pending.push(result);
    } catch (error) {
      errors.push(error);
    }
  }
  if (pending.length === 0) return throwFirst(errors);
  return Promise.allSettled(pending).then((results) => {
    for (const result of results) if (result.status === "rejected") errors.push(result.reason);
    throwFirst(errors);
  });
}

function throwFirst(errors: readonly unknown[]): void {
  if (errors.length > 0) throw errors[0];
}
