/** Query strings and urlencoded forms, read as Werkzeug reads them. */
import { RequestEntityTooLarge } from "./errors.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import { unquotePlus } from "./url-quote.ts";

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
      if (fields.length >= maxFields) {
        throw new RequestEntityTooLarge(`The form has more than ${maxFields} fields.`);
      }
      fields.push(readField(text.slice(start, end)));
    }
    start = end + 1;
  }
  return new ImmutableMultiDict(fields);
}

function readField(field: string): [string, string] {
  const equals = field.indexOf("=");
  if (equals === -1) return [unquotePlus(field), ""];
  return [unquotePlus(field.slice(0, equals)), unquotePlus(field.slice(equals + 1))];
}
