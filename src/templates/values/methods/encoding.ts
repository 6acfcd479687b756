/** `str.encode` and `bytes.decode` for the encodings that a page needs. */
import { LookupError, ValueError } from "../../errors.ts";

const UTF8 = new Set(["utf8", "u8"]);
const LATIN = new Set(["latin1", "iso88591", "l1"]);
const ASCII = new Set(["ascii", "usascii"]);

/** Encodes text; what the encoding lacks is an error, left out (`ignore`) or a question mark (`replace`). */
export function encodeText(text: string, encoding: string, errors: string): Uint8Array {
  const name = plainName(encoding);
  if (UTF8.has(name)) return new TextEncoder().encode(text);
  const limit = LATIN.has(name) ? 0xff : ASCII.has(name) ? 0x7f : undefined;
  if (limit === undefined) throw new LookupError(`unknown encoding: ${encoding}`);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code <= limit) bytes.push(code);
    else if (errors === "replace") bytes.push(0x3f);
    else if (errors === "xmlcharrefreplace") for (const unit of `&#${code};`) bytes.push(unit.charCodeAt(0));
    else if (errors !== "ignore") throw new ValueError(`'${encoding}' codec can't encode a character`);
  }
  return Uint8Array.from(bytes);
}

/** Decodes bytes; what is no text is an error, left out (`ignore`) or U+FFFD (`replace`). */
export function decodeText(bytes: Uint8Array, encoding: string, errors: string): string {
  const name = plainName(encoding);
  if (UTF8.has(name)) return decodeUTF8(bytes, errors);
  if (!LATIN.has(name) && !ASCII.has(name)) throw new LookupError(`unknown encoding: ${encoding}`);
  let text = "";
  for (const byte of bytes) {
    if (byte < 0x80 || LATIN.has(name)) text += String.fromCharCode(byte);
    else if (errors === "replace") text += "\ufffd";
    else if (errors !== "ignore") throw new ValueError(`'${encoding}' codec can't decode byte ${byte}`);
  }
  return text;
}

function decodeUTF8(bytes: Uint8Array, errors: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: errors === "strict", ignoreBOM: true })
      .decode(bytes)
      .replaceAll("\ufffd", errors === "ignore" ? "" : "\ufffd");
  } catch {
    throw new ValueError("'utf-8' codec can't decode the bytes");
  }
}

function plainName(encoding: string): string {
  return encoding.toLowerCase().replace(/[-_ ]/g, "");
}
