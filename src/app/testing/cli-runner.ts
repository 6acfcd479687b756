/** `FlagonCliRunner`: calls commands in tests, without a process of their own. */
import type { Flagon } from "../flagon.ts";

/** How a command is called. */
export type CliInvokeOptions = {
  /** What it reads from standard input. */
  readonly input?: string | undefined;
  /** Environment variables, for this call alone; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
};

/** What came of a command. */
export type CliResult = {
  /** 0 if all is well, 2 if it was called wrongly, 1 if it failed. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were written. */
  readonly output: string;
  /** What the command threw. */
  readonly exception: unknown;
};

/**
 * Calls commands of an application, and Flagon's: `flask.testing.FlaskCliRunner`. What they write, with `console` or to
 * `process.stdout` and `process.stderr`, is in the result.
 *
 * @example
 * ```ts
 * const result = await app.testCliRunner().invoke(["create-user", "ada"]);
 * result.exitCode; // 0
 * result.stdout; // "ada is a user.\n"
 * ```
 */
export class FlagonCliRunner implements AsyncDisposable {
  readonly #app: Flagon;

  constructor(app: Flagon) {
    this.#app = app;
  }

  /**
   * Calls a command. It needs `commander`, which comes with Flagon, and Node.js or what is like it.
   *
   * @param args Its name and its arguments, as the shell would part them; a text is parted at spaces.
   * @param options What it reads.
   */
  async invoke(args: string | readonly string[], options: CliInvokeOptions = {}): Promise<CliResult> {
    const { invoke } = await import("../../cli/index.ts");
    const words = typeof args === "string" ? args.split(/\s+/).filter((word) => word !== "") : args;
    return invoke(this.#app, words, options);
  }

  /** Ends the application, which a command has started: what `app.onShutdown` was given runs. */
  close(): Promise<void> {
    return this.#app.finish();
  }

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
