/** A reader of tokens: one to look at, one behind it to peek at. */
import { type SourcePlace, TemplateAssertionError, TemplateSyntaxError } from "../errors.ts";
import { describeToken, describeType, type Span, spanOf, type Token, type TokenType } from "./token.ts";

/** Tokens of a template, read one after the other. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #index = 0;
  /** The template, for errors. */
  readonly place: SourcePlace;

  constructor(tokens: readonly Token[], place: SourcePlace = {}) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { type: "eof", value: "", lineno: 1 };
    this.place = place;
  }

  /** The token to be read. */
  get current(): Token {
    return this.#tokens[this.#index] ?? this.#end;
  }

  /** The token behind it. */
  get following(): Token {
    return this.#tokens[this.#index + 1] ?? this.#end;
  }

  /** What the rest of the tag takes up of its first line, the next token being in it. */
  get tagSpan(): Span {
    const { lineno, column = 0 } = this.current;
    let last = this.current;
    for (let index = this.#index; ; index++) {
      const token = this.#tokens[index];
      if (token === undefined || token.type.endsWith("_end") || token.type === "eof") break;
      last = token;
    }
    return { lineno, column, end: last.lineno === lineno ? (last.end ?? 0) : 0 };
  }

  /** Reads a token. */
  next(): Token {
    const { current } = this;
    this.#index++;
    return current;
  }

  /** Goes behind the end of the tag. */
  skipTag(): void {
    while (!this.is("eof") && !this.current.type.endsWith("_end")) this.#index++;
    this.#index++;
  }

  /** Whether the next token is of the type. */
  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  /** Whether the next token is one of the names. */
  isName(...names: readonly string[]): boolean {
    const { type, value } = this.current;
    return type === "name" && typeof value === "string" && names.includes(value);
  }

  /** Whether the token behind the next one is the name. */
  isNameFollowing(name: string): boolean {
    return this.following.type === "name" && this.following.value === name;
  }

  /** Reads the next token if it is of the type; whether it was. */
  skip(type: TokenType): boolean {
    if (!this.is(type)) return false;
    this.#index++;
    return true;
  }

  /** Reads the next token if it is the name; whether it was. */
  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.#index++;
    return true;
  }

  /** Reads a token that must be of the type. */
  expect(type: TokenType): Token {
    if (this.is(type)) return this.next();
    throw this.unexpected(describeType(type));
  }

  /** Reads a token that must be a name; the one given, if one is. */
  expectName(name?: string): string {
    const { type, value } = this.current;
    if (type !== "name" || (name !== undefined && value !== name)) throw this.unexpected(name ?? "name");
    this.#index++;
    return String(value);
  }

  /** The error of a token that is not what was expected. */
  unexpected(expected: string): TemplateSyntaxError {
    if (this.is("eof")) return this.error(`unexpected end of template, expected '${expected}'.`);
    return this.error(`expected token '${expected}', got '${describeToken(this.current)}'`);
  }

  /** An error at the next token or another one, or on a line. */
  error(message: string, at: Token | number = this.current): TemplateSyntaxError {
    if (typeof at === "number") return new TemplateSyntaxError(message, at, this.place);
    return new TemplateSyntaxError(message, at.lineno, { ...this.place, ...spanOf(at) });
  }

  /** The same for what can be read, but makes no sense. */
  assertionError(message: string, at: Token): TemplateAssertionError {
    return new TemplateAssertionError(message, at.lineno, { ...this.place, ...spanOf(at) });
  }
}
