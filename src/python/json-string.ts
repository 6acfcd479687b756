/** A string in JSON, as Python writes it. */

/** Printable ASCII without quote and backslash stands for itself; most keys and values are such. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** A quote, a backslash or a control character: most texts in other letters have none. */
const SPECIAL = /[^ !#-[\]-\uffff]/;
const DELETE = 0x7f;

/** A string as Python writes it: with `ensureAscii` in ASCII, else with lone surrogates kept as they are. */
export function writeString(text: string, ensureAscii: boolean): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (ensureAscii) return inASCII(SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
  const json = JSON.stringify(text);
  return text.isWellFormed() ? json : json.replace(/\\\\|\\u(d[89a-f][0-9a-f]{2})/g, unescapeSurrogate);
}

/** Escapes all but printable ASCII: a loop, which takes a third of the time of a regular expression. */
function inASCII(json: string): string {
  let escaped = "";
  let start = 0;
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code < DELETE) continue;
    escaped += `${json.slice(start, index)}\\u${(code + 0x1_0000).toString(16).slice(1)}`;
    start = index + 1;
  }
  return start === 0 ? json : escaped + json.slice(start);
}

function unescapeSurrogate(match: string, hex: string | undefined): string {
  return hex === undefined ? match : String.fromCharCode(Number.parseInt(hex, 16));
}
