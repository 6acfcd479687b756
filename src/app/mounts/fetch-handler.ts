/** Fetch handlers: how every runtime, and every application for it, takes a request of the Web's. */

import { type Request, Response } from "../../http/index.ts";
import { describe } from "../../python/index.ts";

/** What a runtime hands over beside the request, such as a Worker's execution context. */
export type ExecutionContext = {
  /** Keeps the runtime from ending until the promise is settled. */
  waitUntil?(promise: Promise<unknown>): void;
};

/** An application of any kind that answers requests of the Web's: one of Flagon's, of Hono's, a module of a Worker. */
export interface FetchApp {
  /**
   * Answers a request.
   *
   * @param request The request.
   * @param env What the runtime hands over, such as a Worker's bindings.
   * @param ctx Its execution context.
   */
  fetch(
    request: globalThis.Request,
    env?: unknown,
    ctx?: ExecutionContext,
  ): globalThis.Response | Promise<globalThis.Response>;
}

/** The function that answers requests of the Web's. */
export type FetchHandler = FetchApp["fetch"];

/** The function of an application, or the function itself; `undefined` for what is neither. */
export function fetchHandlerOf(target: unknown): FetchHandler | undefined {
  if (typeof target === "function") return target as FetchHandler;
  if (typeof target !== "object" || target === null || !("fetch" in target)) return undefined;
  return typeof target.fetch === "function" ? (target.fetch.bind(target) as FetchHandler) : undefined;
}

/**
 * The response of a handler, with what the runtime has handed over.
 *
 * @param name What the handler is called, for the error.
 * @param web What it gets of the request.
 * @throws TypeError for what is no response; what the handler throws.
 */
export async function callFetch(
  handler: FetchHandler,
  name: string,
  request: Request,
  web: globalThis.Request,
): Promise<Response> {
  const ctx = {
    waitUntil: (promise: Promise<unknown>): void => request.waitUntil(promise),
    // Workers have it, and some applications call it.
    passThroughOnException: (): void => undefined,
  };
  const response: unknown = await handler(web, request.env, ctx);
  if (response instanceof globalThis.Response) return Response.fromWeb(response);
  throw new TypeError(`${name} answered ${describe(response)}, which is no Response of the Web's.`);
}
