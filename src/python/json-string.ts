/** A string in JSON, as Python writes it. */

/** Printable ASCII without quote and backslash stands for itself; most keys and values are such. */
const PLAIN = /^[ !#-[\]-~]*$/;
const NOT_PRINTABLE_ASCII = /[\u007f-\uffff]/g;

/** A string as Python writes it: with `ensureAscii` in ASCII, else with lone surrogates kept as they are. */
export function writeString(text: string, ensureAscii: boolean): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const json = JSON.stringify(text);
  if (ensureAscii) return json.replace(NOT_PRINTABLE_ASCII, escapeUnit);
  return text.isWellFormed() ? json : json.replace(/\\\\|\\u(d[89a-f][0-9a-f]{2})/g, unescapeSurrogate);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function unescapeSurrogate(match: string, hex: string | undefined): string {
  return hex === undefined ? match : String.fromCharCode(Number.parseInt(hex, 16));
}
