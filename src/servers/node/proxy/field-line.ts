/** Header and trailer lines as they come from an upstream: a token, a colon, a value without control characters. */
import { commonSpellings } from "../../proxy/common-names.ts";
import { FORBIDDEN_IN_VALUE } from "../../proxy/field-syntax.ts";
import { UpstreamProtocolError } from "./errors.ts";

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const COMMON = commonSpellings([
  "Accept-Ranges",
  "Age",
  "Allow",
  "Cache-Control",
  "Connection",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Security-Policy",
  "Content-Type",
  "Date",
  "ETag",
  "Expires",
  "Keep-Alive",
  "Last-Modified",
  "Link",
  "Location",
  "Server",
  "Set-Cookie",
  "Strict-Transport-Security",
  "Transfer-Encoding",
  "Vary",
  "X-Content-Type-Options",
  "X-Frame-Options",
]);
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Name and value of a line.
 * @throws UpstreamProtocolError for a folded line, a space before the colon, a bare CR or LF, a control character.
 */
export function parseFieldLine(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0));
  if (!COMMON.has(name) && !NAME.test(name)) {
    throw new UpstreamProtocolError(
      `The upstream sent ${JSON.stringify(line.slice(0, 80))}, which is no header line.`,
    );
  }
  const value = trimmed(line, colon + 1);
  if (FORBIDDEN_IN_VALUE.test(value)) {
    throw new UpstreamProtocolError(`The upstream sent a control character in the header ${name}.`);
  }
  return [name, value];
}

/** The name of a field in lower case. */
export function lowerName(name: string): string {
  return COMMON.get(name) ?? name.toLowerCase();
}

/** The text from `start` without spaces and tabs around it; `trim()` would take U+00A0 as well. */
function trimmed(line: string, start: number): string {
  let from = start;
  let to = line.length;
  while (from < to && isBlank(line.charCodeAt(from))) from++;
  while (to > from && isBlank(line.charCodeAt(to - 1))) to--;
  return line.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
