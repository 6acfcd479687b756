/** The parser: tokens to a tree of a template. */
import { type SourcePlace, TemplateSyntaxError } from "../errors.ts";
import type { Expression, Statement, Template, TemplateData } from "./nodes.ts";
import { StatementParser } from "./statement-parser.ts";
import type { Token } from "./token.ts";
import { TokenStream } from "./token-stream.ts";

/** Reads the statement of an extension; the stream stands behind the tag's name. */
export type TagParser = (parser: Parser, tag: Token) => Statement | readonly Statement[];

/** Statements may nest so deep. */
const MAX_DEPTH = 200;

/** Reads one template. */
export class Parser extends StatementParser {
  readonly #tags: ReadonlyMap<string, TagParser>;
  /** The tags that are open, with what may close each. */
  readonly #open: { readonly name: string; readonly lineno: number }[] = [];

  readonly #report: ((error: TemplateSyntaxError) => void) | undefined;

  /** @param report - Is told of each mistake, and the reading goes on; without it the first one is thrown. */
  constructor(
    tokens: readonly Token[],
    place: SourcePlace = {},
    tags: ReadonlyMap<string, TagParser> = new Map(),
    report?: ((error: TemplateSyntaxError) => void) | undefined,
  ) {
    super(new TokenStream(tokens, place));
    this.#tags = tags;
    this.#report = report;
  }

  /** The whole template. */
  parse(): Template {
    const body = this.#parseBody(undefined);
    return { kind: "Template", lineno: 1, body, spans: this.spans };
  }

  /** An expression that is all there is. */
  parseAlone(): Expression {
    const expression = this.parseExpression();
    if (!this.stream.is("eof")) throw this.stream.error("chunk after expression");
    return expression;
  }

  #parseBody(ends: readonly string[] | undefined): Statement[] {
    const { stream } = this;
    const body: Statement[] = [];
    let nodes: (TemplateData | Expression)[] = [];
    const flush = (): void => {
      const [first] = nodes;
      if (first !== undefined) body.push({ kind: "Output", lineno: first.lineno, nodes });
      nodes = [];
    };
    while (!stream.is("eof")) {
      const { type, value, lineno } = stream.next();
      if (type === "data") {
        nodes.push({ kind: "TemplateData", lineno, text: String(value) });
      } else if (type === "variable_begin") {
        this.#recovering(() => nodes.push(this.#parsePrinted()));
      } else {
        flush();
        if (ends !== undefined && stream.isName(...ends)) return body;
        this.#recovering(() => body.push(...this.#parseTag()));
      }
    }
    flush();
    if (ends !== undefined) throw this.#unclosed(ends);
    return body;
  }

  #parsePrinted(): Expression {
    const span = this.stream.tagSpan;
    const printed = this.parseTuple({ withCondition: true });
    this.spans.set(printed, span);
    this.stream.expect("variable_end");
    return printed;
  }

  #parseTag(): Statement[] {
    const span = this.stream.tagSpan;
    const statements = [this.#parseStatement()].flat();
    for (const statement of statements) this.spans.set(statement, span);
    this.stream.expect("block_end");
    return statements;
  }

  /** Where all mistakes of a template are wanted, one is reported, and the reading goes on behind its tag. */
  #recovering(parse: () => void): void {
    if (this.#report === undefined) {
      parse();
      return;
    }
    const { depth, stream } = this;
    const open = this.#open.length;
    const name = String(stream.current.value);
    try {
      parse();
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      // What closes a tag that could not be read is no mistake of its own.
      if (!this.#isOrphan(name)) this.#report(error);
      this.#orphans.add(name);
      this.#open.length = open;
      this.depth = depth;
      stream.skipTag();
    }
  }

  /** The tags that could not be read. */
  readonly #orphans = new Set<string>();

  #isOrphan(name: string): boolean {
    if (name.startsWith("end")) return this.#orphans.has(name.slice(3));
    if (name === "elif") return this.#orphans.has("if");
    if (name === "else") return this.#orphans.has("if") || this.#orphans.has("for");
    return name === "pluralize" && this.#orphans.has("trans");
  }

  /** A body up to one of the tags that end it; the end's name is read if it is the only one. */
  override parseStatements(...ends: readonly string[]): Statement[] {
    const { stream } = this;
    // A colon is allowed where Python has one.
    stream.skip(":");
    stream.expect("block_end");
    const body = this.#parseBody(ends);
    if (ends.length === 1) stream.next();
    return body;
  }

  #unclosed(ends: readonly string[]): Error {
    const open = this.#open.at(-1);
    const looked = ends.map((end) => `'${end}'`).join(" or ");
    const block =
      open === undefined
        ? ""
        : ` The innermost block that needs to be closed is '${open.name}' of line ${open.lineno}.`;
    return this.stream.error(
      `Unexpected end of template. Jinja was looking for the following tags: ${looked}.${block}`,
    );
  }

  #parseStatement(): Statement | readonly Statement[] {
    const { stream } = this;
    const token = stream.current;
    if (token.type !== "name") throw stream.error("tag name expected");
    const name = String(token.value);
    if (this.#open.length >= MAX_DEPTH) throw stream.error(`statements nest deeper than ${MAX_DEPTH} levels`);
    this.#open.push({ name, lineno: token.lineno });
    stream.next();
    const statement = this.#statement(name, token);
    this.#open.pop();
    return statement;
  }

  #statement(name: string, token: Token): Statement | readonly Statement[] {
    const { lineno } = token;
    switch (name) {
      case "for":
        return this.parseFor(lineno);
      case "if":
        return this.parseIf(lineno);
      case "block":
        return this.parseBlock(lineno);
      case "extends":
        return { kind: "Extends", lineno, template: this.parseExpression() };
      case "print":
        return this.parsePrint(lineno);
      case "macro":
        return this.parseMacro(lineno);
      case "include":
        return this.parseInclude(lineno);
      case "from":
        return this.parseFrom(lineno);
      case "import":
        return this.parseImport(lineno);
      case "set":
        return this.parseSet(lineno);
      case "with":
        return this.parseWith(lineno);
      case "autoescape": {
        const value = this.parseExpression();
        return { kind: "Autoescape", lineno, value, body: this.parseStatements("endautoescape") };
      }
      case "call":
        return this.parseCallBlock(lineno);
      case "filter": {
        const filter = this.parseFilter(undefined, true);
        if (filter === undefined) throw this.stream.error("expected a filter");
        return { kind: "FilterBlock", lineno, filter, body: this.parseStatements("endfilter") };
      }
      default: {
        const parse = this.#tags.get(name);
        if (parse !== undefined) return parse(this, token);
        throw this.#unknownTag(name, token);
      }
    }
  }

  #unknownTag(name: string, tag: Token): Error {
    const open = this.#open.at(-2);
    const hint =
      open === undefined
        ? ""
        : ` The innermost block that needs to be closed is '${open.name}' of line ${open.lineno}.`;
    return this.stream.error(`Encountered unknown tag '${name}'.${hint}`, tag);
  }
}
