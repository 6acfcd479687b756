/** One URL rule: what it matches, and how a URL is built from it. */
import type { MatchedRule } from "../http/index.ts";
import { inspectAs, nameInPython } from "../python/index.ts";
import type { BaseConverter, ConverterClass } from "./base-converter.ts";
import { BuildError, RuleSyntaxError } from "./errors.ts";
import { compileParts, type Part, type Piece } from "./part.ts";
import { methodsOf } from "./rule-methods.ts";
import type { RedirectFunction, RuleOptions } from "./rule-options.ts";
import { parseRule } from "./rule-syntax.ts";
import { isSameValue } from "./same-value.ts";
import { encodeMisread, pathText } from "./url-text.ts";

/** What a rule needs of the map that it is added to. */
export interface RuleHost {
  readonly converters: ReadonlyMap<string, ConverterClass>;
  readonly defaultSubdomain: string;
  readonly strictSlashes: boolean;
  readonly mergeSlashes: boolean;
  readonly hostMatching: boolean;
}

/** The parts of a URL that a rule gives. */
export type BuiltURL = { readonly domain: string; readonly path: string };

const ANY_DOMAIN = "";

/** A rule and the endpoint it leads to: Werkzeug's `Rule`. */
export class Rule implements MatchedRule {
  /** The rule as it was written. */
  readonly rule: string;
  readonly endpoint: string;
  /** The methods that it takes; `undefined` if it takes any. */
  readonly methods: ReadonlySet<string> | undefined;
  /** The names of its variables, and of its defaults. */
  readonly arguments: ReadonlySet<string>;
  readonly defaults: Readonly<Record<string, unknown>> | undefined;
  readonly buildOnly: boolean;
  readonly redirectTo: string | RedirectFunction | undefined;
  readonly alias: boolean;
  readonly websocket: boolean;
  /** What it was made with, for a copy. */
  readonly options: RuleOptions;

  #bound: BoundRule | undefined;

  /**
   * @param rule The text, such as `/users/<int:id>`.
   * @param options The endpoint, the methods, and what else is special.
   * @throws RuleSyntaxError if the text does not start with a slash; TypeError for methods that are none.
   */
  constructor(rule: string, options: RuleOptions = {}) {
    if (!rule.startsWith("/")) throw new RuleSyntaxError(rule, "it must start with a slash");
    this.rule = rule;
    this.options = options;
    this.endpoint = options.endpoint ?? "";
    this.methods = methodsOf(rule, options);
    this.defaults = options.defaults;
    this.buildOnly = options.buildOnly ?? false;
    this.redirectTo = options.redirectTo;
    this.alias = options.alias ?? false;
    this.websocket = options.websocket ?? false;
    const variables = [rule, options.host ?? "", options.subdomain ?? ""].flatMap(parseRule);
    this.arguments = new Set([
      ...Object.keys(options.defaults ?? {}),
      ...variables.flatMap((token) => (typeof token === "string" ? [] : [token.name])),
    ]);
  }

  /** Whether neither its path nor its host or subdomain has variables. */
  get isStatic(): boolean {
    return this.#boundRule.variables.length === 0;
  }

  /** The parts that the machine walks through, the domain's first. */
  get parts(): readonly Part[] {
    return this.#boundRule.parts;
  }

  /** The variables, the domain's first. */
  get variables(): readonly Exclude<Piece, string>[] {
    return this.#boundRule.variables;
  }

  /** Whether its requests may have to be sent elsewhere; the first of its endpoint is where others are sent to. */
  get mayRedirect(): boolean {
    return this.alias || this.redirectTo !== undefined || this.#boundRule.siblings[0] !== this;
  }

  /** Whether values name its whole host, not a part of a host that the rule names. */
  get isForAnyHost(): boolean {
    return this.#boundRule.isForAnyHost;
  }

  /** {@link RuleOptions.strictSlashes}, or the map's. */
  get strictSlashes(): boolean {
    return this.#boundRule.strictSlashes;
  }

  /** {@link RuleOptions.mergeSlashes}, or the map's. */
  get mergeSlashes(): boolean {
    return this.#boundRule.mergeSlashes;
  }

