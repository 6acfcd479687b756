/** Writes the JavaScript of expressions. */
import { Tuple } from "../../python/index.ts";
import type * as nodes from "../syntax/nodes.ts";
import { isHiddenProperty, isSpecialName } from "../values/attributes.ts";
import { Float } from "../values/float.ts";
import { CallCompiler } from "./call-compiler.ts";
import { fold } from "./fold.ts";
import type { Frame } from "./frame.ts";

const BINARY: Readonly<Record<nodes.BinaryOperator, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
};

const LOOP_ATTRIBUTES = new Set([
  "index",
  "index0",
  "revindex",
  "revindex0",
  "first",
  "last",
  "length",
  "depth",
  "depth0",
]);

/** Those that may have to wait for the next item of an async iterable. */
const LOOKS_AHEAD = new Set(["revindex", "revindex0", "last", "length", "nextitem"]);

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a property of the name is an attribute of the name. */
function isPlainProperty(name: string): boolean {
  return IDENTIFIER.test(name) && !name.startsWith("__") && !isSpecialName(name) && !isHiddenProperty(name);
}

/** The expressions of a template, in one function after the other. */
export class ExpressionCompiler extends CallCompiler {
  /** The value of an expression. */
  override expression(node: nodes.Expression, frame: Frame): string {
    if (this.options.isOptimized && node.kind !== "Const") {
      const folded = fold(node, this.options);
      if (folded !== undefined) return this.constant(folded.value);
    }
    switch (node.kind) {
      case "Name":
        return this.#name(node, frame);
      case "NSRef":
        return `$getattr(${this.#name(node, frame)}, ${JSON.stringify(node.attribute)})`;
      case "Const":
        return this.constant(node.value);
      case "Tuple":
        return `new $Tuple(${this.list(node.items, frame)})`;
      case "List":
        return `[${this.list(node.items, frame)}]`;
      case "Dict":
        return this.#dict(node, frame);
      case "Getattr":
        return this.#getattr(node, frame);
      case "Getitem":
        return this.#getitem(node, frame);
      case "Slice":
        return this.constant(null);
      case "Call":
        return this.call(node, frame, undefined);
      case "Filter":
        return this.filter(node, frame, undefined);
      case "Test":
        return this.test(node, frame);
      case "Binary":
        return this.#binary(node, frame);
      case "Unary": {
        const value = this.expression(node.node, frame);
        if (this.options.interceptsUnary(node.operator)) {
          return this.at(
            node.lineno,
            `env.callUnop(${frame.callContext}, ${JSON.stringify(node.operator)}, ${value})`,
          );
        }
        return this.at(node.lineno, `${node.operator === "-" ? "$neg" : "$pos"}(${value})`);
      }
      case "And":
      case "Or": {
        const left = this.temporary();
        const first = `$truth(${left} = ${this.expression(node.left, frame)})`;
        const { place: before } = this;
        const right = this.expression(node.right, frame);
        if (this.place !== before) this.place = 0;
        return node.kind === "And" ? `(${first} ? ${right} : ${left})` : `(${first} ? ${left} : ${right})`;
      }
      case "Not":
        return `!${this.condition(node.node, frame)}`;
      case "Concat":
        return `${choose(frame, "$markupJoin", "$strJoin")}([${this.list(node.nodes, frame)}])`;
      case "Compare":
        return this.#compare(node, frame);
      case "CondExpr":
        return this.#condExpr(node, frame);
      case "ExtensionMethod":
        return `$extensionMethod(env.extensions.get(${JSON.stringify(node.extension)}), ${JSON.stringify(node.method)})`;
      case "MarkSafe": {
        const value = this.expression(node.node, frame);
        return node.isAlways ? `$mark(${value})` : `${choose(frame, "$mark", "")}(${value})`;
      }
    }
  }

  /** Whether an expression is true. */
  condition(node: nodes.Expression, frame: Frame): string {
    if (node.kind === "Not") return `!${this.condition(node.node, frame)}`;
    if (node.kind === "And" || node.kind === "Or") {
      const left = this.condition(node.left, frame);
      const { place: before } = this;
      const right = this.condition(node.right, frame);
      if (this.place !== before) this.place = 0;
      return `(${left} ${node.kind === "And" ? "&&" : "||"} ${right})`;
    }
    const code = this.expression(node, frame);
    return node.kind === "Compare" ? code : `$truth(${code})`;
  }

