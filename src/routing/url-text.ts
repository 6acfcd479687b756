/** Percent-encodes the values that a URL is built of, so that each is read back as it was. */

// What is legal in a path or a query and ends nothing there stays readable, as in Werkzeug's URLs.
const LEGAL_IN_PATH = /%(?:24|26|2B|2C|3A|3B|3D|40|2F)/g;
const LEGAL_IN_QUERY = /%(?:24|2C|2F|3A|3B|3F|40)/g;
const MISREAD = /[\p{Cc}\\]/gu;
const NEEDS_NOTHING = /^[\w./~-]*$/;

/** A text for a path; a slash stays one. */
export function pathText(text: string): string {
  return NEEDS_NOTHING.test(text) ? text : encode(text).replace(LEGAL_IN_PATH, decodeURIComponent);
}

/** A key or value for a query; a space is `+`, as in a form. */
export function queryText(text: string): string {
  if (NEEDS_NOTHING.test(text)) return text;
  return encode(text).replace(LEGAL_IN_QUERY, decodeURIComponent).replaceAll("%20", "+");
}

/** Encodes what a browser leaves out of a URL, or reads as a slash, so that it leads nowhere else: `/\\host`. */
export function encodeMisread(url: string): string {
  return url.replace(MISREAD, encodeURIComponent);
}

/** Half a surrogate pair has no UTF-8; it becomes U+FFFD rather than an error. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
