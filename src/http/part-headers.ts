/** `parsePartHeaders`: the header block of a part of a multipart body. */
import { RequestEntityTooLarge } from "./errors.ts";
import { Headers } from "./headers.ts";

// Each costs a hundred times its bytes; a browser sends two.
const MOST_FIELDS = 100;
const CONTINUATION = /(?:\r\n|\n|\r)[ \t]/g;
const LINE_BREAK = /\r\n|\n|\r/;
const DECODER: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The header fields of a part, as they came; they may be UTF-8, and a line without a colon is a name alone.
 *
 * @param block - The lines, which may be continued on the next (RFC 5322, section 2.2.3).
 * @returns `undefined` if the block is no UTF-8.
 * @throws RequestEntityTooLarge, a 413, above a hundred fields.
 */
export function parsePartHeaders(block: Uint8Array): Headers | undefined {
  const text = decode(block);
  if (text === undefined) return undefined;
  const fields: [string, string][] = [];
  for (const line of text.replace(CONTINUATION, " ").split(LINE_BREAK)) {
    const trimmed = line.trim();
    if (trimmed === "") continue;
    if (fields.length === MOST_FIELDS) {
      throw new RequestEntityTooLarge(`A part of the form has more than ${MOST_FIELDS} headers.`);
    }
    const colon = trimmed.indexOf(":");
    if (colon === -1) fields.push([trimmed, ""]);
    else fields.push([trimmed.slice(0, colon).trim(), trimmed.slice(colon + 1).trim()]);
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
