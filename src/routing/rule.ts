/** One URL rule: what it matches, and how a URL is built from it. */
import { type MatchedRule, quotePath } from "../http/index.ts";
import { BuildError, RuleSyntaxError } from "./errors.ts";

type Converter = {
  /** A pattern without groups; it must not match a slash. */
  readonly pattern: string;
  /** Rules with lighter variables are tried first. */
  readonly weight: number;
  /** The value of the text, or `undefined` if it has none: the rule then does not match. */
  readonly toValue: (text: string) => unknown;
  readonly toUrl: (value: unknown) => string;
};

const CONVERTERS: ReadonlyMap<string, Converter> = new Map(
  Object.entries({
    default: { pattern: "[^/]+", weight: 100, toValue: (text: string) => text, toUrl: textToUrl },
    string: { pattern: "[^/]+", weight: 100, toValue: (text: string) => text, toUrl: textToUrl },
    int: { pattern: "[0-9]+", weight: 50, toValue: integer, toUrl: integerToUrl },
  }),
);

type Variable = { readonly name: string; readonly converter: Converter };

/** What a rule is made of: a text that stands as it is, or a variable. */
type Part = string | Variable;

/** A rule and the endpoint it leads to: Werkzeug's `Rule`. */
export class Rule implements MatchedRule {
  readonly rule: string;
  readonly endpoint: string;
  readonly methods: ReadonlySet<string>;
  /** The names of the variables, in order. */
  readonly arguments: readonly string[];
  readonly #parts: readonly Part[];
  readonly #pattern: RegExp;

  /**
   * @param rule The text, such as `/users/<int:id>`.
   * @param options The endpoint, and the methods; HEAD comes with GET.
   * @throws RuleSyntaxError if the text is no rule.
   */
  constructor(rule: string, options: { readonly endpoint: string; readonly methods: Iterable<string> }) {
    this.rule = rule;
    this.endpoint = options.endpoint;
    const methods = new Set([...options.methods].map((method) => method.toUpperCase()));
    if (methods.has("GET")) methods.add("HEAD");
    this.methods = methods;
    this.#parts = parse(rule);
    this.arguments = this.#parts.filter(isVariable).map((part) => part.name);
    this.#pattern = new RegExp(`^${this.#parts.map(partPattern).join("")}$`);
  }

  /** Whether the rule has no variables. */
  get isStatic(): boolean {
    return this.arguments.length === 0;
  }

  /** The sort key: a static part comes before a variable one, a light variable before a heavy one. */
  get weights(): readonly number[] {
    return this.#parts.map((part) => (isVariable(part) ? part.converter.weight : 0));
  }

  /** The values of the variables in a path, or `undefined` if the rule does not match it. */
  match(path: string): Record<string, unknown> | undefined {
    const match = this.#pattern.exec(path);
    if (match === null) return undefined;
    const values: Record<string, unknown> = {};
    let group = 1;
    for (const part of this.#parts) {
      if (!isVariable(part)) continue;
      const value = part.converter.toValue(match[group++] as string);
      if (value === undefined) return undefined;
      values[part.name] = value;
    }
    return values;
  }

  /**
   * The path for the values of the variables.
   *
   * @throws BuildError if a value is missing or cannot be written.
   */
  build(values: ReadonlyMap<string, unknown>): string {
    let path = "";
    for (const part of this.#parts) {
      path += quotePath(isVariable(part) ? this.#variableText(part, values.get(part.name)) : part);
    }
    return path;
  }

  /** The rule as it is listed. */
  toString(): string {
    return `${this.rule} (${[...this.methods].sort().join(", ")}) -> ${this.endpoint}`;
  }

  #variableText({ name, converter }: Variable, value: unknown): string {
    if (value === undefined || value === null) {
      throw new BuildError(this.endpoint, `the rule ${this.rule} needs a value for ${JSON.stringify(name)}`);
    }
    try {
      return converter.toUrl(value);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BuildError(this.endpoint, `${JSON.stringify(name)} in the rule ${this.rule}: ${reason}`);
    }
  }
}

function isVariable(part: Part): part is Variable {
  return typeof part !== "string";
}

function parse(rule: string): Part[] {
  if (!rule.startsWith("/")) throw new RuleSyntaxError(rule, "it must start with a slash");
  const parts: Part[] = [];
  const names = new Set<string>();
  let position = 0;
  for (const match of rule.matchAll(/<([^<>]*)>/g)) {
    if (match.index > position) parts.push(literal(rule, rule.slice(position, match.index)));
    const variable = parseVariable(rule, match[1] as string);
    if (names.has(variable.name))
      throw new RuleSyntaxError(rule, `the variable <${variable.name}> is there twice`);
    names.add(variable.name);
    parts.push(variable);
    position = match.index + match[0].length;
  }
  if (position < rule.length) parts.push(literal(rule, rule.slice(position)));
  return parts;
}

function literal(rule: string, text: string): string {
  if (/[<>]/.test(text))
    throw new RuleSyntaxError(rule, `an angle bracket has no partner in ${JSON.stringify(text)}`);
  return text;
}

function parseVariable(rule: string, text: string): Variable {
  const colon = text.indexOf(":");
  const converterName = colon < 0 ? "default" : text.slice(0, colon);
  const name = text.slice(colon + 1);
  const converter = CONVERTERS.get(converterName);
  if (converter === undefined) {
    const known = [...CONVERTERS.keys()].join(", ");
    throw new RuleSyntaxError(
      rule,
      `there is no converter ${JSON.stringify(converterName)}; there are ${known}`,
    );
  }
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new RuleSyntaxError(rule, `<${text}> has no valid variable name`);
  return { name, converter };
}

function partPattern(part: Part): string {
  return isVariable(part) ? `(${part.converter.pattern})` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function textToUrl(value: unknown): string {
  const text = String(value);
  if (text === "" || text.includes("/")) throw new TypeError("expected text without a slash, and not empty");
  return text;
}

function integer(text: string): number | undefined {
  // A number that JavaScript cannot hold exactly would be another record's.
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function integerToUrl(value: unknown): string {
  const isInteger = typeof value === "bigint" || Number.isSafeInteger(value);
  if (!isInteger || Number(value) < 0)
    throw new TypeError(`expected a whole number from 0, not ${String(value)}`);
  return String(value);
}
