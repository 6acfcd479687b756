/** Receives the body of a request, within a limit that is held while it streams. */
import type { IncomingMessage } from "node:http";
import { ClientDisconnected, RequestEntityTooLarge } from "../../http/index.ts";

/**
 * The whole body.
 *
 * @param message - The request.
 * @param limit - The most bytes that it may have; what the headers say is believed only if it is more.
 * @param invite - Called when it is clear that the body is wanted.
 * @throws RequestEntityTooLarge beyond the limit; ClientDisconnected if the end never comes.
 */
export function receive(message: IncomingMessage, limit: number, invite: () => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (Number(message.headers["content-length"]) > limit) {
      reject(tooLarge(limit));
      return;
    }
    if (message.destroyed && !message.complete) {
      reject(new ClientDisconnected());
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (finish: () => void): void => {
      message.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
      // A request that breaks off after this must not end the process.
      message.on("error", ignore);
      finish();
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.byteLength;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      message.pause();
      settle(() => reject(tooLarge(limit)));
    };
    const onEnd = (): void => {
      const [only] = chunks;
      const whole = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
      settle(() => resolve(new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength)));
    };
    const onError = (error: Error): void =>
      settle(() => reject(new ClientDisconnected(undefined, { cause: error })));
    const onClose = (): void => settle(() => reject(new ClientDisconnected()));
    message.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
    invite();
  });
}

function tooLarge(limit: number): RequestEntityTooLarge {
  return new RequestEntityTooLarge(`The request carries more than the ${limit} bytes that are allowed.`);
}

function ignore(): void {}
