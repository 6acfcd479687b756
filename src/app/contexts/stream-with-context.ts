/** Streams whose pieces are made after the view has returned, and still within its request. */
import { endChunks } from "../../http/index.ts";
import { SessionClosedError } from "../../sessions/index.ts";
import { attempt, chain, type MaybePromise } from "../maybe-promise.ts";
import { type AppContext, type ContextStream, currentContext, runInContext } from "./context.ts";

/**
 * Keeps the request and session usable while a stream is sent: `flask.stream_with_context`. A generator that a view
 * returns runs after the view, outside of the request otherwise. The session can no longer be changed then.
 *
 * @param pieces A generator or another iterable; or a function that gives one, for one that does the same.
 * @throws OutsideContextError where there is no request.
 * @example
 * ```ts
 * app.get("/hello", () =>
 *   streamWithContext(async function* () {
 *     yield "Hello ";
 *     yield request.args.get("name", "stranger");
 *   }()),
 * );
 * ```
 */
export function streamWithContext<T>(pieces: AsyncIterable<T>): AsyncGenerator<T>;
export function streamWithContext<T>(pieces: Iterable<T>): Generator<T>;
export function streamWithContext<A extends unknown[], T>(
  pieces: (...args: A) => AsyncIterable<T>,
): (...args: A) => AsyncGenerator<T>;
export function streamWithContext<A extends unknown[], T>(
  pieces: (...args: A) => Iterable<T>,
): (...args: A) => Generator<T>;
export function streamWithContext(pieces: Pieces | ((...args: unknown[]) => Pieces)): unknown {
  if (typeof pieces === "function")
    return (...args: unknown[]) => streamWithContext(pieces(...args) as never);
  const context = currentContext("streamWithContext");
  return isAsync(pieces)
    ? keepAsync(context, pieces[Symbol.asyncIterator]())
    : keepContext(context, pieces[Symbol.iterator]());
}

/** The pieces are asked for when the view has returned; each is made within the request's context. */
export function keepContext<T>(context: AppContext, pieces: Iterator<T>): Generator<T> {
  const source = new Source(context, pieces);
  const stream = piecesOf(source);
  const end = stream.return.bind(stream);
  // A generator that nobody has begun would end without a word to what it reads.
  stream.return = (value) => {
    if (!source.isBegun) source.stop();
    return end(value);
  };
  hold(context, stream);
  return stream;
}

/**
 * A generator whose pieces are made within a context, which lasts until it has ended; from its first piece on, for it may
 * never be read.
 */
export function* piecesWithin<T>(context: AppContext, pieces: Iterator<T>): Generator<T> {
  context.users++;
  try {
    return yield* piecesOf(new Source(context, pieces));
  } finally {
    leaveContext(context);
  }
}

/** As {@link piecesWithin}, of an asynchronous one. */
export async function* asyncPiecesWithin<T>(
  context: AppContext,
  pieces: AsyncIterator<T>,
): AsyncGenerator<T> {
  context.users++;
  try {
    return yield* asyncPiecesOf(new Source(context, pieces));
  } finally {
    await leaveContext(context);
  }
}

/** Lets a context go that somebody used beside its request. Whoever that is has nothing to do with the teardown. */
export function leaveContext(context: AppContext): MaybePromise<void> {
  return runInContext(context, () =>
    attempt(
      () => context.app.release(context),
      (error) => context.app.logException(error, `the teardown of ${context.place}`),
    ),
  );
}

/** Ends the streams of a context that have not come to their end, and says what was lost in them. */
export function endStreams(context: AppContext): MaybePromise<void> {
  const { streams } = context;
  if (streams === undefined) return undefined;
  context.streams = undefined;
  return chain(endAll(streams), () => {
    const lost = context.sessionUnread?.lostChanges() ?? [];
    if (lost.length === 0) return;
    const names = lost.map((key) => JSON.stringify(key)).join(", ");
    context.app.logException(new SessionClosedError(`a change inside of ${names}`), context.place);
  });
}

function endAll(streams: readonly ContextStream[], index = 0): MaybePromise<void> {
  const stream = streams[index];
  if (stream === undefined) return undefined;
  if (Symbol.asyncIterator in stream) {
    return endChunks({ cancel: () => stream.return(undefined) }).then(() => endAll(streams, index + 1));
  }
  try {
    stream.return(undefined);
  } catch {
    // It was logged where it was thrown.
  }
  return endAll(streams, index + 1);
}

type Pieces = Iterable<unknown> | AsyncIterable<unknown>;

function isAsync(pieces: Pieces): pieces is AsyncIterable<unknown> {
  return typeof pieces === "object" && Symbol.asyncIterator in pieces;
}

function keepAsync<T>(context: AppContext, pieces: AsyncIterator<T>): AsyncGenerator<T> {
  const source = new Source(context, pieces);
  const stream = asyncPiecesOf(source);
  const end = stream.return.bind(stream);
  stream.return = async (value) => {
    if (!source.isBegun) await source.stop();
    return end(value);
  };
  hold(context, stream);
  return stream;
}

function hold(context: AppContext, stream: ContextStream): void {
  // Without a request there is no response whose end could be waited for.
  if (!context.hasRequest) return;
  // Only the last piece tells whether the session was read, too late for a header.
  if (context.sessionUnread !== undefined) context.sessionUnread.accessed = true;
  context.streams ??= [];
  context.streams.push(stream);
}

/** What the pieces are read from, within the context. */
class Source<I extends Iterator<unknown> | AsyncIterator<unknown>> {
  isBegun = false;
  readonly #context: AppContext;
  readonly #pieces: I;
  #isOver = false;

  constructor(context: AppContext, pieces: I) {
    this.#context = context;
    this.#pieces = pieces;
  }

  next(): ReturnType<I["next"]> {
    this.isBegun = true;
    return runInContext(this.#context, () => this.#pieces.next()) as ReturnType<I["next"]>;
  }

  /** The last piece was read, or one has failed. */
  end(failure?: unknown): void {
    this.#isOver = true;
    if (failure !== undefined) this.#context.failure ??= failure;
  }

  /** Nobody wants more of it. What goes wrong then is logged here, where somebody still listens. */
  stop(): MaybePromise<unknown> {
    if (this.#isOver) return undefined;
    this.#isOver = true;
    const context = this.#context;
    return runInContext(context, () =>
      attempt(
        () => this.#pieces.return?.() as MaybePromise<unknown>,
        (error) => {
          context.failure ??= error;
          context.app.logException(error, context.place);
        },
      ),
    );
  }
}

function* piecesOf<T>(source: Source<Iterator<T>>): Generator<T> {
  try {
    for (;;) {
      const { done, value } = source.next();
      if (done === true) {
        source.end();
        return value;
      }
      yield value;
    }
  } catch (error) {
    source.end(error);
    throw error;
  } finally {
    // A client that went away ends the stream where it stands.
    source.stop();
  }
}

async function* asyncPiecesOf<T>(source: Source<AsyncIterator<T>>): AsyncGenerator<T> {
  try {
    for (;;) {
      const { done, value } = await source.next();
      if (done === true) {
        source.end();
        return value;
      }
      yield value;
    }
  } catch (error) {
    source.end(error);
    throw error;
  } finally {
    await source.stop();
  }
}
