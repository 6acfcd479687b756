/** Quoted strings (RFC 9110, section 5.6.4): what a header holds that is no token. */
import { isToken } from "./field-syntax.ts";

/** What a value of a header may be, before it is written: a number is written in decimal. */
export type HeaderValue = string | number;

/**
 * A value as it stands in a header: a token as it is, everything else in quotes. Werkzeug's
 * `quote_header_value`.
 *
 * @param value - The value; control characters are not looked for here, but where a header is set.
 * @param options - `allowToken: false` puts a token in quotes too.
 */
export function quoteHeaderValue(
  value: HeaderValue,
  options: { readonly allowToken?: boolean | undefined } = {},
): string {
  const text = `${value}`;
  if (options.allowToken !== false && isToken(text)) return text;
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The value without its quotes and their escapes, if it has any. Werkzeug's `unquote_header_value`. */
export function unquoteHeaderValue(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/g, "$1");
}
