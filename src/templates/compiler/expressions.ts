/** Writes the JavaScript of expressions. */
import { Tuple } from "../../python/index.ts";
import { TemplateAssertionError } from "../errors.ts";
import type * as nodes from "../syntax/nodes.ts";
import { isHiddenProperty, isSpecialName } from "../values/attributes.ts";
import { Float } from "../values/float.ts";
import { fold } from "./fold.ts";
import type { Frame, Variant } from "./frame.ts";
import { Positions } from "./positions.ts";

/** What the compiler has to know of the environment. */
export type CompileOptions = {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly hasFilter: (name: string) => boolean;
  readonly hasTest: (name: string) => boolean;
  /** Whether attributes and calls go through the environment's own methods. */
  readonly isSandboxed: boolean;
  readonly interceptsBinary: (operator: string) => boolean;
  readonly interceptsUnary: (operator: string) => boolean;
  readonly hasFinalize: boolean;
  readonly isNative: boolean;
  readonly isOptimized: boolean;
  readonly autoescape: boolean;
};

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

const LOOP_METHODS = new Set(["cycle", "changed"]);

/** Those that may have to wait for the next item of an async iterable. */
const LOOKS_AHEAD = new Set(["revindex", "revindex0", "last", "length", "nextitem"]);

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a property of the name is an attribute of the name. */
function isPlainProperty(name: string): boolean {
  return IDENTIFIER.test(name) && !name.startsWith("__") && !isSpecialName(name) && !isHiddenProperty(name);
}

/** The expressions of a template, in one function after the other. */
export class ExpressionCompiler {
  readonly options: CompileOptions;
  readonly variant: Variant;
  /** Constants and accessors, made once for the template. */
  readonly #hoisted = new Map<string, string>();
  #temporaries: string[] = [];
  #count = 0;
  /** The filters and tests that the function being written uses: declaration by variable. */
  #callees = new Map<string, string>();
  /** The place that was noted last, as an index of the table; 0 where that depends on what ran before. */
  protected place = 0;
  protected positions: Positions = new Positions();
  /** The places that errors may come from: line, column and end of each, an unknown one first. */
  readonly #places: number[] = [0, 0, 0];
  readonly #placeIndices = new Map<string, number>();

  constructor(options: CompileOptions, variant: Variant) {
    this.options = options;
    this.variant = variant;
  }

  /** A variable of the template's own, with its value. */
  protected hoist(prefix: string, code: string): string {
    const known = this.#hoisted.get(code);
    if (known !== undefined) return known;
    const name = `${prefix}${this.#hoisted.size}`;
    this.#hoisted.set(code, name);
    return name;
  }

