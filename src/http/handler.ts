/** `Handler`: what a server needs of an application. */
import type { Request } from "./request.ts";
import type { RequestSource } from "./request-source.ts";
import type { Response } from "./response.ts";

/** Makes a request of what a runtime has: {@link Request}, or a class that extends it. */
export type RequestClass = new (source: RequestSource) => Request;

/** Answers requests. An app is one; so is any object with this method. */
export interface Handler {
  /** Whether requests to change the protocol, such as a WebSocket's, are for it; a server may ignore them otherwise. */
  readonly acceptsUpgrades?: boolean | undefined;
  /** The class of the requests that it is handed; {@link Request} if it is left out. */
  readonly requestClass?: RequestClass | undefined;
  /** The answer to a request, now or later. */
  handle(request: Request): Response | Promise<Response>;
  /**
   * Logs an error that no response can tell of any more, such as that of a streamed body. Servers call it; without
   * it they write to the console.
   *
   * @param error - What was thrown.
   * @param request - Method and path of the request, as the client sent them: control characters are for this to escape.
   */
  logException?(error: unknown, request: string): void;
  /** Gets ready for requests. Servers await it before they listen, and do not listen if it fails. */
  startup?(): void | Promise<void>;
  /** Lets go of what {@link Handler.startup} has made. Servers await it once the last request is answered. */
  shutdown?(): void | Promise<void>;
}
