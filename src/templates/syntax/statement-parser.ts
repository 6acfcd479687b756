/** Statements: what stands in a tag behind its name, and the bodies that belong to it. */
import { ExpressionParser } from "./expression-parser.ts";
import type { Call, Expression, Output, Signature, Statement } from "./nodes.ts";
import type { Span, Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** Reads the statements of the language, each from behind its name. */
export abstract class StatementParser extends ExpressionParser {
  /** Where the tags stand, by the statements, printed expressions and conditions that were read from them. */
  protected readonly spans: Map<object, Span> = new Map();

  /** A body up to one of the tags that end it; the end's name is read if it is the only one. */
  abstract parseStatements(...ends: readonly string[]): Statement[];

  /** What is assigned to: a name, names with commas, or an attribute of a namespace. */
  parseTarget(options: { isEnd?: (stream: TokenStream) => boolean; withNamespace?: boolean }): Expression {
    const token = this.stream.current;
    const target = this.parseTuple({ ...options, isSimple: true });
    this.#checkTarget(target, token);
    return target;
  }

  protected parseFor(lineno: number): Statement {
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

  protected parseIf(lineno: number): Statement {
    const branches: { test: Expression; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    for (;;) {
      const span = this.stream.tagSpan;
      const test = this.parseTuple({ withCondition: false });
      this.spans.set(test, span);
      branches.push({ test, body: this.parseStatements("elif", "else", "endif") });
      const end = this.stream.expectName();
      if (end === "elif") continue;
      if (end === "else") otherwise = this.parseStatements("endif");
      return { kind: "If", lineno, branches, otherwise };
    }
  }

  protected parseBlock(lineno: number): Statement {
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

  protected parsePrint(lineno: number): Output {
    const nodes: Expression[] = [];
    while (!this.stream.is("block_end")) {
      if (nodes.length > 0) this.stream.expect(",");
      nodes.push(this.parseExpression());
    }
    return { kind: "Output", lineno, nodes };
  }

  protected parseMacro(lineno: number): Statement {
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

  protected parseCallBlock(lineno: number): Statement {
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

  protected parseInclude(lineno: number): Statement {
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

  protected parseImport(lineno: number): Statement {
    const template = this.parseExpression();
    this.stream.expectName("as");
    const target = this.#targetName();
    return { kind: "Import", lineno, template, target, withContext: this.#parseContext() ?? false };
  }

  protected parseFrom(lineno: number): Statement {
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

  protected parseSet(lineno: number): Statement {
    const target = this.parseTarget({ withNamespace: true });
    if (this.stream.skip("=")) return { kind: "Assign", lineno, target, node: this.parseTuple() };
    const filter = this.parseFilter(undefined);
    return { kind: "AssignBlock", lineno, target, filter, body: this.parseStatements("endset") };
  }

  protected parseWith(lineno: number): Statement {
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