  /** The same rule, not yet in a map, with some options changed. */
  copy(rule: string = this.rule, changes: RuleOptions = {}): Rule {
    return new Rule(rule, { ...this.options, ...changes });
  }

  /** The rule itself; what a map asks a rule or a factory of rules for. */
  getRules(): Iterable<Rule> {
    return [this];
  }

  /**
   * Makes the rule part of a map, with its converters.
   *
   * @param siblings The rules of its endpoint, the best one to build a URL with first; they may become more.
   * @throws RuleSyntaxError if it cannot be read; Error if it belongs to a map already.
   */
  bind(map: RuleHost, siblings: readonly Rule[]): void {
    if (this.#bound !== undefined)
      throw new Error(`The rule ${this.rule} is in a map already; add its copy().`);
    const {
      host,
      subdomain,
      strictSlashes = map.strictSlashes,
      mergeSlashes = map.mergeSlashes,
    } = this.options;
    const domainText = map.hostMatching ? (host ?? ANY_DOMAIN) : (subdomain ?? map.defaultSubdomain);
    const text = mergeSlashes ? this.rule.replace(/\/{2,}/g, "/") : this.rule;
    const domain = this.#pieces(domainText, map);
    const path = this.#pieces(text, map);
    const variables = [...domain, ...path].filter((piece) => typeof piece !== "string");
    this.#checkVariables(variables);
    const parts = [...compileParts(domain), ...compileParts(path)];
    const written = { domain: domain.map(asWritten), path: path.map(asWritten) };
    const isForAnyHost = map.hostMatching && domain.length === 1;
    this.#bound = { ...written, isForAnyHost, variables, parts, siblings, strictSlashes, mergeSlashes };
  }

  /** Whether it takes requests of the method. */
  takes(method: string): boolean {
    return this.methods === undefined || this.methods.has(method);
  }

  /**
   * The values of the texts that its variables matched, its defaults among them.
   *
   * @throws ValidationError if a text has no value.
   */
  valuesOf(texts: readonly string[]): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    const { variables } = this.#boundRule;
    for (let index = 0; index < variables.length; index++) {
      const { name, converter } = variables[index] as Exclude<Piece, string>;
      values[name] = converter.toValue(texts[index] as string);
    }
    return this.defaults === undefined ? values : Object.assign(values, this.defaults);
  }

  /** Whether a URL of it can be built with the values: none is missing, none contradicts its defaults. */
  suitableFor(values: ReadonlyMap<string, unknown>, method?: string | undefined): boolean {
    if (method !== undefined && !this.takes(method)) return false;
    const defaults = this.defaults ?? NO_DEFAULTS;
    for (const name of this.arguments) {
      if (!Object.hasOwn(defaults, name) && !values.has(name)) return false;
    }
    if (defaults === NO_DEFAULTS) return true;
    return Object.entries(defaults).every(
      ([name, value]) => !values.has(name) || isSameValue(values.get(name), value),
    );
  }

  /** Whether it is the rule without values that another one of the endpoint has with them. */
  providesDefaultsFor(other: Rule): boolean {
    return (
      !this.buildOnly &&
      this.defaults !== undefined &&
      Object.keys(this.defaults).length > 0 &&
      this !== other &&
      this.#trace !== other.#trace &&
      this.arguments.size === other.arguments.size &&
      [...this.arguments].every((name) => other.arguments.has(name))
    );
  }

