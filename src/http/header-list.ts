/** Header values that are lists (RFC 9110, section 5.6.1): of items, or of keys with values. */
import { stripSpace, stripSpaceBetween } from "../python/index.ts";
import { decodeExtended } from "./options-header.ts";
import { type HeaderValue, quoteHeaderValue, unquoteHeaderValue } from "./quoted-string.ts";

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The items of a header that lists some, without their quotes; empty ones are left out. Where a quotation
 * mark is missing, nobody can tell where the items end, and there are none. Werkzeug's `parse_list_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseListHeader(value: string | undefined): string[] {
  if (value === undefined) return [];
  const items: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index <= value.length; index++) {
    const code = index === value.length ? COMMA : value.charCodeAt(index);
    if (isQuoted && code === BACKSLASH) index++;
    else if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === COMMA && !isQuoted) {
      const item = stripSpaceBetween(value, start, index);
      if (item !== "") items.push(unquoteHeaderValue(item));
      start = index + 1;
    }
  }
  return isQuoted ? [] : items;
}

/**
 * The keys of a header that lists some, each with its value, or `undefined` if it has none; of a key that
 * comes twice the last value counts. A key with a star has its value decoded (RFC 8187) and loses the star.
 * Werkzeug's `parse_dict_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 * @example
 * ```ts
 * parseDictHeader('no-store, max-age=60');   // Map { "no-store" => undefined, "max-age" => "60" }
 * ```
 */
export function parseDictHeader(value: string | undefined): Map<string, string | undefined> {
  const dictionary = new Map<string, string | undefined>();
  for (const item of parseListHeader(value)) {
    const equals = item.indexOf("=");
    const key = stripSpace(equals === -1 ? item : item.slice(0, equals));
    if (key === "") continue;
    if (equals === -1) {
      dictionary.set(key, undefined);
      continue;
    }
    const text = stripSpace(item.slice(equals + 1));
    if (key.endsWith("*")) dictionary.set(key.slice(0, -1), unquoteHeaderValue(decodeExtended(text)));
    else dictionary.set(key, unquoteHeaderValue(text));
  }
  return dictionary;
}

/**
 * A list of items, or keys with values, as a header has it: what is no token is put in quotes. A key whose
 * value is `undefined` stands alone; the value of a key with a star is taken as it is. Werkzeug's
 * `dump_header`.
 */
export function dumpHeader(
  items: Iterable<HeaderValue> | ReadonlyMap<string, HeaderValue | undefined>,
): string {
  if (!(items instanceof Map))
    return Array.from(items as Iterable<HeaderValue>, (item) => quoteHeaderValue(item)).join(", ");
  const parts: string[] = [];
  for (const [key, value] of items as ReadonlyMap<string, HeaderValue | undefined>) {
    if (value === undefined) parts.push(key);
    else parts.push(`${key}=${key.endsWith("*") ? value : quoteHeaderValue(value)}`);
  }
  return parts.join(", ");
}