  protected get hoistedCode(): string {
    const places = `const P = [${this.#places.join(", ")}];\n`;
    return places + [...this.#hoisted].map(([code, name]) => `const ${name} = ${code};\n`).join("");
  }

  /** A name that no other variable has. */
  protected unique(prefix: string): string {
    return `${prefix}${++this.#count}`;
  }

  /** A variable of the function being written. */
  protected temporary(): string {
    const name = this.unique("t");
    this.#temporaries.push(name);
    return name;
  }

  /** Writes a function's body; its temporaries and callees are declared in front. */
  protected functionBody<T>(write: () => T): { readonly result: T; readonly head: string } {
    const outer = { temporaries: this.#temporaries, callees: this.#callees, place: this.place };
    this.#temporaries = [];
    this.#callees = new Map();
    this.place = 0;
    const result = write();
    const names = ["L = 0", ...this.#temporaries];
    const head = `let ${names.join(", ")};\n${[...this.#callees].map(([name, code]) => `const ${name} = ${code};\n`).join("")}`;
    this.#temporaries = outer.temporaries;
    this.#callees = outer.callees;
    this.place = outer.place;
    return { result, head };
  }

  protected fail(message: string, lineno: number): TemplateAssertionError {
    const { name, filename } = this.options;
    const place = { templateName: name, filename, ...this.positions.at(lineno) };
    return new TemplateAssertionError(message, lineno, place);
  }

  /** Code that waits for what it gives, where the template is asynchronous. */
  protected awaited(code: string): string {
    return this.variant.isAsync ? `$none(await ${code})` : code;
  }

  /** Code that notes its place first, if another was noted last. */
  protected at(lineno: number, code: string): string {
    const place = this.placeOf(lineno);
    if (place === this.place) return code;
    // What stands inside notes places of its own, one of which is the last.
    this.place = code.includes("(L = ") ? 0 : place;
    return `(L = ${place}, ${code})`;
  }

  /** The place that the tag being compiled has in a line, as an index of the table. */
  protected placeOf(lineno: number): number {
    const { column, end } = this.positions.at(lineno);
    const key = `${lineno}:${column}`;
    const known = this.#placeIndices.get(key);
    if (known !== undefined) return known;
    const index = this.#places.length;
    this.#places.push(lineno, column, end);
    this.#placeIndices.set(key, index);
    return index;
  }

  /** The value of an expression. */
  expression(node: nodes.Expression, frame: Frame): string {
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
        return `new $Tuple(${this.#list(node.items, frame)})`;
      case "List":
        return `[${this.#list(node.items, frame)}]`;
      case "Dict":
        return this.#dict(node, frame);
      case "Getattr":
        return this.#getattr(node, frame);
      case "Getitem":
        return this.#getitem(node, frame);
      case "Slice":
        return this.constant(null);
      case "Call":
        return this.#call(node, frame, undefined);
      case "Filter":
        return this.filter(node, frame, undefined);
      case "Test":
        return this.#test(node, frame);
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
        return `${choose(frame, "$markupJoin", "$strJoin")}([${this.#list(node.nodes, frame)}])`;
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

  #list(items: readonly nodes.Expression[], frame: Frame): string {
    return items.map((item) => this.expression(item, frame)).join(", ");
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

  /** Whether an expression is the loop that is running, so that its attributes need no lookup. */
  #isLoop(node: nodes.Expression, frame: Frame): boolean {
    if (node.kind !== "Name" || node.name !== "loop" || this.options.isSandboxed) return false;
    for (let scope: Frame["scope"] | undefined = frame.scope; scope !== undefined; scope = scope.parent) {
      if (scope.variables.has("loop")) return this.loopScopes.has(scope);
    }
    return false;
  }

  protected readonly loopScopes: WeakSet<Frame["scope"]> = new WeakSet();

  #getattr(node: nodes.Getattr, frame: Frame): string {
    const { attribute } = node;
    const value = this.expression(node.node, frame);
    if (LOOP_ATTRIBUTES.has(attribute) && this.#isLoop(node.node, frame)) {
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

  /** The arguments as an array, and the keywords as a Map or `undefined`. */
  #arguments(
    node: nodes.Arguments,
    frame: Frame,
    first: readonly string[],
    extra: readonly string[] = [],
  ): { readonly args: string; readonly keywords: string } {
    const parts = [...first, ...node.args.map((arg) => this.expression(arg, frame))];
    if (node.dynArgs !== undefined) parts.push(`...$iterate(${this.expression(node.dynArgs, frame)})`);
    const pairs = node.keywords.map(
      ({ key, value }) => `[${JSON.stringify(key)}, ${this.expression(value, frame)}]`,
    );
    pairs.push(...extra);
    const args = `[${parts.join(", ")}]`;
    if (node.dynKeywords !== undefined) {
      return {
        args,
        keywords: `$keywords([${pairs.join(", ")}], ${this.expression(node.dynKeywords, frame)})`,
      };
    }
    if (pairs.length === 0) return { args, keywords: "undefined" };
    const hasTwice = new Set(node.keywords.map(({ key }) => key)).size < node.keywords.length;
    return {
      args,
      keywords: hasTwice ? `$keywords([${pairs.join(", ")}])` : `new Map([${pairs.join(", ")}])`,
    };
  }

  /** A call; that of a call block hands over the block as `caller`. */
  callBlockCall(node: nodes.Call, frame: Frame, caller: string): string {
    return this.#call(node, frame, caller);
  }

  #call(node: nodes.Call, frame: Frame, caller: string | undefined): string {
    const extra = caller === undefined ? [] : [`["caller", ${caller}]`];
    const callee = node.node;
    if (callee.kind === "Getattr" && !this.options.isSandboxed && !this.variant.isAsync) {
      const isDirect =
        node.keywords.length === 0 && node.dynArgs === undefined && node.dynKeywords === undefined;
      if (
        isDirect &&
        extra.length === 0 &&
        LOOP_METHODS.has(callee.attribute) &&
        this.#isLoop(callee.node, frame)
      ) {
        const loop = this.expression(callee.node, frame);
        return this.at(node.lineno, `${loop}.${callee.attribute}(${this.#list(node.args, frame)})`);
      }
      const value = this.expression(callee.node, frame);
      const { args, keywords } = this.#arguments(node, frame, [], extra);
      const name = JSON.stringify(callee.attribute);
      return this.at(
        node.lineno,
        `$callMethod(${frame.callContext}, ${value}, ${name}, ${args}, ${keywords})`,
      );
    }
    const value = this.expression(callee, frame);
    const { args, keywords } = this.#arguments(node, frame, [], extra);
    return this.awaited(this.at(node.lineno, `$call(${frame.callContext}, ${value}, ${args}, ${keywords})`));
  }

  /** A filter applied to its node, or to the text that a filter block has gathered. */
  filter(node: nodes.Filter, frame: Frame, text: string | undefined): string {
    const { name, lineno } = node;
    if (!this.options.hasFilter(name) && !frame.isSoft) {
      throw this.fail(`No filter named '${name}'.`, lineno);
    }
    const value =
      node.node === undefined
        ? (text ?? `""`)
        : node.node.kind === "Filter"
          ? this.filter(node.node, frame, text)
          : this.expression(node.node, frame);
    return this.awaited(this.at(lineno, this.#applied("filter", node, frame, value)));
  }

  #test(node: nodes.Test, frame: Frame): string {
    const { name, lineno } = node;
    if (!this.options.hasTest(name) && !frame.isSoft) {
      throw this.fail(`No test named '${name}'.`, lineno);
    }
    const value = this.expression(node.node, frame);
    return this.awaited(this.at(lineno, this.#applied("test", node, frame, value)));
  }

  #applied(what: "filter" | "test", node: nodes.Filter | nodes.Test, frame: Frame, value: string): string {
    const name = JSON.stringify(node.name);
    if (node.keywords.length > 0 || node.dynArgs !== undefined || node.dynKeywords !== undefined) {
      const callee = this.#callee(`$${what}(${name})`);
      const { args, keywords } = this.#arguments(node, frame, [value]);
      return `$call(context, ${callee}, ${args}, ${keywords})`;
    }
    const count = node.args.length + 1;
    const callee = this.#callee(`$direct($${what}(${name}), ${count})`);
    const args = [value, ...node.args.map((arg) => this.expression(arg, frame))];
    return `${callee}(context, ${args.join(", ")})`;
  }

  #callee(code: string): string {
    for (const [name, known] of this.#callees) if (known === code) return name;
    const name = this.unique("f");
    this.#callees.set(name, code);
    return name;
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
