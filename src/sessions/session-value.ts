/** The types of what a session holds. */
import type { Markup } from "../markup/index.ts";
import type { Tuple, UUID } from "../python/index.ts";

/**
 * The keys of your sessions and their types; empty until you add to it.
 *
 * @example
 * ```ts
 * declare module "flagon" {
 *   interface SessionData {
 *     username: string;
 *   }
 * }
 * session.get("username"); // string | undefined
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add their keys by declaration merging
export interface SessionData {}

/**
 * What a session can store: JSON, and the values that Flask tags — `Tuple`, bytes, `Markup`, `UUID`, `Date`
 * (whole seconds) and integers of any size.
 */
export type SessionValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | Markup
  | UUID
  | Tuple
  | readonly SessionValue[]
  | SessionValue[]
  | ReadonlyMap<string, unknown>
  | { readonly [key: string]: SessionValue }
  | { [key: string]: SessionValue };
