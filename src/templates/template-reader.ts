/** Reads the sources of templates, as the extensions of an environment want it. */
import type { SourcePlace, TemplateSyntaxError } from "./errors.ts";
import { byPriority, type Extension, tagParsers } from "./extensions/extension.ts";
import { Lexer } from "./syntax/lexer.ts";
import type { Expression, Template } from "./syntax/nodes.ts";
import { Parser, type TagParser } from "./syntax/parser.ts";
import type { SyntaxOptions } from "./syntax/syntax-options.ts";
import type { Token } from "./syntax/token.ts";

/** The reader of one environment. */
export class TemplateReader {
  readonly #syntax: SyntaxOptions;
  readonly #extensions: ReadonlyMap<string, Extension>;
  #tags: ReadonlyMap<string, TagParser> = new Map();
  #lexer: Lexer | undefined;

  /** @param extensions By their identifiers; after a change {@link readTags} is called. */
  constructor(syntax: SyntaxOptions, extensions: ReadonlyMap<string, Extension>) {
    this.#syntax = syntax;
    this.#extensions = extensions;
  }

  /** Cuts sources into tokens; made at first use. */
  get lexer(): Lexer {
    this.#lexer ??= new Lexer(this.#syntax);
    return this.#lexer;
  }

  /** Asks the extensions for the statements that they add. */
  readTags(): void {
    this.#tags = tagParsers(byPriority(this.#extensions.values()));
  }

  /**
   * The tree of a template.
   *
   * @param report Is told of each mistake, and the reading goes on; without it the first one is thrown.
   * @throws TemplateSyntaxError; RangeError where it nests too deep for the stack.
   */
  parse(
    source: string,
    place: SourcePlace,
    report?: ((error: TemplateSyntaxError) => void) | undefined,
  ): Template {
    return new Parser(this.#tokens(source, place), place, this.#tags, report).parse();
  }

  /** The tree of an expression that stands alone. Otherwise as {@link parse}. */
  parseExpression(source: string): Expression {
    return new Parser(this.lexer.tokenize(source, {}, "variable"), {}, this.#tags).parseAlone();
  }

  /** The tokens of a source, as the extensions have changed both. */
  #tokens(source: string, place: SourcePlace): readonly Token[] {
    if (this.#extensions.size === 0) return this.lexer.tokenize(source, place);
    const extensions = byPriority(this.#extensions.values());
    let text = source;
    for (const extension of extensions) text = extension.preprocess(text, place.templateName);
    let tokens: readonly Token[] = this.lexer.tokenize(text, place);
    // The columns of another text would mislead.
    if (text !== source) tokens = tokens.map(({ type, value, lineno }) => ({ type, value, lineno }));
    for (const extension of extensions) tokens = extension.filterStream(tokens, place.templateName);
    return tokens;
  }
}
