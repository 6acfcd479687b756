/** Query strings and urlencoded forms, read and written as Werkzeug does. */
import { RequestEntityTooLarge } from "./errors.ts";
import { ImmutableMultiDict, ofLists } from "./multi-dict.ts";
import { quotePlus, unquote } from "./url-quote.ts";

/**
 * The keys and values of a query string or form: separated by `&` only, `+` a space, a blank value kept, and
 * what is percent-encoded but no UTF-8 left as it is. Linear in the length of the text.
 *
 * @param text - The query string, without `?`.
 * @param maxFields - How many fields there may be.
 * @throws RequestEntityTooLarge, a 413, if there are more.
 */
export function parseURLEncoded(
  text: string,
  maxFields: number = Number.POSITIVE_INFINITY,
): ImmutableMultiDict {
  if (text === "") return new ImmutableMultiDict();
  // Once for all fields: to do it for each key and value took half of the time.
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  const decode = spaced.includes("%") ? unquote : asItIs;
  const lists = new Map<string, string[]>();
  let count = 0;
  let equals = -1;
  for (let start = 0; start < spaced.length; ) {
    const end = placeOf("&", spaced, start);
    // Looked for only from where the last one was: the text is gone through once.
    if (equals < start) equals = placeOf("=", spaced, start);
    if (end > start) {
      if (++count > maxFields) throw tooManyFields(maxFields);
      const key = decode(spaced.slice(start, Math.min(equals, end)));
      const value = equals < end ? decode(spaced.slice(equals + 1, end)) : "";
      const values = lists.get(key);
      if (values === undefined) lists.set(key, [value]);
      else values.push(value);
    }
    start = end + 1;
  }
  return ofLists(lists);
}

/** Where the character comes next; the end of the text if it comes no more. */
function placeOf(character: string, text: string, start: number): number {
  const index = text.indexOf(character, start);
  return index === -1 ? text.length : index;
}

function asItIs(text: string): string {
  return text;
}

/** The error of a form that has more fields than it may, a 413. */
export function tooManyFields(limit: number): RequestEntityTooLarge {
  return new RequestEntityTooLarge(`The form has more than ${limit} fields.`);
}

/** Whether a form has no more fields than this, without reading them. */
export function hasAtMost(limit: number, text: string): boolean {
  let count = 0;
  for (let start = 0; start < text.length && count <= limit; ) {
    const ampersand = text.indexOf("&", start);
    const end = ampersand === -1 ? text.length : ampersand;
    if (end > start) count++;
    start = end + 1;
  }
  return count <= limit;
}

/** A value of a query string: a number is written in decimal, bytes as they are. */
export type FieldValue = string | number | Uint8Array;

/**
 * A query string or form of these keys and values, in order; what is `undefined` is left out. Werkzeug's
 * `urlencode`: spaces become `+`, and `!$'()*,/:;?@` stay readable.
 *
 * @param query - Pairs, or an object of values or lists of them.
 * @throws TypeError if a text holds half of a surrogate pair.
 */
export function urlencode(
  query:
    | ImmutableMultiDict
    | Iterable<readonly [string, FieldValue | undefined]>
    | Readonly<Record<string, FieldValue | undefined | readonly FieldValue[]>>,
): string {
  const fields: string[] = [];
  for (const [key, value] of pairsOf(query)) {
    if (value !== undefined) fields.push(`${quotePlus(key)}=${quotePlus(value)}`);
  }
  return fields.join("&");
}

function* pairsOf(
  query: Parameters<typeof urlencode>[0],
): Iterable<readonly [string, FieldValue | undefined]> {
  if (query instanceof ImmutableMultiDict) {
    for (const [key, values] of query.lists()) for (const value of values) yield [key, value];
  } else if (isPairs(query)) {
    yield* query;
  } else {
    for (const [key, value] of Object.entries(query)) {
      if (!Array.isArray(value)) yield [key, value as FieldValue | undefined];
      else for (const one of value) yield [key, one];
    }
  }
}

function isPairs(query: object): query is Iterable<readonly [string, FieldValue | undefined]> {
  return Symbol.iterator in query;
}
