/**
 * Flagon: Flask in TypeScript.
 *
 * @module
 */
export * from "./app/index.ts";
export { abort, HTTPException, Request, Response, redirect } from "./http/index.ts";
export { escape, html, Markup } from "./markup/index.ts";
export { Session, Tuple, UUID } from "./sessions/index.ts";
// A star, so that an application can add its keys with `declare module "flagon"`.
export type * from "./sessions/session-value.ts";
