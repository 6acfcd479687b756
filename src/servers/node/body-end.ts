/** The end of a streamed body: the fields that follow it, and the error if it comes too early or too late. */
import type { ServerResponse } from "node:http";
import type { TrailedBody } from "../../http/index.ts";

/** Adds the fields that follow a body, where it is sent in chunks; others have no place for them. */
export function addTrailers(reply: ServerResponse, { trailers }: TrailedBody): void {
  if (trailers.length === 0 || !reply.chunkedEncoding) return;
  reply.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
}

/** Says how many bytes were promised, and how many came. */
export function wrongLength(promised: number, given: string): Error {
  return new Error(
    `The Content-Length header promises ${promised} bytes and the streamed body has ${given}; ` +
      "leave the header out of a response whose length is not known.",
  );
}
