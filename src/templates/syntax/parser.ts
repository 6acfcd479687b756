/** The parser: tokens to a tree of statements. */
import { type SourcePlace, TemplateSyntaxError } from "../errors.ts";
import { ExpressionParser } from "./expression-parser.ts";
import type { Call, Expression, Output, Signature, Statement, Template, TemplateData } from "./nodes.ts";
import type { Span, Token } from "./token.ts";
import { TokenStream } from "./token-stream.ts";

/** Reads the statement of an extension; the stream stands behind the tag's name. */
export type TagParser = (parser: Parser, tag: Token) => Statement | readonly Statement[];

/** Statements may nest so deep. */
const MAX_DEPTH = 200;

/** Reads one template. */
export class Parser extends ExpressionParser {
  readonly #tags: ReadonlyMap<string, TagParser>;
  /** Where the tags stand, by the statements, printed expressions and conditions that were read from them. */
  readonly #spans = new Map<object, Span>();
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
    return { kind: "Template", lineno: 1, body, spans: this.#spans };
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
    this.#spans.set(printed, span);
    this.stream.expect("variable_end");
    return printed;
  }

  #parseTag(): Statement[] {
    const span = this.stream.tagSpan;
    const statements = [this.#parseStatement()].flat();
    for (const statement of statements) this.#spans.set(statement, span);
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
  parseStatements(...ends: readonly string[]): Statement[] {
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
        return this.#parseFor(lineno);
      case "if":
        return this.#parseIf(lineno);
      case "block":
        return this.#parseBlock(lineno);
      case "extends":
        return { kind: "Extends", lineno, template: this.parseExpression() };
      case "print":
        return this.#parsePrint(lineno);
      case "macro":
        return this.#parseMacro(lineno);
      case "include":
        return this.#parseInclude(lineno);
      case "from":
        return this.#parseFrom(lineno);
      case "import":
        return this.#parseImport(lineno);
      case "set":
        return this.#parseSet(lineno);
      case "with":
        return this.#parseWith(lineno);
      case "autoescape": {
        const value = this.parseExpression();
        return { kind: "Autoescape", lineno, value, body: this.parseStatements("endautoescape") };
      }
      case "call":
        return this.#parseCallBlock(lineno);
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

  #parseFor(lineno: number): Statement {
    const { stream } = this;
    const target = this.parseTarget({ isEnd: (tokens) => tokens.isName("in") });
    stream.expectName("in");
    const iterable = this.parseTuple({ withCondition: false, isEnd: (tokens) => tokens.isName("recursive") });
    const test = stream.skipName("if") ? this.parseExpression() : undefined;
    const isRecursive = stream.skipName("recursive");
    const body = this.parseStatements("endfor", "else");
    const otherwise = stream.expectName() === "endfor" ? [] : this.parseStatements("endfor");
    return { kind: "For", lineno, target, iterable, test, isRecursive, body, otherwise };
  }

  #parseIf(lineno: number): Statement {
    const branches: { test: Expression; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    for (;;) {
      const span = this.stream.tagSpan;
      const test = this.parseTuple({ withCondition: false });
      this.#spans.set(test, span);
      branches.push({ test, body: this.parseStatements("elif", "else", "endif") });
      const end = this.stream.expectName();
      if (end === "elif") continue;
      if (end === "else") otherwise = this.parseStatements("endif");
      return { kind: "If", lineno, branches, otherwise };
    }
  }

  #parseBlock(lineno: number): Statement {
    const { stream } = this;
    const name = stream.expectName();
    const isScoped = stream.skipName("scoped");
    const isRequired = stream.skipName("required");
    if (stream.is("-")) {
      throw stream.error("Block names may not contain hyphens, use an underscore instead.");
    }
    const body = this.parseStatements("endblock");
    if (isRequired && !body.every(isBlank)) {
      throw stream.error("Required blocks can only contain comments or whitespace");
    }
    stream.skipName(name);
    return { kind: "Block", lineno, name, body, isScoped, isRequired };
  }

