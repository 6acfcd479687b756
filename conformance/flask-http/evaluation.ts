/** Runs the little programs of the recorded apps: at once where nothing waits, as a promise where something does. */

/** What a step of a program gives; it yields the promises that it needs the values of. */
export type Step<T = unknown> = Generator<PromiseLike<unknown>, T, unknown>;

/** Runs a step to its end. Only one that waits for something gives a promise. */
export function finish<T>(step: Step<T>): T | Promise<T> {
  const { done, value } = step.next();
  return done === true ? value : resume(step, value);
}

/** Runs a step that waits for nothing. */
export function finishNow<T>(step: Step<T>): T {
  const { done, value } = step.next();
  if (done !== true) throw new Error("this part of an app can't wait");
  return value;
}

/** The value of what may be a promise. */
export function* settled<T>(value: T | PromiseLike<T>): Step<T> {
  return isPromise(value) ? ((yield value) as T) : value;
}

async function resume<T>(step: Step<T>, first: PromiseLike<unknown>): Promise<T> {
  let waited = first;
  for (;;) {
    const { done, value } = await waited.then(
      (result) => step.next(result),
      (error: unknown) => step.throw(error),
    );
    if (done === true) return value;
    waited = value;
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value;
}
