/** `limitStream`: a stream of bytes that fails when there are too many of them. */
import { tooLarge } from "./body-limits.ts";

/**
 * The same stream, of which no more is read than is asked for.
 *
 * @param stream - The stream, which is read through this one from now on.
 * @param limit - The most bytes that it may have. Beyond it the stream fails with a RequestEntityTooLarge.
 */
export function limitStream(
  stream: globalThis.ReadableStream<Uint8Array>,
  limit: number,
): globalThis.ReadableStream<Uint8Array> {
  if (limit === Number.POSITIVE_INFINITY) return stream;
  const reader = stream.getReader();
  let length = 0;
  return new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        length += value.byteLength;
        if (length <= limit) {
          controller.enqueue(value);
          return;
        }
        reader.cancel().catch(() => undefined);
        throw tooLarge(limit);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
