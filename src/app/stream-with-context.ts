/** Streams whose pieces are made after the view has returned, and still within its request. */
import { type AppContext, currentContext, runInContext } from "./context.ts";

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
  hold(context);
  return piecesWithin(context, pieces);
}

type Pieces = Iterable<unknown> | AsyncIterable<unknown>;

function isAsync(pieces: Pieces): pieces is AsyncIterable<unknown> {
  return typeof pieces === "object" && Symbol.asyncIterator in pieces;
}

function keepAsync<T>(context: AppContext, pieces: AsyncIterator<T>): AsyncGenerator<T> {
  hold(context);
  return asyncPiecesWithin(context, pieces);
}

function hold(context: AppContext): void {
  context.isStreaming = true;
  // Only the last piece tells whether the session was read, too late for a header.
  if (context.sessionUnread !== undefined) context.sessionUnread.accessed = true;
}

function* piecesWithin<T>(context: AppContext, pieces: Iterator<T>): Generator<T> {
  try {
    for (;;) {
      const { done, value } = runInContext(context, () => pieces.next());
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    context.failure ??= error;
    throw error;
  } finally {
    // A client that went away ends the stream where it stands.
    runInContext(context, () => pieces.return?.());
  }
}

async function* asyncPiecesWithin<T>(context: AppContext, pieces: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (;;) {
      const { done, value } = await runInContext(context, () => pieces.next());
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    context.failure ??= error;
    throw error;
  } finally {
    await runInContext(context, () => pieces.return?.());
  }
}
