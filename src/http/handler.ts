/** `Handler`: what a server needs of an application. */
import type { Request } from "./request.ts";
import type { Response } from "./response.ts";

/** Answers requests. An app is one; so is any object with this method. */
export interface Handler {
  /** The answer to a request, now or later. */
  handle(request: Request): Response | Promise<Response>;
}