  /** A value that is known when the template is compiled. */
  protected constant(value: unknown): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "number") {
      return Object.is(value, -0) ? "-0" : value < 0 ? `(${value})` : `${value}`;
    }
    if (value instanceof Float) return this.hoist("k", `new $Float(${this.constant(value.valueOf())})`);
    if (value instanceof Tuple) return `new $Tuple(${value.map((item) => this.constant(item)).join(", ")})`;
    return `${value}`;
  }

  #name({ name, lineno }: nodes.Name | nodes.NSRef, frame: Frame): string {
    const variable = frame.scope.variable(name);
    const load = frame.scope.loadOf(variable);
    if (load?.from === "parameter" && !frame.unset.has(variable)) return variable;
    if (load?.from === "context" && this.isConstant(variable, frame)) return variable;
    return this.at(lineno, `(${variable} === undefined ? $undefined(${JSON.stringify(name)}) : ${variable})`);
  }

  /** Whether a variable that came from the context is never set. */
  protected isConstant(variable: string, frame: Frame): boolean {
    for (let scope: Frame["scope"] | undefined = frame.scope; scope !== undefined; scope = scope.parent) {
      if (!scope.loads.has(variable)) continue;
      for (const name of scope.stores) if (scope.variables.get(name) === variable) return false;
      return true;
    }
    return false;
  }

  #dict(node: nodes.Dict, frame: Frame): string {
    const pairs = node.items.map(({ key, value }) => ({
      name: key.kind === "Const" && typeof key.value === "string" ? key.value : undefined,
      key: this.expression(key, frame),
      value: this.expression(value, frame),
    }));
    const isPlain = pairs.every(
      ({ name }) => name !== undefined && IDENTIFIER.test(name) && name !== "__proto__",
    );
    return isPlain
      ? `({${pairs.map(({ key, value }) => `${key}: ${value}`).join(", ")}})`
      : `new $Dict([${pairs.map(({ key, value }) => `[${key}, ${value}]`).join(", ")}])`;
  }

  #getattr(node: nodes.Getattr, frame: Frame): string {
    const { attribute } = node;
    const value = this.expression(node.node, frame);
    if (LOOP_ATTRIBUTES.has(attribute) && this.isLoop(node.node, frame)) {
      const code = `${value}.${attribute}`;
      return LOOKS_AHEAD.has(attribute) ? this.awaited(code) : code;
    }
    const code = this.at(node.lineno, `${this.#accessor(attribute)}(${value})`);
    return this.variant.isAsync ? this.awaited(code) : code;
  }

  /**
   * A function that reads the attribute; its own for each name, so that V8 can cache where the property is.
   * A property that is there and is no function is the attribute of any object, whatever its class.
   */
  #accessor(attribute: string): string {
    const name = JSON.stringify(attribute);
    if (this.options.isSandboxed || !isPlainProperty(attribute)) {
      return this.hoist("a", `(o) => $getattr(o, ${name})`);
    }
    return this.hoist(
      "a",
      `(o) => { if (typeof o === "object" && o !== null) { const v = o.${attribute}; if (v !== undefined && (typeof v !== "function" || $isPlain(o))) return v; } return $getattr(o, ${name}); }`,
    );
  }

  #getitem(node: nodes.Getitem, frame: Frame): string {
    const value = this.expression(node.node, frame);
    const { key } = node;
    if (key.kind === "Slice") {
      const bounds = [key.start, key.stop, key.step].map((bound) =>
        bound === undefined ? "null" : this.expression(bound, frame),
      );
      return this.at(node.lineno, `$slice(${value}, ${bounds.join(", ")})`);
    }
    const code = this.at(node.lineno, `$getitem(${value}, ${this.expression(key, frame)})`);
    return this.variant.isAsync ? this.awaited(code) : code;
  }

  #binary(node: nodes.Binary, frame: Frame): string {
    const left = this.expression(node.left, frame);
    const right = this.expression(node.right, frame);
    if (this.options.interceptsBinary(node.operator)) {
      const operator = JSON.stringify(node.operator);
      return this.at(node.lineno, `env.callBinop(${frame.callContext}, ${operator}, ${left}, ${right})`);
    }
    return this.at(node.lineno, `$${BINARY[node.operator]}(${left}, ${right})`);
  }

  #compare(node: nodes.Compare, frame: Frame): string {
    let left = this.expression(node.node, frame);
    const tests = node.operations.map(({ operator, node: operand }, index) => {
      let right = this.expression(operand, frame);
      const isLast = index === node.operations.length - 1;
      const kept = isLast ? undefined : this.temporary();
      if (kept !== undefined) right = `${kept} = ${right}`;
      const test = comparison(operator, left, right);
      left = kept ?? "";
      return test;
    });
    if (tests.length > 1) this.place = 0;
    const code = tests.length === 1 ? `${tests[0]}` : `(${tests.join(" && ")})`;
    return this.at(node.lineno, code);
  }

  #condExpr(node: nodes.CondExpr, frame: Frame): string {
    const soft = { ...frame, isSoft: true };
    const test = this.condition(node.test, frame);
    const then = this.expression(node.value, soft);
    const otherwise = node.otherwise === undefined ? "$noElse()" : this.expression(node.otherwise, soft);
    this.place = 0;
    return `(${test} ? ${then} : ${otherwise})`;
  }
}

function comparison(operator: nodes.Comparison, left: string, right: string): string {
  switch (operator) {
    case "==":
      return `$eq(${left}, ${right})`;
    case "!=":
      return `$ne(${left}, ${right})`;
    case "<":
      return `$lt(${left}, ${right})`;
    case "<=":
      return `$le(${left}, ${right})`;
    case ">":
      return `$gt(${left}, ${right})`;
    case ">=":
      return `$ge(${left}, ${right})`;
    case "in":
      return `$isIn(${left}, ${right})`;
    case "not in":
      return `!$isIn(${left}, ${right})`;
  }
}

/** One function where text is escaped, another where it is not. */
export function choose({ escaping }: Pick<Frame, "escaping">, escaped: string, plain: string): string {
  if (escaping !== "volatile") return escaping ? escaped : plain;
  return `(ec.autoescape ? ${escaped} : ${plain === "" ? "$same" : plain})`;
}
