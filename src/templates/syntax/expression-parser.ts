/** Expressions: what stands between `{{` and `}}`, and in statements. Operators by what they bind. */
import type { BinaryOperator, Comparison, Expression } from "./nodes.ts";
import { type EndRule, MAX_DEPTH, OperandParser, type TupleOptions } from "./operand-parser.ts";
import { describeToken } from "./token.ts";

/** Reads expressions from a stream of tokens. */
export class ExpressionParser extends OperandParser {
  /** An expression; without a condition `a if b` is `a`. */
  override parseExpression(withCondition = true): Expression {
    if (++this.depth > MAX_DEPTH) throw this.stream.error(`expressions nest deeper than ${MAX_DEPTH} levels`);
    // How deep the tree is: what stands side by side is no deeper than the deepest of it.
    const links = this.links;
    this.links = 0;
    const expression = withCondition ? this.#parseCondition() : this.#parseOr();
    this.links = Math.max(links, this.links);
    this.depth--;
    return expression;
  }

  /** Expressions separated by commas; one alone is itself. */
  override parseTuple(options: TupleOptions = {}): Expression {
    const { stream } = this;
    const { lineno } = stream.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) stream.expect(",");
      if (this.#isTupleEnd(options.isEnd)) break;
      items.push(
        options.isSimple
          ? this.parsePrimary(options.withNamespace)
          : this.parseExpression(options.withCondition),
      );
      if (!stream.is(",")) break;
      isTuple = true;
    }
    const [first] = items;
    if (!isTuple && first !== undefined) return first;
    if (!isTuple && !options.isParenthesized) {
      throw stream.error(`Expected an expression, got '${describeToken(stream.current)}'`);
    }
    return { kind: "Tuple", lineno, items };
  }

  #isTupleEnd(isEnd: EndRule | undefined): boolean {
    const { stream } = this;
    if (stream.is("variable_end") || stream.is("block_end") || stream.is(")")) return true;
    return isEnd?.(stream) ?? false;
  }

  #parseCondition(): Expression {
    let { lineno } = this.stream.current;
    let expression = this.#parseOr();
    while (this.stream.skipName("if")) {
      this.link();
      const test = this.#parseOr();
      const otherwise = this.stream.skipName("else") ? this.parseExpression() : undefined;
      expression = { kind: "CondExpr", lineno, test, value: expression, otherwise };
      lineno = this.stream.current.lineno;
    }
    return expression;
  }

  #parseOr(): Expression {
    let left = this.#parseAnd();
    for (
      let { lineno } = this.stream.current;
      this.stream.skipName("or");
      lineno = this.stream.current.lineno
    ) {
      this.link();
      left = { kind: "Or", lineno, left, right: this.#parseAnd() };
    }
    return left;
  }

  #parseAnd(): Expression {
    let left = this.#parseNot();
    for (
      let { lineno } = this.stream.current;
      this.stream.skipName("and");
      lineno = this.stream.current.lineno
    ) {
      this.link();
      left = { kind: "And", lineno, left, right: this.#parseNot() };
    }
    return left;
  }

  #parseNot(): Expression {
    const { lineno } = this.stream.current;
    if (!this.stream.skipName("not")) return this.#parseCompare();
    return this.nested(() => ({ kind: "Not", lineno, node: this.#parseNot() }));
  }

  #parseCompare(): Expression {
    const { lineno } = this.stream.current;
    const node = this.#parseSum();
    const operations: { operator: Comparison; node: Expression }[] = [];
    for (;;) {
      const operator = this.#comparison();
      if (operator === undefined) break;
      operations.push({ operator, node: this.#parseSum() });
    }
    return operations.length === 0 ? node : { kind: "Compare", lineno, node, operations };
  }

  #comparison(): Comparison | undefined {
    const { stream } = this;
    const { type } = stream.current;
    switch (type) {
      case "==":
      case "!=":
      case "<":
      case "<=":
      case ">":
      case ">=":
        stream.next();
        return type;
      default:
        if (stream.skipName("in")) return "in";
        if (!stream.isName("not") || !stream.isNameFollowing("in")) return undefined;
        stream.next();
        stream.next();
        return "not in";
    }
  }

  #parseBinary(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    const { stream } = this;
    let left = operand();
    for (;;) {
      const { lineno, type } = stream.current;
      const operator = operators.find((candidate) => candidate === type);
      if (operator === undefined) return left;
      stream.next();
      this.link();
      left = { kind: "Binary", lineno, operator, left, right: operand() };
    }
  }

  #parseSum(): Expression {
    return this.#parseBinary(["+", "-"], () => this.#parseConcat());
  }

  #parseConcat(): Expression {
    const { lineno } = this.stream.current;
    const first = this.#parseProduct();
    if (!this.stream.is("~")) return first;
    const nodes = [first];
    while (this.stream.skip("~")) nodes.push(this.#parseProduct());
    return { kind: "Concat", lineno, nodes };
  }

  #parseProduct(): Expression {
    return this.#parseBinary(["*", "/", "//", "%"], () => this.#parsePower());
  }

  #parsePower(): Expression {
    return this.#parseBinary(["**"], () => this.parseUnary());
  }

  /** A value with what stands directly behind it: calls, subscripts and, if wanted, filters. */
  parseUnary(withFilter = true): Expression {
    const { lineno, type } = this.stream.current;
    let node: Expression;
    if (type === "-" || type === "+") {
      this.stream.next();
      node = this.nested(() => ({ kind: "Unary", lineno, operator: type, node: this.parseUnary(false) }));
    } else {
      node = this.parsePrimary();
    }
    node = this.parsePostfix(node);
    return withFilter ? this.parseFilterExpression(node) : node;
  }
}
