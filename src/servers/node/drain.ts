/** Reads away the rest of a request's body, up to a bound, so that the client gets to read the answer. */
import type { IncomingMessage } from "node:http";

const MOST_BYTES = 1_048_576;
const MOST_MILLISECONDS = 2000;

/**
 * Reads the rest of a body away. Closing a connection while the client still writes would reset it, and the
 * answer would be lost with it.
 *
 * @param message - The request.
 * @param done - Called once: at the end of the body, or when the client sends too much or takes too long.
 */
export function drain(message: IncomingMessage, done: () => void): void {
  let length = 0;
  const finish = (): void => {
    clearTimeout(timer);
    message.off("data", onData).off("end", finish).off("close", finish);
    message.pause();
    done();
  };
  const onData = (chunk: Buffer): void => {
    length += chunk.byteLength;
    if (length > MOST_BYTES) finish();
  };
  const timer = setTimeout(finish, MOST_MILLISECONDS);
  message.on("error", ignore);
  message.on("data", onData).on("end", finish).on("close", finish);
  message.resume();
  if (message.destroyed || message.complete) finish();
}

function ignore(): void {}
