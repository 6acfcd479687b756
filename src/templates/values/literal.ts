/** Python literals in text: numbers, strings, `True`, `None`, lists, tuples, dictionaries and sets. */
import { Tuple } from "../../python/index.ts";
import { ValueError } from "../errors.ts";
import { Dict } from "./dict.ts";
import { float } from "./float.ts";
import { HashIndex } from "./hash.ts";
import { isNumeric } from "./numbers.ts";
import { neg } from "./operators.ts";
import { parseFloatText, parseIntText } from "./parse-number.ts";
import { decodeEscapes } from "./string-escapes.ts";

/** Brackets may nest so deep; CPython's parser gives up at about the same depth. */
const MAX_DEPTH = 100;

/**
 * The value of a literal. Python's `ast.literal_eval`, without complex numbers and bytes.
 *
 * @throws ValueError if the text is anything else.
 */
export function literalEval(text: string): unknown {
  return new LiteralParser(text).document();
}

const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.?[0-9](?:_?[0-9])*\.?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)/y;
const BLANK_LINES = /^(?:[ \t\f]*(?:#[^\n]*)?\n)*/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const STRING_PREFIX = /[rRuU]?(?="|')/y;

class LiteralParser {
  readonly #text: string;
  #at = 0;
  /** How many brackets are open; inside of them lines may end. */
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    this.#at = BLANK_LINES.exec(this.#text)?.[0].length ?? 0;
    // A blank in front would be an indented line to Python.
    if (this.#peek() === " " || this.#peek() === "\t") throw this.#error();
    const first = this.#value();
    this.#skip();
    let value = first;
    if (this.#peek() === ",")
      value = this.#tuple([first], () => this.#at >= this.#text.length || this.#isLineEnd());
    while (this.#isLineEnd()) {
      this.#at++;
      this.#skip();
    }
    if (this.#at < this.#text.length) throw this.#error();
    return value;
  }

  #value(): unknown {
    const unit = this.#peek();
    if (unit === "-" || unit === "+") {
      this.#at++;
      this.#skip();
      if (!/[0-9.(]/.test(this.#peek())) throw this.#error();
      const number = this.#value();
      if (!isNumeric(number) || typeof number === "boolean") throw this.#error();
      return unit === "-" ? neg(number) : number;
    }
    if (unit === "(") return this.#parenthesis();
    if (unit === "[") return this.#bracketed("]", () => this.#value());
    if (unit === "{") return this.#braces();
    if (/[0-9.]/.test(unit)) return this.#number();
    const prefix = this.#match(STRING_PREFIX);
    return prefix === undefined ? this.#constant() : this.#strings(prefix);
  }

  #number(): unknown {
    const text = this.#match(NUMBER);
    if (text === undefined || /[A-Za-z0-9_.]/.test(this.#peek())) throw this.#error();
    if (/^0[xXoObB]/.test(text)) return parseIntText(text, 0);
    return /[.eE]/.test(text) ? float(parseFloatText(text)) : parseIntText(text, 0);
  }

  #constant(): unknown {
    switch (this.#match(NAME)) {
      case "True":
        return true;
      case "False":
        return false;
      case "None":
        return null;
      case "set":
        if (!this.#text.startsWith("()", this.#at)) throw this.#error();
        this.#at += 2;
        return new Set();
      default:
        throw this.#error();
    }
  }

  /** Strings that stand side by side are one. */
  #strings(firstPrefix: string): string {
    let text = "";
    let prefix: string | undefined = firstPrefix;
    while (prefix !== undefined) {
      text += this.#string(prefix);
      this.#skip();
      prefix = this.#match(STRING_PREFIX);
    }
    return text;
  }

  #string(prefix: string): string {
    const quote = this.#peek();
    const isTriple = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = isTriple ? quote.repeat(3) : quote;
    const start = this.#at + end.length;
    let at = start;
    while (!this.#text.startsWith(end, at)) {
      if (at >= this.#text.length || (!isTriple && this.#text.charAt(at) === "\n")) throw this.#error();
      at += this.#text.charAt(at) === "\\" ? 2 : 1;
    }
    this.#at = at + end.length;
    const body = this.#text.slice(start, at);
    if (prefix.toLowerCase() === "r") return body;
    const decoded = decodeEscapes(body);
    if (decoded === undefined) throw this.#error();
    return decoded;
  }

  #parenthesis(): unknown {
    this.#open();
    if (this.#peek() === ")") {
      this.#close(")");
      return new Tuple();
    }
    const first = this.#value();
    this.#skip();
    const value = this.#peek() === "," ? this.#tuple([first], () => this.#peek() === ")") : first;
    this.#close(")");
    return value;
  }

  #tuple(items: unknown[], isEnd: () => boolean): Tuple {
    while (this.#peek() === ",") {
      this.#at++;
      this.#skip();
      if (isEnd()) break;
      items.push(this.#value());
      this.#skip();
    }
    return Tuple.from(items);
  }

  #bracketed<T>(close: string, item: () => T): T[] {
    this.#open();
    const items: T[] = [];
    while (this.#peek() !== close) {
      items.push(item());
      this.#skip();
      if (this.#peek() !== ",") break;
      this.#at++;
      this.#skip();
    }
    this.#close(close);
    return items;
  }

  #braces(): unknown {
    let isDict: boolean | undefined;
    const items = this.#bracketed("}", (): [unknown, unknown] => {
      const key = this.#value();
      this.#skip();
      const isPair = this.#peek() === ":";
      if (isDict !== undefined && isDict !== isPair) throw this.#error();
      isDict = isPair;
      if (!isPair) return [key, undefined];
      this.#at++;
      this.#skip();
      return [key, this.#value()];
    });
    if (isDict !== false) return new Dict(items);
    const seen = new HashIndex();
    for (const [item] of items) if (!seen.has(item)) seen.set(item, item);
    return new Set(items.map(([item]) => seen.get(item)));
  }

  #open(): void {
    if (++this.#depth > MAX_DEPTH) throw this.#error();
    this.#at++;
    this.#skip();
  }

  #close(bracket: string): void {
    this.#skip();
    if (this.#peek() !== bracket) throw this.#error();
    this.#depth--;
    this.#at++;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #isLineEnd(): boolean {
    return this.#peek() === "\n" || this.#peek() === "\r";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Blanks and comments, inside brackets line ends as well. */
  #skip(): void {
    for (;;) {
      const unit = this.#peek();
      if (unit === "#") {
        while (this.#at < this.#text.length && !this.#isLineEnd()) this.#at++;
      } else if (unit === " " || unit === "\t" || unit === "\f" || (this.#depth > 0 && this.#isLineEnd())) {
        this.#at++;
      } else {
        return;
      }
    }
  }

  #error(): ValueError {
    return new ValueError(`expected a literal at character ${this.#at}`);
  }
}
