/** Runs a test of an application twice: through `app.fetch`, and through a server and a real socket. */
import type { Flagon } from "flagon";
import { serve } from "flagon/servers/node";
import { test } from "vitest";

/** Sends a request to the application. */
export type Send = (path: string, init?: globalThis.RequestInit) => Promise<globalThis.Response>;

/**
 * A test that has to hold both ways.
 *
 * @param name - What holds.
 * @param build - Makes the application, anew for each way.
 * @param run - Sends requests and looks at the answers.
 */
export function bothWays(name: string, build: () => Flagon, run: (send: Send) => Promise<void>): void {
  test(`${name}, through app.fetch`, async () => {
    const app = build();
    await run(async (path, init) =>
      app.fetch(new globalThis.Request(`http://localhost${path}`, withDuplex(init))),
    );
  });

  test(`${name}, through a socket`, async () => {
    const errors: unknown[] = [];
    const server = await serve(build(), { port: 0, onError: (error) => errors.push(error) });
    try {
      await run((path, init) => fetch(`${server.url}${path}`, withDuplex(init)));
    } finally {
      await server.close();
    }
    if (errors.length > 0) throw errors[0];
  });
}

/** A multipart form of fields and files, for the body of a request. */
export function formOf(entries: Readonly<Record<string, string | globalThis.File>>): globalThis.FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(entries)) form.append(name, value);
  return form;
}

/** A body of unknown length, which is sent in chunks. */
export function chunked(...pieces: readonly (string | Uint8Array)[]): globalThis.ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new globalThis.ReadableStream({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

/** The Web wants to be told that a stream is sent before the answer is read. */
function withDuplex(init: globalThis.RequestInit = {}): globalThis.RequestInit {
  return { method: "POST", ...init, duplex: "half" } as globalThis.RequestInit;
}
