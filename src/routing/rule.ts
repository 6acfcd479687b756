/** One URL rule: what it matches, and how a URL is built from it. */
import type { MatchedRule } from "../http/index.ts";
import { BuildError, RuleSyntaxError } from "./errors.ts";
import { matchPieces, type Piece } from "./segment-match.ts";
import { pathText } from "./url-text.ts";

type Converter = {
  /** The characters of which the variable's text has one or more, as a regular expression. */
  readonly characters: string;
  /** Rules with lighter variables are tried first. */
  readonly weight: number;
  /** The value of the text, or `undefined` if it has none: the rule then does not match. */
  readonly toValue: (text: string) => unknown;
  readonly toUrl: (value: unknown) => string;
};

const DEFAULT_WEIGHT = 100;

const CONVERTERS: ReadonlyMap<string, Converter> = new Map(
  Object.entries({
    default: {
      characters: "[^/]",
      weight: DEFAULT_WEIGHT,
      toValue: (text: string) => text,
      toUrl: textToUrl,
    },
    string: { characters: "[^/]", weight: DEFAULT_WEIGHT, toValue: (text: string) => text, toUrl: textToUrl },
    int: { characters: "[0-9]", weight: 50, toValue: integer, toUrl: integerToUrl },
    path: { characters: "[^\\n]", weight: 200, toValue: pathBelow, toUrl: pathBelowToUrl },
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
  /**
   * The sort key, three numbers a segment: a static one comes before one with variables; of these, the one
   * with more text around its variables, then the one with the lighter variables.
   */
  readonly weights: readonly number[];
  readonly #parts: readonly Part[];
  readonly #pattern: RegExp;
  /** The pieces, if the pattern could take more than linear time: some segment has several variables. */
  readonly #pieces: readonly Piece[] | undefined;

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
    this.weights = weightsOf(this.#parts);
    this.#pattern = new RegExp(`^${this.#parts.map(partPattern).join("")}$`);
    this.#pieces = rule.split("/").some(hasSeveralVariables) ? this.#parts.map(toPiece) : undefined;
  }

  /** Whether the rule has no variables. */
  get isStatic(): boolean {
    return this.arguments.length === 0;
  }

  /** The values of the variables in a path, or `undefined` if the rule does not match it. */
  match(path: string): Record<string, unknown> | undefined {
    const texts = this.#texts(path);
    if (texts === undefined) return undefined;
    const values: Record<string, unknown> = {};
    let index = 0;
    for (const part of this.#parts) {
      if (!isVariable(part)) continue;
      const value = part.converter.toValue(texts[index++] as string);
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
      path += pathText(isVariable(part) ? this.#variableText(part, values.get(part.name)) : part);
    }
    return path;
  }

  /** The rule as it is listed. */
  toString(): string {
    return `${this.rule} (${[...this.methods].sort().join(", ")}) -> ${this.endpoint}`;
  }

  #texts(path: string): readonly string[] | undefined {
    if (this.#pieces !== undefined) return matchPieces(this.#pieces, path);
    return this.#pattern.exec(path)?.slice(1);
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
  return isVariable(part) ? `(${part.converter.characters}+)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function weightsOf(parts: readonly Part[]): number[] {
  const segments = [{ variables: 0, text: 0, weight: 0 }];
  for (const part of parts) {
    const texts = isVariable(part) ? [] : part.split("/");
    for (const [index, text] of texts.entries()) {
      if (index > 0) segments.push({ variables: 0, text: 0, weight: 0 });
      const segment = segments.at(-1);
      if (segment !== undefined) segment.text += text.length;
    }
    const segment = segments.at(-1);
    if (!isVariable(part) || segment === undefined) continue;
    segment.variables++;
    segment.weight += part.converter.weight - DEFAULT_WEIGHT;
  }
  return segments.flatMap(({ variables, text, weight }) =>
    variables === 0 ? [0, 0, 0] : [1, -text, weight],
  );
}

function hasSeveralVariables(segment: string): boolean {
  return segment.indexOf("<") !== segment.lastIndexOf("<");
}

function toPiece(part: Part): Piece {
  return isVariable(part) ? { character: new RegExp(part.converter.characters) } : part;
}

function textToUrl(value: unknown): string {
  const text = String(value);
  if (text === "" || text.includes("/")) throw new TypeError("expected text without a slash, and not empty");
  return text;
}

function pathBelow(text: string): string | undefined {
  return text.startsWith("/") ? undefined : text;
}

function pathBelowToUrl(value: unknown): string {
  const text = String(value);
  if (text === "" || text.startsWith("/")) throw new TypeError("expected a path that begins with no slash");
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
