/** Receives the body of a request, within a limit that is held while it streams. */
import type { IncomingMessage } from "node:http";
import { ByteCollector, ClientDisconnected, RequestEntityTooLarge } from "../../http/index.ts";

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
    const body = new ByteCollector(limit);
    const settle = (finish: () => void): void => {
      message.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
      // A request that breaks off after this must not end the process.
      message.on("error", ignore);
      finish();
    };
    const onData = (chunk: Buffer): void => {
      if (body.add(chunk)) return;
      message.pause();
      settle(() => reject(tooLarge(limit)));
    };
    const onEnd = (): void => {
      settle(() => resolve(body.bytes()));
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
