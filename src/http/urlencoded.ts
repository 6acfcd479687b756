/** Query strings and urlencoded forms, read and written as Werkzeug does. */
import { RequestEntityTooLarge } from "./errors.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import { quotePlus, unquotePlus } from "./url-quote.ts";

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
  const fields: [string, string][] = [];
  let start = 0;
  while (start <= text.length) {
    const ampersand = text.indexOf("&", start);
    const end = ampersand === -1 ? text.length : ampersand;
    if (end > start) {
      if (fields.length >= maxFields) throw tooManyFields(maxFields);
      fields.push(readField(text.slice(start, end)));
    }
    start = end + 1;
  }
  return new ImmutableMultiDict(fields);
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

function readField(field: string): [string, string] {
  const equals = field.indexOf("=");
  if (equals === -1) return [unquotePlus(field), ""];
  return [unquotePlus(field.slice(0, equals)), unquotePlus(field.slice(equals + 1))];
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
