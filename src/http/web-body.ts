/** A response's body as the Web's `Response` takes it, with the response closed when the body ends. */
import {
  type ChunkReader,
  checkChunk,
  endChunks,
  readChunks,
  type SendableBody,
  type StreamedBody,
} from "./response-body.ts";

/** What is closed when its body ends. */
interface Closable {
  close(): void | Promise<void>;
}

/** Is told what no response can tell of. */
type Report = (error: unknown) => void;

/** The body for `new globalThis.Response`: whole bodies as they are, streamed ones as a stream of bytes. */
export function webBody(response: Closable, body: SendableBody, report: Report): globalThis.BodyInit | null {
  if (body === null || typeof body === "string" || body instanceof Uint8Array) {
    // The bytes are handed over here; nothing of ours is read after this.
    close(response, report);
    return body as globalThis.BodyInit | null;
  }
  return stream(response, body, report);
}

function close(response: Closable, report: Report): void {
  try {
    response.close()?.catch(report);
  } catch (error) {
    report(error);
  }
}

function stream(
  response: Closable,
  body: StreamedBody,
  report: Report,
): globalThis.ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = new StreamSource(response, readChunks(body), report);
  const stream = new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.chunks.next();
          if (source.isOver) return;
          if (!done) {
            checkChunk(value);
            controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
            return;
          }
        } catch (error) {
          // Who has cancelled it hears of nothing more.
          if (source.isOver) return;
          report(error);
          controller.error(error);
          await source.stop();
          return;
        }
        controller.close();
        await source.end();
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
  /** Whether nobody wants more of it. */
  isOver = false;
  readonly #response: Closable;
  readonly #report: Report;

  constructor(response: Closable, chunks: ChunkReader, report: Report) {
    this.#response = response;
    this.chunks = chunks;
    this.#report = report;
  }

  /** Closes the response after its last piece. */
  async end(): Promise<void> {
    abandoned?.unregister(this);
    await Promise.resolve()
      .then(() => this.#response.close())
      .catch(this.#report);
  }

  /** Closes the response before its end. */
  async stop(): Promise<void> {
    this.isOver = true;
    await endChunks(this.chunks);
    await this.end();
  }
}

// A stream that somebody dropped, neither read nor cancelled, would hold the files of its request for ever.
// Some runtimes have no such registry; there the process ends before long.
const abandoned: FinalizationRegistry<StreamSource> | undefined =
  globalThis.FinalizationRegistry === undefined
    ? undefined
    : new FinalizationRegistry((source) => {
        source.stop();
      });
