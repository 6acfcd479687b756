/** What operators stand between: names, literals and brackets, with subscripts, calls, filters and tests behind them. */
import type { Arguments, Const, Expression, Filter, Keyword, Slice } from "./nodes.ts";
import { describeToken } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** Brackets and unary operators may nest so deep. */
export const MAX_DEPTH = 250;

/**
 * So many operators, subscripts, calls and filters may hang together in one expression: each makes the tree one
 * level deeper, and whoever walks it needs a stack.
 */
const MAX_LINKS = 2000;

/** Where a tuple without parentheses ends, besides the end of the tag. */
export type EndRule = (stream: TokenStream) => boolean;

export type TupleOptions = {
  /** Only names and literals, as the targets of an assignment are. */
  readonly isSimple?: boolean;
  /** Whether an `if` may follow an item. */
  readonly withCondition?: boolean;
  readonly isEnd?: EndRule;
  /** Whether it stands in parentheses, and may be empty. */
  readonly isParenthesized?: boolean;
  /** Whether `name.attribute` is a target. */
  readonly withNamespace?: boolean;
};

/** Reads operands from a stream of tokens. */
export abstract class OperandParser {
  readonly stream: TokenStream;
  /** How many expressions are being read, one inside the other. */
  protected depth = 0;
  /** How many links hang together in the one that is being read. */
  protected links = 0;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  abstract parseExpression(withCondition?: boolean): Expression;

  abstract parseTuple(options?: TupleOptions): Expression;

  /** A name, a literal, or an expression in brackets. */
  parsePrimary(withNamespace = false): Expression {
    const { stream } = this;
    const { type, value, lineno } = stream.current;
    switch (type) {
      case "name":
        stream.next();
        return this.#nameOrConstant(String(value), lineno, withNamespace);
      case "string":
        return this.#parseString();
      case "integer":
      case "float":
        stream.next();
        return { kind: "Const", lineno, value };
      case "(": {
        stream.next();
        const node = this.nested(() => this.parseTuple({ isParenthesized: true }));
        stream.expect(")");
        return node;
      }
      case "[":
        return this.#parseList();
      case "{":
        return this.#parseDict();
      default:
        throw stream.error(
          type === "eof" ? "unexpected end of template" : `unexpected '${describeToken(stream.current)}'`,
        );
    }
  }

