/** Receives the body of a request, within a limit that is held while it streams, or as a stream. */
import type { IncomingMessage } from "node:http";
import { ClientDisconnected, tooLarge } from "../../http/index.ts";

/**
 * Hands over the body piece by piece.
 *
 * @param message - The request.
 * @param limit - The most bytes that it may have; what the headers say is believed only if it is more.
 * @param invite - Called when it is clear that the body is wanted.
 * @param take - Takes a piece; the next one comes when what it returns has settled.
 * @throws RequestEntityTooLarge beyond the limit; ClientDisconnected if the end never comes; what `take` throws.
 */
export function receive(
  message: IncomingMessage,
  limit: number,
  invite: () => void,
  take: (piece: Uint8Array) => Promise<void> | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (Number(message.headers["content-length"]) > limit) {
      reject(tooLarge(limit));
      return;
    }
    if (message.destroyed && !message.complete) {
      reject(new ClientDisconnected());
      return;
    }
    let length = 0;
    // The listeners stay at the end, where taking them away would take longer than the body; they do no more then.
    let isOver = false;
    const fail = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      message.off("data", onData);
      // Somebody else may be reading the rest away.
      if (message.listenerCount("data") === 0) message.pause();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.byteLength;
      if (length > limit) {
        fail(tooLarge(limit));
        return;
      }
      try {
        const taking = take(chunk);
        if (taking === undefined) return;
        message.pause();
        taking.then(() => message.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = (): void => {
      isOver = true;
      resolve();
    };
    const breakOff = (cause?: Error): void => {
      if (!isOver) fail(new ClientDisconnected(undefined, { cause }));
    };
    message.on("data", onData).on("end", onEnd).on("error", breakOff).on("close", breakOff);
    invite();
  });
}

/**
 * The body as a stream: no more is read than is asked for, and to cancel it leaves the connection as it is.
 *
 * @param message - The request.
 * @param invite - Called when the first piece is asked for.
 */
export function openStream(
  message: IncomingMessage,
  invite: () => void,
): globalThis.ReadableStream<Uint8Array> {
  let stop = (): void => {};
  return new globalThis.ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onData = (chunk: Buffer): void => {
          message.pause();
          controller.enqueue(chunk);
        };
        const onEnd = (): void => {
          stop();
          controller.close();
        };
        const onClose = (): void => {
          stop();
          controller.error(new ClientDisconnected());
        };
        stop = () => {
          message.off("data", onData).off("end", onEnd).off("close", onClose).pause();
        };
        message.pause();
        message.on("error", ignore).on("data", onData).on("end", onEnd).on("close", onClose);
        if (message.destroyed && !message.complete) onClose();
      },
      pull() {
        invite();
        message.resume();
      },
      cancel() {
        stop();
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}

function ignore(): void {}
