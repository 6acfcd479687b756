/** Percent-encoding as Python's `quote` and `unquote` do it, with the character sets that URLs need. */

const UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";
const PATH: Uint8Array = safeTable("%!$&'()*+,/:;=@");
const QUERY: Uint8Array = safeTable("%!$&'()*+,/:;=?@");
const FRAGMENT: Uint8Array = safeTable("%!#$&'()*+,/:;=?@");
const FIELD: Uint8Array = safeTable(" !$'()*,/:;?@");
const COOKIE_PATH: Uint8Array = safeTable("%!$&'()*+,/:=@");

const ENCODER: TextEncoder = new TextEncoder();
const DECODER: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const REPLACING_DECODER: TextDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A path with all but its legal characters percent-encoded; `%` stays, so what is encoded is not twice. */
export function quotePath(path: string): string {
  return quoteWith(path, PATH);
}

/** A query with all but its legal characters percent-encoded; `%` stays. */
export function quoteQuery(query: string): string {
  return quoteWith(query, QUERY);
}

/** A fragment with all but its legal characters percent-encoded; `%` stays. */
export function quoteFragment(fragment: string): string {
  return quoteWith(fragment, FRAGMENT);
}

/** A cookie's path: {@link quotePath}, and `;` too, which would end the attribute. */
export function quoteCookiePath(path: string): string {
  return quoteWith(path, COOKIE_PATH);
}

/** Percent-encodes the UTF-8 of all but letters, digits, `_.-~` and the safe characters. Python's `quote`. */
export function quote(text: string, safe = "/"): string {
  return quoteWith(text, safeTable(safe));
}

/**
 * One key or value of a query string or form: a space is `+`.
 * @throws TypeError if the text holds half of a surrogate pair.
 */
export function quotePlus(value: string | number | Uint8Array): string {
  if (value instanceof Uint8Array) return quoteBytes(value, FIELD).replaceAll(" ", "+");
  const text = `${value}`;
  if (!text.isWellFormed()) {
    throw new TypeError(
      "A query can't hold half of a surrogate pair; use text.toWellFormed() to replace it.",
    );
  }
  return quoteWith(text, FIELD).replaceAll(" ", "+");
}

/**
 * Decodes percent-encoded UTF-8. What is no valid UTF-8 stays percent-encoded, in upper case; so does what
 * `keep` names. Linear in the length of the text.
 *
 * @param text - The text, which may hold characters of any kind.
 * @param keep - Characters whose encoding stays as it is written.
 */
export function unquote(text: string, keep = ""): string {
  if (!text.includes("%")) return text;
  if (keep === "") {
    try {
      return decodeURIComponent(text);
    } catch {
      // Some of it is no UTF-8: piece by piece, then, and without a second error, which takes 10 µs.
    }
  }
  return decodeRuns(text, (run) => decodeKeeping(run, keep));
}

/** Decodes percent-encoded UTF-8; what is no valid UTF-8 becomes U+FFFD, as in Werkzeug's `path`. */
export function unquoteReplacing(text: string): string {
  return decodeRuns(text, (run) => REPLACING_DECODER.decode(bytesOf(run)));
}

/** 128 entries, 1 for each character that need not be encoded. */
function safeTable(safe: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of UNRESERVED + safe) {
    const code = character.charCodeAt(0);
    if (code < 128) table[code] = 1;
  }
  return table;
}

function quoteWith(text: string, safe: Uint8Array): string {
  let index = 0;
  while (index < text.length && safe[text.charCodeAt(index)] === 1) index++;
  if (index === text.length) return text;
  return text.slice(0, index) + quoteBytes(ENCODER.encode(text.slice(index)), safe);
}

function quoteBytes(bytes: Uint8Array, safe: Uint8Array): string {
  let result = "";
  for (const byte of bytes) result += safe[byte] === 1 ? String.fromCharCode(byte) : percent(byte);
  return result;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** Puts each run of `%XX` through `decode`; the text between the runs stays. */
function decodeRuns(text: string, decode: (run: string) => string): string {
  const first = text.indexOf("%");
  return first === -1 ? text : text.replace(/(?:%[0-9A-Fa-f]{2})+/g, decode);
}

function bytesOf(run: string): Uint8Array {
  const bytes = new Uint8Array(run.length / 3);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(run.slice(index * 3 + 1, index * 3 + 3), 16);
  }
  return bytes;
}

function decodeKeeping(run: string, keep: string): string {
  const bytes = bytesOf(run);
  let result = "";
  let index = 0;
  while (index < bytes.length) {
    const size = sequenceLength(bytes, index);
    if (size === 0) result += percent(bytes[index] ?? 0);
    else if (size === 1 && keep.includes(String.fromCharCode(bytes[index] ?? 0))) {
      result += run.slice(index * 3, index * 3 + 3);
    } else result += DECODER.decode(bytes.subarray(index, index + size));
    index += size || 1;
  }
  return result;
}

/** How many bytes the UTF-8 character at this place has; 0 if there is none (RFC 3629, section 4). */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[index + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let offset = 2; offset < length; offset++) {
    const next = bytes[index + offset] ?? 0;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  return length;
}
