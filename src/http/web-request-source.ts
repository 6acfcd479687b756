/** `WebRequestSource`: a request as the Web's own `Request` has it, for `app.fetch`. */
import { Buffer } from "node:buffer";
import { tooLarge } from "./body-limits.ts";
import { ClientDisconnected } from "./errors.ts";
import { FORBIDDEN_IN_VALUE } from "./field-syntax.ts";
import type { RequestSource } from "./request-source.ts";

/** What a runtime gives beside the request. */
export interface WebRequestContext {
  /** The second argument of a Fetch handler: bindings on Workers, information on Bun and Deno. */
  readonly env?: unknown;
  /** Keeps the runtime alive until a promise is settled. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** The address of the client, where it is known. */
  readonly remoteAddr?: string | undefined;
  /** Where the application is mounted, decoded, which is no part of the URL; nowhere unless given. */
  readonly scriptRoot?: string | undefined;
}

/** A {@link RequestSource} over a Web `Request`. */
export class WebRequestSource implements RequestSource {
  /** The request. */
  readonly raw: globalThis.Request;
  readonly env: unknown;
  readonly remoteAddr: string | undefined;
  readonly scriptRoot: string | undefined;
  readonly #waitUntil: ((promise: Promise<unknown>) => void) | undefined;
  readonly #target: string;
  readonly #scheme: string;
  readonly #authority: string;

  /**
   * @param raw - The request. Its body is read when it is asked for.
   * @param context - What the runtime gives beside it.
   */
  constructor(raw: globalThis.Request, context: WebRequestContext = {}) {
    this.raw = raw;
    this.env = context.env;
    this.remoteAddr = context.remoteAddr;
    this.scriptRoot = context.scriptRoot;
    this.#waitUntil = context.waitUntil;
    // The URL of a Request is absolute and normalised: scheme://authority/path?query.
    const url = raw.url;
    const schemeEnd = url.indexOf(":");
    const slash = url.indexOf("/", schemeEnd + 3);
    const hash = url.indexOf("#", schemeEnd + 3);
    this.#scheme = url.slice(0, schemeEnd);
    this.#authority = url.slice(schemeEnd + 3, slash);
    this.#target = url.slice(slash, hash === -1 ? url.length : hash);
  }

  get method(): string {
    // Fetch leaves `patch` as it is, which a check of methods must not take for another than PATCH.
    return this.raw.method.toUpperCase();
  }

  get target(): string {
    return this.#target;
  }

  get scheme(): string {
    return this.#scheme;
  }

  get host(): string {
    return this.header("host") ?? this.#authority.slice(this.#authority.lastIndexOf("@") + 1);
  }

  get hasBody(): boolean {
    return this.raw.body !== null;
  }

  header(name: string): string | undefined {
    const value = this.raw.headers.get(name);
    return value === null ? undefined : receivedValue(value);
  }

  *headerPairs(): Iterable<readonly [string, string]> {
    for (const [name, value] of this.raw.headers) yield [name, receivedValue(value)];
  }

  async pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {
    const announced = Number(this.header("content-length"));
    if (announced > limit) throw tooLarge(limit);
    const reader = this.raw.body?.getReader();
    if (reader === undefined) return;
    let length = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          throw new ClientDisconnected(undefined, { cause: error });
        });
        if (done) return;
        length += value.byteLength;
        if (length > limit) throw tooLarge(limit);
        const taking = take(value);
        if (taking !== undefined) await taking;
      }
    } finally {
      // What is left is left to the runtime: Node's own fetch fails where nobody can catch it if it is told to cancel.
      reader.releaseLock();
    }
  }

  openStream(): globalThis.ReadableStream<Uint8Array> {
    const reader = this.raw.body?.getReader();
    return new globalThis.ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = (await reader?.read()) ?? { done: true };
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel() {
          reader?.releaseLock();
        },
      },
      // Nothing is read before somebody asks for it.
      { highWaterMark: 0 },
    );
  }

  onDisconnect(fn: () => void): void {
    const { signal } = this.raw;
    if (signal.aborted) fn();
    else signal.addEventListener("abort", fn, { once: true });
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#waitUntil?.(promise);
  }
}

/**
 * A header value as a server would have let it in: Fetch allows control characters, which show as spaces here
 * (RFC 9110, section 5.5), and some runtimes decode UTF-8, where others give each byte.
 */
function receivedValue(value: string): string {
  if (!FORBIDDEN_IN_VALUE.test(value)) return value;
  const bytes = BEYOND_BYTES.test(value) ? Buffer.from(value, "utf8").toString("latin1") : value;
  return bytes.replace(FORBIDDEN_IN_VALUES, " ");
}

const BEYOND_BYTES = /[^\0-\xff]/;
const FORBIDDEN_IN_VALUES = new RegExp(FORBIDDEN_IN_VALUE, "g");
