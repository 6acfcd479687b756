/** `parsePartHeaders`: the header block of a part of a multipart body. */
import { stripSpace } from "../python/index.ts";
import { RequestEntityTooLarge } from "./errors.ts";
import { Headers } from "./headers.ts";

const MOST_FIELDS = 1000;
const CONTINUATION = /(?:\r\n|\n|\r)[ \t]/g;
const LINE_BREAK = /\r\n|\n|\r/;
const DECODER: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The header fields of a part, as they came; they may be UTF-8, and a line without a colon is a name alone.
 *
 * @param block - The lines, which may be continued on the next (RFC 5322, section 2.2.3).
 * @returns `undefined` if the block is no UTF-8.
 * @throws RequestEntityTooLarge, a 413, above a thousand fields.
 */
export function parsePartHeaders(block: Uint8Array): Headers | undefined {
  const text = decode(block);
  if (text === undefined) return undefined;
  const fields: [string, string][] = [];
  for (const line of text.replace(CONTINUATION, " ").split(LINE_BREAK)) {
    const trimmed = stripSpace(line);
    if (trimmed === "") continue;
    if (fields.length === MOST_FIELDS) {
      throw new RequestEntityTooLarge(`A part of the form has more than ${MOST_FIELDS} headers.`);
    }
    const colon = trimmed.indexOf(":");
    if (colon === -1) fields.push([trimmed, ""]);
    else fields.push([stripSpace(trimmed.slice(0, colon)), stripSpace(trimmed.slice(colon + 1))]);
  }
  return Headers.received(fields);
}

function decode(block: Uint8Array): string | undefined {
  try {
    return DECODER.decode(block);
  } catch {
    return undefined;
  }
}
