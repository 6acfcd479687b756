/** The last look at the header fields of a response before they are sent. */
import type { Headers } from "./headers.ts";
import { locationUri } from "./location.ts";

const LOCATIONS = ["Location", "Content-Location"] as const;

/**
 * Percent-encodes the headers that are URLs, where they must be, and takes away what is for the server to say.
 *
 * @returns Names and values in turn.
 */
export function encodeLocations(headers: Headers): string[] {
  for (const name of LOCATIONS) {
    if (!headers.has(name)) continue;
    const values = headers.getList(name);
    // Of several the last one counts, as with Werkzeug.
    const last = values.at(-1) ?? "";
    const uri = locationUri(last);
    if (values.length > 1 || uri !== last) headers.set(name, uri);
  }
  // How the body is cut up on the wire is for the server to say.
  headers.delete("Transfer-Encoding");
  return headers.toFlat();
}
