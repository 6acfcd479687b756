/** Headers such as Content-Type: a value with parameters (RFC 9110, section 5.6.6). */
import { type HeaderValue, quoteHeaderValue } from "./quoted-string.ts";
import { unquoteReplacing } from "./url-quote.ts";

/**
 * The value of a header and its parameters. Werkzeug's `parse_options_header`: quoted strings are unquoted,
 * `key*=utf-8''…` is decoded (RFC 8187), `key*0`, `key*1` are joined (RFC 2231), broken parts are skipped.
 *
 * @param header - The header's value, or `undefined` if there is none.
 * @returns The value, and the parameters by lower-case name.
 * @example
 * ```ts
 * parseOptionsHeader('text/html; charset="utf-8"');   // ["text/html", Map { "charset" => "utf-8" }]
 * ```
 */
export function parseOptionsHeader(header: string | undefined): [string, Map<string, string>] {
  if (header === undefined) return ["", new Map()];
  const semicolon = header.indexOf(";");
  if (semicolon === -1) return [header.trim(), new Map()];
  const value = header.slice(0, semicolon).trim();
  if (value === "") return ["", new Map()];
  return [value, decodeParameters(splitParameters(header, semicolon + 1))];
}

/**
 * A value with parameters as a header has it; what is no token is put in quotes, and a parameter whose value
 * is `undefined` is left out. Werkzeug's `dump_options_header`.
 *
 * @param value - The value, or `undefined` for the parameters alone.
 * @param options - The parameters. The value of one whose name ends in a star is taken as it is (RFC 8187).
 * @example
 * ```ts
 * dumpOptionsHeader("attachment", { filename: "tea list.txt" });   // attachment; filename="tea list.txt"
 * ```
 */
export function dumpOptionsHeader(
  value: string | undefined,
  options: ReadonlyMap<string, HeaderValue | undefined> | Readonly<Record<string, HeaderValue | undefined>>,
): string {
  const parts = value === undefined ? [] : [value];
  for (const [key, option] of options instanceof Map ? options : Object.entries(options)) {
    if (option !== undefined) parts.push(`${key}=${key.endsWith("*") ? option : quoteHeaderValue(option)}`);
  }
  return parts.join("; ");
}

const KEY = /\s*([\w!#$%&'*+\-.^`|~]+)=/y;
const TOKEN = /[\w!#$%&'*+\-.^`|~]+/y;
const CHARSET_VALUE = /^([\w!#$%&*+\-.^`|~]*)'[\w!#$%&*+\-.^`|~]*'([\w!#$%&'*+\-.^`|~]+)/;
const CONTINUATION = /\*[0-9]+$/;
const UTF8: ReadonlySet<string> = new Set(["ascii", "us-ascii", "utf-8"]);

/** Each `key=value`, the value as it is written. */
function splitParameters(header: string, start: number): [string, string][] {
  const parts: [string, string][] = [];
  let index = start;
  while (index <= header.length) {
    const key = matchAt(KEY, header, index);
    if (key !== undefined) {
      const valueStart = index + key[0].length;
      const valueEnd = endOfValue(header, valueStart);
      if (valueEnd > valueStart)
        parts.push([(key[1] ?? "").toLowerCase(), header.slice(valueStart, valueEnd)]);
      index = header.charCodeAt(valueStart) === QUOTE && valueEnd === valueStart ? valueStart : valueEnd;
    }
    const semicolon = header.indexOf(";", index);
    if (semicolon === -1) break;
    index = semicolon + 1;
  }
  return parts;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where a token or quoted string ends; where it starts, if it is neither. */
function endOfValue(header: string, start: number): number {
  const token = matchAt(TOKEN, header, start);
  if (token !== undefined) return start + token[0].length;
  if (header.charCodeAt(start) !== QUOTE) return start;
  for (let index = start + 1; index < header.length; index++) {
    const code = header.charCodeAt(index);
    if (code === QUOTE) return index + 1;
    const next = header.charCodeAt(index + 1);
    if (code === BACKSLASH && (next === QUOTE || next === BACKSLASH)) index++;
  }
  return start;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text) ?? undefined;
}

function decodeParameters(parts: readonly [string, string][]): Map<string, string> {
  const parameters = new Map<string, string>();
  let charset = "";
  for (const [writtenKey, writtenValue] of parts) {
    let key = writtenKey;
    let value = writtenValue;
    if (key.endsWith("*")) {
      key = key.slice(0, -1);
      const match = CHARSET_VALUE.exec(value);
      // A continued value says its charset in the first part only.
      if (match?.[1]) charset = match[1].toLowerCase();
      value = decodeValue(match?.[2] ?? value, charset);
    }
    if (value.startsWith('"') && value.endsWith('"') && value.length > 1) value = unquoteString(value);
    const name = key.replace(CONTINUATION, "");
    parameters.set(name, name === key ? value : (parameters.get(name) ?? "") + value);
  }
  return parameters;
}

function decodeValue(value: string, charset: string): string {
  if (UTF8.has(charset)) return unquoteReplacing(value);
  if (charset !== "iso-8859-1") return value;
  return value.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** The value of a key with a star, `charset'language'percent-encoded` (RFC 8187); any other as it is. */
export function decodeExtended(value: string): string {
  const match = CHARSET_VALUE.exec(value);
  return match === null ? value : decodeValue(match[2] ?? "", (match[1] ?? "").toLowerCase());
}

function unquoteString(value: string): string {
  return value.slice(1, -1).replaceAll("\\\\", "\\").replaceAll('\\"', '"').replaceAll("%22", '"');
}