  #parsePrint(lineno: number): Output {
    const nodes: Expression[] = [];
    while (!this.stream.is("block_end")) {
      if (nodes.length > 0) this.stream.expect(",");
      nodes.push(this.parseExpression());
    }
    return { kind: "Output", lineno, nodes };
  }

  #parseMacro(lineno: number): Statement {
    const name = this.#targetName();
    const signature = this.#parseSignature();
    return { kind: "Macro", lineno, name, ...signature, body: this.parseStatements("endmacro") };
  }

  #targetName(): string {
    const token = this.stream.expect("name");
    const name = String(token.value);
    checkAssignable(name, () => this.stream.error(`can't assign to '${name}'`, token));
    return name;
  }

  #parseSignature(): Signature {
    const { stream } = this;
    const parameters: Signature["parameters"][number][] = [];
    const defaults: Expression[] = [];
    stream.expect("(");
    while (!stream.is(")")) {
      if (parameters.length > 0) stream.expect(",");
      const token = stream.current;
      const name = this.#targetName();
      if (parameters.some((parameter) => parameter.name === name)) {
        throw stream.error(`duplicate parameter '${name}'`, token);
      }
      parameters.push({ kind: "Name", lineno: token.lineno, name });
      if (stream.skip("=")) defaults.push(this.parseExpression());
      else if (defaults.length > 0) throw stream.error("non-default argument follows default argument");
    }
    stream.expect(")");
    return { parameters, defaults };
  }

  #parseCallBlock(lineno: number): Statement {
    const signature = this.stream.is("(") ? this.#parseSignature() : { parameters: [], defaults: [] };
    const token = this.stream.current;
    const call = this.parseExpression();
    if (call.kind !== "Call") throw this.stream.error("expected call", token);
    return {
      kind: "CallBlock",
      lineno,
      call: call as Call,
      ...signature,
      body: this.parseStatements("endcall"),
    };
  }

  #parseInclude(lineno: number): Statement {
    const { stream } = this;
    const template = this.parseExpression();
    const ignoreMissing = stream.isName("ignore") && stream.isNameFollowing("missing");
    if (ignoreMissing) {
      stream.next();
      stream.next();
    }
    return { kind: "Include", lineno, template, ignoreMissing, withContext: this.#parseContext() ?? true };
  }

  /** `with context` or `without context`; `undefined` if neither is there. */
  #parseContext(): boolean | undefined {
    const { stream } = this;
    if (!stream.isName("with", "without") || !stream.isNameFollowing("context")) return undefined;
    const isWith = stream.next().value === "with";
    stream.next();
    return isWith;
  }

  #parseImport(lineno: number): Statement {
    const template = this.parseExpression();
    this.stream.expectName("as");
    const target = this.#targetName();
    return { kind: "Import", lineno, template, target, withContext: this.#parseContext() ?? false };
  }

  #parseFrom(lineno: number): Statement {
    const { stream } = this;
    const template = this.parseExpression();
    stream.expectName("import");
    const names: { name: string; alias: string }[] = [];
    let withContext: boolean | undefined;
    for (;;) {
      if (names.length > 0) stream.expect(",");
      if (!stream.is("name")) throw stream.unexpected("name");
      withContext = this.#parseContext();
      if (withContext !== undefined) break;
      const token = stream.current;
      const name = this.#targetName();
      if (name.startsWith("_")) {
        throw stream.assertionError("names starting with an underline can not be imported", token);
      }
      names.push({ name, alias: stream.skipName("as") ? this.#targetName() : name });
      withContext = this.#parseContext();
      if (withContext !== undefined || !stream.is(",")) break;
    }
    return { kind: "FromImport", lineno, template, names, withContext: withContext ?? false };
  }

  #parseSet(lineno: number): Statement {
    const target = this.parseTarget({ withNamespace: true });
    if (this.stream.skip("=")) return { kind: "Assign", lineno, target, node: this.parseTuple() };
    const filter = this.parseFilter(undefined);
    return { kind: "AssignBlock", lineno, target, filter, body: this.parseStatements("endset") };
  }

  #parseWith(lineno: number): Statement {
    const { stream } = this;
    const targets: Expression[] = [];
    const values: Expression[] = [];
    while (!stream.is("block_end")) {
      if (targets.length > 0) stream.expect(",");
      targets.push(this.parseTarget({}));
      stream.expect("=");
      values.push(this.parseExpression());
    }
    return { kind: "With", lineno, targets, values, body: this.parseStatements("endwith") };
  }

  /** What is assigned to: a name, names with commas, or an attribute of a namespace. */
  parseTarget(options: { isEnd?: (stream: TokenStream) => boolean; withNamespace?: boolean }): Expression {
    const token = this.stream.current;
    const target = this.parseTuple({ ...options, isSimple: true });
    this.#checkTarget(target, token);
    return target;
  }

  #checkTarget(target: Expression, token: Token): void {
    if (target.kind === "Tuple") {
      for (const item of target.items) this.#checkTarget(item, token);
    } else if (target.kind !== "Name" && target.kind !== "NSRef") {
      throw this.stream.error(`can't assign to '${target.kind.toLowerCase()}'`, token);
    }
  }
}

function isBlank(statement: Statement): boolean {
  return (
    statement.kind === "Output" &&
    statement.nodes.every((node) => node.kind === "TemplateData" && node.text.trim() === "")
  );
}

const RESERVED = new Set(["true", "false", "none", "True", "False", "None"]);

function checkAssignable(name: string, error: () => Error): void {
  if (RESERVED.has(name)) throw error();
}
