/** Content-Disposition: under which name a file is saved (RFC 6266, with RFC 8187 for names beyond ASCII). */
import { asciiText } from "./ascii-text.ts";
import { dumpOptionsHeader } from "./options-header.ts";
import { quote } from "./url-quote.ts";

/**
 * The value of a Content-Disposition header. A name beyond ASCII is sent twice: percent-encoded for the
 * clients of today, and without its accents for older ones.
 *
 * @param type - `inline` to show the file, `attachment` to save it.
 * @param filename - The name that is proposed for saving it.
 */
export function contentDisposition(type: "inline" | "attachment", filename: string): string {
  if (!/[^\0-\x7f]/.test(filename)) return dumpOptionsHeader(type, { filename });
  // What RFC 8187 calls attr-char stays as it is.
  const extended = `UTF-8''${quote(filename, "!#$&+-.^_`|~")}`;
  return dumpOptionsHeader(type, { filename: asciiText(filename), "filename*": extended });
}
