/** What goes wrong between this server and the one behind it. */

/** The upstream sent what is no HTTP/1.1 response, or one that can be read in two ways. */
export class UpstreamProtocolError extends Error {
  override readonly name: string = "UpstreamProtocolError";
}

/** The upstream could not be reached, or went away before its answer was whole. */
export class UpstreamClosedError extends Error {
  override readonly name: string = "UpstreamClosedError";
  /** Whether a kept connection had been closed before the request was written to it, so that nobody can have read it. */
  readonly isUnsent: boolean;

  constructor(message: string, options: { readonly isUnsent?: boolean; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.isUnsent = options.isUnsent ?? false;
  }
}

/** The upstream took too long: to be connected to, to begin its answer, or to go on with it. */
export class UpstreamTimeoutError extends Error {
  override readonly name: string = "UpstreamTimeoutError";
}
