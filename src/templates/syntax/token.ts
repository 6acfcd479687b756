/** Tokens: what the lexer makes of a template's source and the parser reads. */

/** An operator or bracket; its text is its type. */
export type Operator =
  | "+"
  | "-"
  | "/"
  | "//"
  | "*"
  | "%"
  | "**"
  | "~"
  | "["
  | "]"
  | "("
  | ")"
  | "{"
  | "}"
  | "=="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "="
  | "."
  | ":"
  | "|"
  | ","
  | ";";

/** What kind of token it is. */
export type TokenType =
  | "data"
  | "variable_begin"
  | "variable_end"
  | "block_begin"
  | "block_end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "eof"
  | Operator;

/** A stretch of a line of the source. */
export type Span = {
  /** The line, from 1. */
  readonly lineno: number;
  /** The column of its first character, from 1; 0 where it is not known. */
  readonly column: number;
  /** The column behind its last character; 0 where it goes on to the end of the line, or further. */
  readonly end: number;
};

/** One token. */
export type Token = {
  readonly type: TokenType;
  /** The text, or the value of a literal. */
  readonly value: string | number | bigint | object;
  /** The line it begins on, from 1. */
  readonly lineno: number;
  /** The column it begins in, from 1; not known of tokens that an extension has made. */
  readonly column?: number | undefined;
  /** The column behind it. */
  readonly end?: number | undefined;
};

/** The stretch that a token takes up. */
export function spanOf({ lineno, column = 0, end = 0 }: Token): Span {
  return { lineno, column, end };
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ["data", "template data / text"],
  ["variable_begin", "begin of print statement"],
  ["variable_end", "end of print statement"],
  ["block_begin", "begin of statement block"],
  ["block_end", "end of statement block"],
  ["eof", "end of template"],
]);

/** How an error calls a kind of token. */
export function describeType(type: TokenType): string {
  return DESCRIPTIONS.get(type) ?? type;
}

/** How an error calls a token. */
export function describeToken({ type, value }: Token): string {
  return type === "name" ? String(value) : describeType(type);
}
