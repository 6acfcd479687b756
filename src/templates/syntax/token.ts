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

/** One token. */
export type Token = {
  readonly type: TokenType;
  /** The text, or the value of a literal. */
  readonly value: string | number | bigint | object;
  /** The line it begins on, from 1. */
  readonly lineno: number;
};

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
