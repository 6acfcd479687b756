/** The lexer: a template's source as tokens. */
import { TemplateSyntaxError } from "../errors.ts";
import { float } from "../values/float.ts";
import { parseFloatText, parseIntText } from "../values/parse-number.ts";
import { decodeEscapes } from "../values/string-escapes.ts";
import { repr } from "../values/text.ts";
import type { SyntaxOptions } from "./syntax-options.ts";
import type { Operator, Token, TokenType } from "./token.ts";

/** Reads templates written under one set of options; it can be used again and again. */
export class Lexer {
  readonly #options: SyntaxOptions;
  readonly #patterns: Patterns;

  constructor(options: SyntaxOptions) {
    this.#options = options;
    this.#patterns = makePatterns(options);
  }

  /**
   * The tokens of a template, an `eof` at the end.
   *
   * @param place The template's name and file, for errors.
   * @param state `"variable"` reads the source as an expression alone.
   * @throws TemplateSyntaxError where the source is none.
   */
  tokenize(
    source: string,
    place: { templateName?: string | undefined; filename?: string | undefined } = {},
    state: "root" | "variable" = "root",
  ): Token[] {
    const run = new Run(
      normalizeLines(source, this.#options.keepTrailingNewline),
      this.#options,
      this.#patterns,
      place,
    );
    return run.tokens(state);
  }
}

function normalizeLines(source: string, keepsTrailing: boolean): string {
  const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  return !keepsTrailing && text.endsWith("\n") ? text.slice(0, -1) : text;
}

type TagKind = "comment" | "block" | "variable" | "line statement" | "line comment";

type Patterns = {
  /** Finds the next tag: group 1 is a raw block's sign, then one group for each kind of tag, with its sign. */
  readonly root: RegExp;
  /** The kinds of tags in the order of the groups. */
  readonly kinds: readonly TagKind[];
  readonly commentEnd: RegExp;
  readonly rawEnd: RegExp;
  readonly blockEnd: RegExp;
  readonly variableEnd: RegExp;
};

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function makePatterns(options: SyntaxOptions): Patterns {
  const blockStart = quote(options.blockStartString);
  const blockEnd = quote(options.blockEndString);
  const variableEnd = quote(options.variableEndString);
  const commentEnd = quote(options.commentEndString);
  const lineEnd = options.trimBlocks ? "\\n?" : "";
  const ending = (end: string): string => `(?:\\+${end}|-${end}\\s*|${end}${lineEnd})`;
  const tags: { kind: TagKind; length: number; pattern: string }[] = [
    {
      kind: "variable",
      length: options.variableStartString.length,
      pattern: quote(options.variableStartString),
    },
    { kind: "block", length: options.blockStartString.length, pattern: blockStart },
    {
      kind: "comment",
      length: options.commentStartString.length,
      pattern: quote(options.commentStartString),
    },
  ];
  const { lineStatementPrefix, lineCommentPrefix } = options;
  if (lineStatementPrefix !== undefined) {
    tags.push({
      kind: "line statement",
      length: lineStatementPrefix.length,
      pattern: `^[ \\t\\v]*${quote(lineStatementPrefix)}`,
    });
  }
  if (lineCommentPrefix !== undefined) {
    tags.push({
      kind: "line comment",
      length: lineCommentPrefix.length,
      pattern: `(?:^|(?<=\\S))[^\\S\\r\\n]*${quote(lineCommentPrefix)}`,
    });
  }
  // A longer delimiter may begin with a shorter one. Of two that are as long the later kind in the list wins.
  tags.reverse().sort((a, b) => b.length - a.length);
  const raw = `${blockStart}([-+]?)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd})`;
  return {
    root: new RegExp([raw, ...tags.map(({ pattern }) => `${pattern}([-+]?)`)].join("|"), "gm"),
    kinds: tags.map(({ kind }) => kind),
    commentEnd: new RegExp(ending(commentEnd), "g"),
    rawEnd: new RegExp(`${blockStart}([-+]?)\\s*endraw\\s*${ending(blockEnd)}`, "g"),
    blockEnd: new RegExp(ending(blockEnd), "y"),
    variableEnd: new RegExp(`(?:-${variableEnd}\\s*|${variableEnd})`, "y"),
  };
}

const SPACE = /\s+/y;
const LINE_STATEMENT_END = /\s*(?:\n|$)/y;
const FLOAT =
  /(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?e[+-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)/iy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}\p{M}_]+/uy;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const OPERATOR = /\/\/|\*\*|[=!<>]=|[-+/*%~[\](){}<>=.:|,;]/y;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** One template on its way through the lexer. */
class Run {
  readonly #source: string;
  readonly #options: SyntaxOptions;
  readonly #patterns: Patterns;
  readonly #place: { templateName?: string | undefined; filename?: string | undefined };
  readonly #tokens: Token[] = [];
  #at = 0;
  #lineno = 1;
  /** Whether a line begins here: what `lstripBlocks` strips from. */
  #isLineStart = true;

  constructor(
    source: string,
    options: SyntaxOptions,
    patterns: Patterns,
    place: { templateName?: string | undefined; filename?: string | undefined },
  ) {
    this.#source = source;
    this.#options = options;
    this.#patterns = patterns;
    this.#place = place;
  }

  tokens(state: "root" | "variable"): Token[] {
    if (state === "variable") this.#tag(undefined, "variable_end");
    else while (this.#at < this.#source.length) this.#root();
    this.#push("eof", "");
    return this.#tokens;
  }

  #root(): void {
    const { root, kinds } = this.#patterns;
    root.lastIndex = this.#at;
    const match = root.exec(this.#source);
    if (match === null) {
      this.#data(this.#source.slice(this.#at));
      this.#at = this.#source.length;
      return;
    }
    const group = match.findIndex((text, index) => index > 0 && text !== undefined);
    const kind = kinds[group - 2];
    this.#data(
      this.#strip(this.#source.slice(this.#at, match.index), match[group] ?? "", kind === "variable"),
    );
    const newlines = count(match[0]);
    this.#at = match.index + match[0].length;
    this.#isLineStart = match[0].endsWith("\n");
    switch (kind) {
      case undefined:
        this.#lineno += newlines;
        this.#raw();
        return;
      case "comment":
        this.#lineno += newlines;
        this.#comment();
        return;
      case "line comment": {
        this.#lineno += newlines;
        const end = this.#source.indexOf("\n", this.#at);
        this.#at = end === -1 ? this.#source.length : end;
        return;
      }
      case "variable":
        this.#push("variable_begin", match[0]);
        this.#tag(this.#patterns.variableEnd, "variable_end");
        return;
      default:
        this.#push("block_begin", match[0]);
        this.#lineno += newlines;
        this.#tag(kind === "block" ? this.#patterns.blockEnd : LINE_STATEMENT_END, "block_end");
    }
  }

  /** Text in front of a tag, without what the tag strips; the stripped lines are counted all the same. */
  #strip(text: string, sign: string, isVariable: boolean): string {
    if (sign === "-") {
      const stripped = text.trimEnd();
      this.#skipped = count(text.slice(stripped.length));
      return stripped;
    }
    if (sign === "+" || !this.#options.lstripBlocks || isVariable) return text;
    const lineStart = text.lastIndexOf("\n") + 1;
    const isStart = lineStart > 0 || this.#isLineStart;
    return isStart && text.slice(lineStart).trim() === "" ? text.slice(0, lineStart) : text;
  }

  /** Lines that were stripped from the text that is pushed next. */
  #skipped = 0;

  #data(text: string): void {
    if (text !== "") {
      const { newlineSequence } = this.#options;
      this.#push("data", newlineSequence === "\n" ? text : text.replaceAll("\n", newlineSequence));
    }
    this.#lineno += count(text) + this.#skipped;
    this.#skipped = 0;
  }

  #comment(): void {
    const { commentEnd } = this.#patterns;
    commentEnd.lastIndex = this.#at;
    const match = commentEnd.exec(this.#source);
    if (match === null) throw this.#error("Missing end of comment tag");
    this.#advance(match.index + match[0].length);
  }

  #raw(): void {
    const { rawEnd } = this.#patterns;
    rawEnd.lastIndex = this.#at;
    const match = rawEnd.exec(this.#source);
    if (match === null) throw this.#error("Missing end of raw directive");
    this.#data(this.#strip(this.#source.slice(this.#at, match.index), match[1] ?? "", false));
    this.#at = match.index;
    this.#advance(match.index + match[0].length);
  }

  #advance(end: number): void {
    const passed = this.#source.slice(this.#at, end);
    this.#lineno += count(passed);
    this.#isLineStart = passed.endsWith("\n");
    this.#at = end;
  }

  /** The inside of a tag, up to its end; without an end up to the end of the source. */
  #tag(end: RegExp | undefined, endType: "variable_end" | "block_end"): void {
    const brackets: string[] = [];
    while (this.#at < this.#source.length || (end === LINE_STATEMENT_END && brackets.length === 0)) {
      if (end !== undefined && brackets.length === 0) {
        const text = this.#match(end);
        if (text !== undefined) {
          this.#push(endType, text, text.trimEnd().length);
          this.#advance(this.#at + text.length);
          return;
        }
      }
      this.#tagToken(brackets);
    }
  }

  #tagToken(brackets: string[]): void {
    const space = this.#match(SPACE);
    if (space !== undefined) this.#advance(this.#at + space.length);
    else if (!this.#literal()) this.#operator(brackets);
  }

  /** Reads a number, a name or a string; whether there was one. */
  #literal(): boolean {
    const isBehindDot = this.#source.charAt(this.#at - 1) === ".";
    const real = isBehindDot ? undefined : this.#match(FLOAT);
    if (real !== undefined) return this.#take("float", real, float(parseFloatText(real)));
    const integer = this.#match(INTEGER);
    if (integer !== undefined) return this.#take("integer", integer, this.#int(integer));
    const name = this.#match(NAME);
    if (name !== undefined) {
      if (!IDENTIFIER.test(name)) throw this.#error("Invalid character in identifier");
      return this.#take("name", name, name);
    }
    const string = this.#match(STRING);
    return string !== undefined && this.#take("string", string, this.#decode(string.slice(1, -1)));
  }

  #int(text: string): Token["value"] {
    try {
      return parseIntText(text.replaceAll("_", ""), 0);
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error));
    }
  }

  #operator(brackets: string[]): void {
    const operator = this.#match(OPERATOR);
    if (operator === undefined) {
      const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
      throw this.#error(`unexpected char ${repr(character)} at ${this.#at}`);
    }
    this.#balance(operator, brackets);
    this.#take(operator as Operator, operator, operator);
  }

  #balance(operator: string, brackets: string[]): void {
    const closing = CLOSING.get(operator);
    if (closing !== undefined) brackets.push(closing);
    if (operator !== ")" && operator !== "]" && operator !== "}") return;
    const expected = brackets.pop();
    if (expected === undefined) throw this.#error(`unexpected '${operator}'`);
    if (expected !== operator) throw this.#error(`unexpected '${operator}', expected '${expected}'`);
  }

  #decode(body: string): string {
    const { newlineSequence } = this.#options;
    const text = newlineSequence === "\n" ? body : body.replaceAll("\n", newlineSequence);
    const decoded = decodeEscapes(text);
    if (decoded === undefined) throw this.#error("an escape in the string is cut off");
    return decoded;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #take(type: TokenType, text: string, value: Token["value"]): true {
    this.#push(type, value, text.length);
    this.#advance(this.#at + text.length);
    return true;
  }

  #push(type: TokenType, value: Token["value"], length = 0): void {
    const column = this.#column();
    this.#tokens.push({ type, value, lineno: this.#lineno, column, end: column && column + length });
  }

  /** Where the line begins that was looked at last, and where it ends; its number. */
  #lineStart = 0;
  #lineEnd = -1;
  #line = 0;

  /** The column of the place that is read, from 1; 0 where lines are counted otherwise than they are shown. */
  #column(): number {
    while (this.#lineEnd < this.#at && this.#lineEnd < this.#source.length) {
      this.#lineStart = this.#lineEnd + 1;
      const end = this.#source.indexOf("\n", this.#lineStart);
      this.#lineEnd = end === -1 ? this.#source.length : end;
      this.#line++;
    }
    return this.#line === this.#lineno ? this.#at - this.#lineStart + 1 : 0;
  }

  #error(message: string): TemplateSyntaxError {
    const column = this.#column();
    const end = column && column + 1;
    return new TemplateSyntaxError(message, this.#lineno, { ...this.#place, column, end });
  }
}

/** How many lines end in a text. */
function count(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
