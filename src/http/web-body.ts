/** A response's body as the Web's `Response` takes it, with the response closed when the body ends. */
import {
  type ChunkReader,
  checkChunk,
  readChunks,
  type SendableBody,
  type StreamedBody,
} from "./response-body.ts";

/** What is closed when its body ends. */
interface Closable {
  close(): void | Promise<void>;
}

/**
 * The body for `new globalThis.Response`: whole bodies as they are, streamed ones as a stream of bytes.
 *
 * @param response - What is closed when the body ends.
 * @param body - The body.
 * @param onError - Told of what goes wrong after the response has been handed over.
 */
export function webBody(
  response: Closable,
  body: SendableBody,
  onError?: ((error: unknown) => void) | undefined,
): globalThis.BodyInit | null {
  if (body === null || typeof body === "string" || body instanceof Uint8Array) {
    // The bytes are handed over here; nothing of ours is read after this.
    const closing = response.close();
    if (closing !== undefined) closing.catch(onError ?? ((error: unknown) => console.error(error)));
    return body as globalThis.BodyInit | null;
  }
  return stream(response, body, onError);
}

function stream(
  response: Closable,
  body: StreamedBody,
  onError: ((error: unknown) => void) | undefined,
): globalThis.ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = new StreamSource(response, readChunks(body));
  const stream = new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.chunks.next();
          if (done) {
            controller.close();
            await source.end();
            return;
          }
          checkChunk(value);
          controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (error) {
          onError?.(error);
          controller.error(error);
          await source.stop();
        }
      },
      cancel: () => source.stop(),
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
  abandoned?.register(stream, source, source);
  return stream;
}

/** What a stream reads. It must not hold the stream, which would never be let go of then. */
class StreamSource {
  readonly chunks: ChunkReader;
  readonly #response: Closable;

  constructor(response: Closable, chunks: ChunkReader) {
    this.#response = response;
    this.chunks = chunks;
  }

  /** Closes the response after its last piece. */
  async end(): Promise<void> {
    abandoned?.unregister(this);
    await this.#response.close();
  }

  /** Closes the response before its end. */
  async stop(): Promise<void> {
    abandoned?.unregister(this);
    await this.chunks.cancel();
    await this.#response.close();
  }
}

// A stream that somebody dropped, neither read nor cancelled, would hold the files of its request for ever.
// Some runtimes have no such registry; there the process ends before long.
const abandoned: FinalizationRegistry<StreamSource> | undefined =
  globalThis.FinalizationRegistry === undefined
    ? undefined
    : new FinalizationRegistry((source) => {
        // Nobody is left to be told what goes wrong.
        source.stop().catch(() => undefined);
      });
