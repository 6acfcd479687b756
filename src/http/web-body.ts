/** A response's body as the Web's `Response` takes it, with the response closed when the body ends. */
import { checkChunk, readChunks, type SendableBody, type StreamedBody } from "./response-body.ts";

/** What is closed when its body ends. */
interface Closable {
  close(): void | Promise<void>;
}

/** The body for `new globalThis.Response`: whole bodies as they are, streamed ones as a stream of bytes. */
export function webBody(response: Closable, body: SendableBody): globalThis.BodyInit | null {
  if (body === null || typeof body === "string" || body instanceof Uint8Array) {
    // The bytes are handed over here; nothing of ours is read after this.
    const closing = response.close();
    if (closing !== undefined) closing.catch((error: unknown) => console.error(error));
    return body as globalThis.BodyInit | null;
  }
  return stream(response, body);
}

function stream(response: Closable, body: StreamedBody): globalThis.ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const chunks = readChunks(body);
  return new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) {
            controller.close();
            await response.close();
            return;
          }
          checkChunk(value);
          controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (error) {
          controller.error(error);
          await chunks.cancel();
          await response.close();
        }
      },
      async cancel() {
        await chunks.cancel();
        await response.close();
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}
