/** Steps that wait only for what is a promise, so that a request without one is answered in one tick. */

/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether the value has to be waited for. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

// Not named "then": a dynamic import takes a module that exports that name for a promise.
/** Goes on with the value: at once if it is there, later if it is a promise. */
export function chain<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return isPromise(value) ? (value as Promise<T>).then(next) : next(value as T);
}

/** Gives the result once the step is done; to say so in a function of its own costs every request its memory. */
export function after<T>(step: MaybePromise<unknown>, result: T): MaybePromise<T> {
  return isPromise(step) ? step.then(() => result) : result;
}

/** Runs a step; what it throws, now or later, goes to `recover`. */
export function attempt<T>(
  step: () => MaybePromise<T>,
  recover: (error: unknown) => MaybePromise<T>,
): MaybePromise<T> {
  try {
    const value = step();
    if (value instanceof Promise) return value.then(undefined, recover);
    return isPromise(value) ? Promise.resolve(value).catch(recover) : value;
  } catch (error) {
    return recover(error);
  }
}