  /**
   * Domain and path for the values.
   *
   * @throws BuildError if a value cannot be written; its cause is the converter's error.
   */
  build(values: ReadonlyMap<string, unknown>): BuiltURL {
    const { domain, path } = this.#boundRule;
    return { domain: this.#text(domain, values), path: this.#text(path, values) };
  }

  /** The text of a variable in a URL. @throws Error if the rule does not have it, or the value cannot be written. */
  textOf(name: string, values: Readonly<Record<string, unknown>>): string {
    const variable = this.variables.find((known) => known.name === name);
    if (variable !== undefined) return encodeMisread(variable.converter.toUrl(values[name]));
    throw new Error(`The rule ${this.rule} redirects to <${name}>, which is none of its variables.`);
  }

  /** Whether a value is part of the URL, and no query value. */
  uses(name: string): boolean {
    return this.arguments.has(name);
  }

  /** The rule as it is listed. */
  toString(): string {
    const methods = this.methods === undefined ? "" : ` (${[...this.methods].sort().join(", ")})`;
    const { host, subdomain } = this.options;
    const domain = host ?? (subdomain === undefined || subdomain === "" ? "" : `${subdomain}|`);
    return `${domain}${this.rule}${methods} -> ${this.endpoint}`;
  }

  get #boundRule(): BoundRule {
    if (this.#bound !== undefined) return this.#bound;
    throw new Error(`The rule ${this.rule} is in no map yet; add it with urlMap.add().`);
  }

  get #trace(): string {
    const { domain, path } = this.#boundRule;
    const names = (pieces: readonly Piece[]) =>
      pieces.map((piece) => (typeof piece === "string" ? piece : [piece.name]));
    return JSON.stringify([names(domain), names(path)]);
  }

  #checkVariables(variables: readonly Exclude<Piece, string>[]): void {
    const names = new Set<string>();
    for (const { name, converter } of variables) {
      if (names.has(name)) throw new RuleSyntaxError(this.rule, `the variable <${name}> is there twice`);
      names.add(name);
      if (!Object.hasOwn(this.defaults ?? {}, name)) continue;
      try {
        converter.toUrl(this.defaults?.[name]);
      } catch (error) {
        throw new RuleSyntaxError(this.rule, `the default of <${name}>: ${(error as Error).message}`);
      }
    }
  }

  #pieces(text: string, map: RuleHost): Piece[] {
    return parseRule(text).map((token) => {
      if (typeof token === "string") return token;
      const Converter = map.converters.get(token.converter);
      if (Converter === undefined) {
        const known = [...map.converters.keys()].join(", ");
        const name = JSON.stringify(token.converter);
        const reason = `there is no converter ${name}; there are ${known}; urlMap.converters.set(${name}, …) adds one before the rule`;
        throw new RuleSyntaxError(this.rule, reason);
      }
      return { name: token.name, converter: this.#converter(Converter, token.converter, token.args) };
    });
  }

  #converter(
    Converter: ConverterClass,
    name: string,
    args: ConstructorParameters<ConverterClass>[0],
  ): BaseConverter {
    try {
      const converter = new Converter(args);
      if ("toPython" in converter) throw new TypeError("its method toPython is called toValue here");
      return converter;
    } catch (error) {
      throw new RuleSyntaxError(this.rule, `the converter ${name}: ${(error as Error).message}`);
    }
  }

  #text(pieces: readonly Piece[], values: ReadonlyMap<string, unknown>): string {
    let text = "";
    for (const piece of pieces) text += typeof piece === "string" ? piece : this.#written(piece, values);
    return text;
  }

  #written({ name, converter }: Exclude<Piece, string>, values: ReadonlyMap<string, unknown>): string {
    const defaults = this.defaults ?? {};
    const value = Object.hasOwn(defaults, name) ? defaults[name] : values.get(name);
    try {
      return encodeMisread(converter.toUrl(value));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new BuildError(this.endpoint, `${name} in the rule ${this.rule}: ${reason}`, { values, cause });
    }
  }
}

const NO_DEFAULTS: Readonly<Record<string, unknown>> = {};

nameInPython(Rule.prototype);
inspectAs(Rule.prototype, (rule) => `<Rule ${rule.toString()}>`);

/** A piece as URLs have it. */
function asWritten(piece: Piece): Piece {
  return typeof piece === "string" ? pathText(piece) : piece;
}

type BoundRule = {
  readonly isForAnyHost: boolean;
  /** The pieces that a URL is built of, as it has them. */
  readonly domain: readonly Piece[];
  readonly path: readonly Piece[];
  readonly variables: readonly Exclude<Piece, string>[];
  readonly parts: readonly Part[];
  readonly siblings: readonly Rule[];
  readonly strictSlashes: boolean;
  readonly mergeSlashes: boolean;
};
