/** What an application does before its first request and after its last one: `app.onStartup`, `app.onShutdown`. */
import { ShutdownError, StartupError } from "./errors/errors.ts";
import { attempt, chain, isPromise, type MaybePromise } from "./maybe-promise.ts";

/** Runs before the first request, or after the last one; what it returns is of no account, but a promise is waited for. */
export type LifecycleFunction = () => unknown;

/** Runs one of the functions, within a context. */
type Run = (fn: LifecycleFunction) => unknown;

/** The start and the end of an application. It can start again after its end, as tests let it. */
export class Lifecycle {
  readonly #run: Run;
  readonly #startup: LifecycleFunction[] = [];
  readonly #shutdown: LifecycleFunction[] = [];
  #isStarted = false;
  // How many functions have succeeded, lest those be run again after another one has failed.
  #done = 0;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  /** @param run Runs one of the functions. */
  constructor(run: Run) {
    this.#run = run;
  }

  /** Whether it has started. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether it is starting or ending at the moment. */
  get isBusy(): boolean {
    return this.#starting !== undefined || this.#stopping !== undefined;
  }

  /** Adds a function that runs at the start. */
  addStartup(fn: LifecycleFunction): void {
    this.#startup.push(fn);
  }

  /** Adds a function that runs at the end. */
  addShutdown(fn: LifecycleFunction): void {
    this.#shutdown.push(fn);
  }

  /**
   * Runs the functions of the start in order, unless it has started; several callers wait for the same start. After a
   * failure the next caller goes on with the function that failed.
   *
   * @throws StartupError
   */
  start(): MaybePromise<void> {
    if (this.#isStarted) return undefined;
    if (this.#stopping !== undefined) return this.#stopping.then(() => this.start());
    if (this.#starting !== undefined) return this.#starting;
    const starting = chain(this.#startFrom(this.#done), () => {
      this.#isStarted = true;
    });
    if (!isPromise(starting)) return undefined;
    this.#starting = Promise.resolve(starting).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /**
   * Runs the functions of the end, the last one first, all of them whatever the others do; nothing unless it has started.
   *
   * @throws ShutdownError with the errors of those that failed.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  #startFrom(index: number): MaybePromise<void> {
    const fn = this.#startup[index];
    if (fn === undefined) return undefined;
    const running = attempt(
      () => chain(this.#run(fn), () => undefined),
      (error) => {
        throw new StartupError(fn.name, error);
      },
    );
    return chain(running, () => {
      this.#done = index + 1;
      return this.#startFrom(index + 1);
    });
  }

  async #stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    if (!this.#isStarted) return;
    const failed: { name: string; error: unknown }[] = [];
    for (const fn of this.#shutdown.toReversed()) {
      try {
        await this.#run(fn);
      } catch (error) {
        failed.push({ name: fn.name, error });
      }
    }
    this.#isStarted = false;
    this.#done = 0;
    if (failed.length > 0) throw new ShutdownError(failed);
  }
}
