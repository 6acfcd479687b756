/** What a header field may hold (RFC 9110, sections 5.1 and 5.5): names are tokens, values have no controls. */

const ASCII_VALUE = /^[\t\x20-\x7e]*$/;

/** A character that no header value may hold. */
export const FORBIDDEN_IN_VALUE: RegExp = /[^\t\x20-\x7e\x80-\xff]/;
const TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const IS_TOKEN_CHARACTER: Uint8Array = tokenTable();

/** Whether the text is a token: one or more of the characters that header and cookie names are made of. */
export function isToken(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (IS_TOKEN_CHARACTER[text.charCodeAt(index)] !== 1) return false;
  }
  return text.length > 0;
}

/** Throws a TypeError that names the header unless its name is a token. */
export function checkFieldName(name: string): void {
  if (typeof name === "string" && isToken(name)) return;
  throw new TypeError(
    `${JSON.stringify(name)} is no header name: RFC 9110 allows letters, digits and !#$%&'*+-.^_\`|~ only.`,
  );
}

/**
 * Throws a TypeError, naming the header and the character, if the value can't be sent as it is.
 * @returns Whether the value is ASCII, as nearly all are.
 */
export function checkFieldValue(name: string, value: string): boolean {
  if (typeof value !== "string") {
    throw new TypeError(`The value of header ${name} must be a string, not ${describe(value)}.`);
  }
  if (ASCII_VALUE.test(value)) return true;
  if (!FORBIDDEN_IN_VALUE.test(value)) return false;
  const index = value.search(FORBIDDEN_IN_VALUE);
  const code = value.charCodeAt(index);
  const remedy =
    code > 0xff ? "percent-encode it or send it in the body" : "strip it: it could start a header of its own";
  throw new TypeError(
    `The value of header ${name} holds the character U+${hex(code)} at index ${index}; ${remedy}.`,
  );
}

/** A character code as `U+` notation wants it: upper-case, four digits at least. */
export function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, "0");
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value;
}

function tokenTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let index = 0; index < TOKEN_CHARACTERS.length; index++) table[TOKEN_CHARACTERS.charCodeAt(index)] = 1;
  return table;
}
