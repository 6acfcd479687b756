/** `RequestSource`: what a runtime tells about a request, for `Request` to make sense of. */

/**
 * A request as a runtime has it. A server implements this over its own object; `WebRequestSource` does over
 * the Web's `Request`. Everything is read when it is asked for, so an unread member costs nothing.
 */
export interface RequestSource {
  /** The method, in the case it came in. */
  readonly method: string;
  /** Path and query as they came, percent-encoded: `/path?query`. It always starts with `/` (or is `*`). */
  readonly target: string;
  /** Where the application is mounted, decoded, which is no part of the target; nowhere if it is left out. */
  readonly scriptRoot?: string | undefined;
  /** `http` or `https`. */
  readonly scheme: string;
  /** The authority or Host header, unchecked; "" if there is none. */
  readonly host: string;
  /** The address of the client, or `undefined` where the runtime does not say. */
  readonly remoteAddr: string | undefined;
  /** Whether a body follows the headers, even an empty one. */
  readonly hasBody: boolean;
  /** The request as the Web's own object. */
  readonly raw: globalThis.Request;
  /** What `app.fetch` got as `env`; `undefined` on a server. */
  readonly env?: unknown;
  /** The value of a header, by its lower-case name: several are joined by ", ", those of Cookie by "; ". */
  header(name: string): string | undefined;
  /** The header fields as they came, name and value, in order. */
  headerPairs(): Iterable<readonly [string, string]>;
  /**
   * Hands over the body piece by piece, once, as fast as it is taken: what `take` returns is waited for.
   * @throws RequestEntityTooLarge as soon as it is known to have more bytes than the limit;
   * ClientDisconnected if the client goes away before the end; what `take` throws.
   */
  pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void>;
  /**
   * All of the body at once, if it is here already and has no more bytes than the limit; it is not to be piped then.
   * A request with a small body, which arrives with its headers, is answered without waiting for anything.
   */
  takeBody?(limit: number): Uint8Array | undefined;
  /** Whether the pieces are nobody else's, so that their memory can be freed as soon as they are written away. */
  readonly givesPiecesAway?: boolean;
  /** The body as a stream, of which no more is read than is asked for. It can be had once, in place of `pipeBody`. */
  openStream(): globalThis.ReadableStream<Uint8Array>;
  /** Is told the whole body when it has been read, so that `raw` can give it again. */
  replay?(body: Uint8Array): void;
  /** Whether the connection can become a tunnel to another server, as WebSockets need it. */
  readonly canTunnel?: boolean | undefined;
  /** Calls the function if the client goes away before it has the whole answer; not all runtimes tell. */
  onDisconnect?(fn: () => void): void;
  /** Keeps the runtime alive until the promise is settled. */
  waitUntil?(promise: Promise<unknown>): void;
}
