/** Which headers describe a body, and which are for one connection only. */
import type { Headers } from "./headers.ts";

const ENTITY: ReadonlySet<string> = new Set([
  "allow",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "expires",
  "last-modified",
]);

// RFC 9110, section 7.6.1, and what proxies of old have added.
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const KEPT_IN_304: ReadonlySet<string> = new Set(["expires", "content-location"]);

/** Whether a header describes the body, such as Content-Type. Werkzeug's `is_entity_header`. */
export function isEntityHeader(name: string): boolean {
  return ENTITY.has(name.toLowerCase());
}

/** Whether a header is for one connection only, such as Keep-Alive. Werkzeug's `is_hop_by_hop_header`. */
export function isHopByHopHeader(name: string): boolean {
  return HOP_BY_HOP.has(name.toLowerCase());
}

/**
 * Removes the headers that describe the body, as from a 304 (RFC 9110, section 15.4.5). Werkzeug's
 * `remove_entity_headers`.
 *
 * @param headers - The headers, which are changed.
 * @param allowed - The names of those that stay.
 */
export function removeEntityHeaders(headers: Headers, allowed: Iterable<string> = KEPT_IN_304): void {
  const kept =
    allowed === KEPT_IN_304 ? KEPT_IN_304 : new Set(Array.from(allowed, (name) => name.toLowerCase()));
  const flat = headers.toFlat();
  for (let index = 0; index < flat.length; index += 2) {
    const name = (flat[index] ?? "").toLowerCase();
    if (ENTITY.has(name) && !kept.has(name)) headers.delete(name);
  }
}

/** Removes the headers that are for one connection only. Werkzeug's `remove_hop_by_hop_headers`. */
export function removeHopByHopHeaders(headers: Headers): void {
  for (const name of new Set(headers.keys())) if (isHopByHopHeader(name)) headers.delete(name);
}