  #nameOrConstant(name: string, lineno: number, withNamespace: boolean): Expression {
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return { kind: "Const", lineno, value: constant.value };
    if (withNamespace && this.stream.skip(".")) {
      return { kind: "NSRef", lineno, name, attribute: this.stream.expectName() };
    }
    return { kind: "Name", lineno, name };
  }

  #parseString(): Const {
    const { lineno } = this.stream.current;
    let value = "";
    while (this.stream.is("string")) value += String(this.stream.next().value);
    return { kind: "Const", lineno, value };
  }

  #parseItems<T>(close: "]" | "}", parseItem: () => T): T[] {
    const { stream } = this;
    const items: T[] = [];
    stream.next();
    while (!stream.is(close)) {
      if (items.length > 0) stream.expect(",");
      if (stream.is(close)) break;
      items.push(parseItem());
    }
    stream.expect(close);
    return items;
  }

  #parseList(): Expression {
    const { lineno } = this.stream.current;
    return { kind: "List", lineno, items: this.#parseItems("]", () => this.parseExpression()) };
  }

  #parseDict(): Expression {
    const { lineno } = this.stream.current;
    const items = this.#parseItems("}", () => {
      const key = this.parseExpression();
      this.stream.expect(":");
      return { key, value: this.parseExpression() };
    });
    return { kind: "Dict", lineno, items };
  }

  /** Subscripts, attributes and calls behind a value. */
  parsePostfix(value: Expression): Expression {
    let node = value;
    for (;;) {
      if (this.stream.is(".") || this.stream.is("[")) node = this.#parseSubscript(node);
      else if (this.stream.is("(")) node = this.parseCall(node);
      else return node;
    }
  }

  /** Filters, tests and calls behind a value. */
  protected parseFilterExpression(value: Expression): Expression {
    let node = value;
    for (;;) {
      if (this.stream.is("|")) node = this.parseFilter(node) ?? node;
      else if (this.stream.isName("is")) node = this.#parseTest(node);
      // Calls are possible behind a filter as well: {{ foo|bar(1)(2) }}.
      else if (this.stream.is("(")) node = this.parseCall(node);
      else return node;
    }
  }

  #parseSubscript(node: Expression): Expression {
    const { stream } = this;
    this.link();
    const { type, lineno } = stream.next();
    if (type === ".") {
      const attribute = stream.next();
      if (attribute.type === "name")
        return { kind: "Getattr", lineno, node, attribute: String(attribute.value) };
      if (attribute.type !== "integer") throw stream.error("expected name or number", attribute);
      return { kind: "Getitem", lineno, node, key: { kind: "Const", lineno, value: attribute.value } };
    }
    const keys: Expression[] = [];
    while (!stream.is("]")) {
      if (keys.length > 0) stream.expect(",");
      keys.push(this.#parseSubscribed());
    }
    stream.expect("]");
    const [first] = keys;
    const key: Expression =
      keys.length === 1 && first !== undefined ? first : { kind: "Tuple", lineno, items: keys };
    return { kind: "Getitem", lineno, node, key };
  }

  #parseSubscribed(): Expression {
    const { stream } = this;
    const { lineno } = stream.current;
    let start: Expression | undefined;
    if (!stream.is(":")) {
      start = this.parseExpression();
      if (!stream.is(":")) return start;
    }
    stream.expect(":");
    const stop = this.#parseBound();
    const step = stream.skip(":") ? this.#parseBound() : undefined;
    const slice: Slice = { kind: "Slice", lineno, start, stop, step };
    return slice;
  }

  #parseBound(): Expression | undefined {
    const { stream } = this;
    return stream.is(":") || stream.is("]") || stream.is(",") ? undefined : this.parseExpression();
  }

  /** A call of the node. */
  parseCall(node: Expression): Expression {
    this.link();
    const { lineno } = this.stream.current;
    return { kind: "Call", lineno, node, ...this.#parseArguments() };
  }

  #parseArguments(): Arguments {
    const { stream } = this;
    const open = stream.expect("(");
    const args: Expression[] = [];
    const keywords: Keyword[] = [];
    let dynArgs: Expression | undefined;
    let dynKeywords: Expression | undefined;
    const ensure = (isValid: boolean): void => {
      if (!isValid) throw stream.error("invalid syntax for function call expression", open);
    };
    for (let isFirst = true; !stream.is(")"); isFirst = false) {
      if (!isFirst) {
        stream.expect(",");
        if (stream.is(")")) break;
      }
      if (stream.skip("*")) {
        ensure(dynArgs === undefined && dynKeywords === undefined);
        dynArgs = this.parseExpression();
      } else if (stream.skip("**")) {
        ensure(dynKeywords === undefined);
        dynKeywords = this.parseExpression();
      } else if (stream.is("name") && stream.following.type === "=") {
        ensure(dynKeywords === undefined);
        const key = stream.expectName();
        stream.next();
        keywords.push({ key, value: this.parseExpression() });
      } else {
        ensure(dynArgs === undefined && dynKeywords === undefined && keywords.length === 0);
        args.push(this.parseExpression());
      }
    }
    stream.expect(")");
    return { args, keywords, dynArgs, dynKeywords };
  }

  /** Filters behind a value; of a block that is filtered the first one stands without a bar. */
  parseFilter(value: Expression | undefined, startsInline = false): Filter | undefined {
    const { stream } = this;
    let filter: Filter | undefined;
    let isInline = startsInline;
    while (isInline || stream.is("|")) {
      if (!isInline) stream.next();
      this.link();
      isInline = false;
      const { lineno } = stream.current;
      const name = this.#dottedName();
      const args = stream.is("(") ? this.#parseArguments() : NO_ARGUMENTS;
      filter = { kind: "Filter", lineno, node: filter ?? value, name, ...args };
    }
    return filter;
  }

  #dottedName(): string {
    let name = this.stream.expectName();
    while (this.stream.skip(".")) name += `.${this.stream.expectName()}`;
    return name;
  }

  #parseTest(node: Expression): Expression {
    const { stream } = this;
    this.link();
    const { lineno } = stream.next();
    const isNegated = stream.skipName("not");
    const name = this.#dottedName();
    let args = NO_ARGUMENTS;
    if (stream.is("(")) args = this.#parseArguments();
    else if (this.#startsArgument()) {
      if (stream.isName("is")) throw stream.error("You cannot chain multiple tests with is");
      args = { ...NO_ARGUMENTS, args: [this.parsePostfix(this.parsePrimary())] };
    }
    const test: Expression = { kind: "Test", lineno, node, name, ...args };
    return isNegated ? { kind: "Not", lineno, node: test } : test;
  }

  /** Whether a test's only argument stands behind it without parentheses. */
  #startsArgument(): boolean {
    const { stream } = this;
    if (stream.isName("else", "or", "and")) return false;
    const { type } = stream.current;
    return ["name", "string", "integer", "float", "[", "{"].includes(type);
  }

  /** Counts one level of the tree. */
  protected link(): void {
    if (++this.links > MAX_LINKS) {
      throw this.stream.error(
        `more than ${MAX_LINKS} operators in one expression; set a variable to a part of it`,
      );
    }
  }

  protected nested<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw this.stream.error(`expressions nest deeper than ${MAX_DEPTH} levels`);
    const node = parse();
    this.depth--;
    return node;
  }
}

const NO_ARGUMENTS: Arguments = { args: [], keywords: [], dynArgs: undefined, dynKeywords: undefined };

const CONSTANTS: ReadonlyMap<string, { readonly value: unknown }> = new Map([
  ["true", { value: true }],
  ["True", { value: true }],
  ["false", { value: false }],
  ["False", { value: false }],
  ["none", { value: null }],
  ["None", { value: null }],
]);
