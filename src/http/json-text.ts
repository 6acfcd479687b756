/** `decodeJSON`: the text of a JSON body, whose encoding is told by its first bytes. */

// To make one takes longer than to decode a small body. A byte order mark is left out.
const UTF8: TextDecoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of JSON in UTF-8, UTF-16 or UTF-32, with or without a byte order mark. The first two characters of
 * JSON are ASCII, so zero bytes among the first four tell the encoding (RFC 4627, section 3); Python's choice.
 *
 * @throws TypeError if the bytes are not of the encoding that they seem to be.
 */
export function decodeJSON(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === "utf-32le" || encoding === "utf-32be") return decodeUTF32(bytes, encoding === "utf-32le");
  if (encoding === "utf-8") return UTF8.decode(bytes);
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  // Not taken apart as a list, which iterates over the bytes.
  const a = bytes[0];
  const b = bytes[1];
  const c = bytes[2];
  const d = bytes[3];
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32be";
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const { byteLength } = bytes;
  if (byteLength >= 4 && a === 0) return b === 0 ? "utf-32be" : "utf-16be";
  if (byteLength >= 4 && b === 0) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (byteLength === 2 && a === 0) return "utf-16be";
  return byteLength === 2 && b === 0 ? "utf-16le" : "utf-8";
}

function decodeUTF32(bytes: Uint8Array, littleEndian: boolean): string {
  if (bytes.byteLength % 4 !== 0) throw new TypeError("The body is cut short in the midst of a character.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  for (let index = 0; index < bytes.byteLength; index += 4) {
    const code = view.getUint32(index, littleEndian);
    if (index === 0 && code === 0xfeff) continue;
    if (code > 0x10ffff) throw new TypeError("The body holds a character that there is not.");
    characters.push(String.fromCodePoint(code));
  }
  return characters.join("");
}
