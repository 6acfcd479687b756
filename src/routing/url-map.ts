/** The rules of an application: finds the rule for a path, and the path for an endpoint. */
import { MethodNotAllowed, NotFound } from "../http/index.ts";
import { BuildError } from "./errors.ts";
import type { Rule } from "./rule.ts";
import { queryText } from "./url-text.ts";

/** A rule that matched, with the values of its variables. */
export type RuleMatch = { readonly rule: Rule; readonly values: Record<string, unknown> };

const NO_VALUES: Record<string, unknown> = Object.freeze({});

/** All rules, in the order they are tried: Werkzeug's `Map`. */
export class UrlMap {
  readonly #static = new Map<string, Rule[]>();
  readonly #variable: Rule[] = [];
  readonly #byEndpoint = new Map<string, Rule[]>();
  readonly #byText = new Map<string, Rule[]>();

  /** Adds a rule. */
  add(rule: Rule): void {
    if (rule.isStatic) {
      append(this.#static, rule.rule, rule);
    } else {
      this.#variable.push(rule);
      this.#variable.sort((a, b) => compareWeights(a.weights, b.weights));
    }
    append(this.#byEndpoint, rule.endpoint, rule);
    append(this.#byText, rule.rule, rule);
  }

  /** Every rule, those without variables first. */
  *iterRules(): Generator<Rule> {
    for (const rules of this.#static.values()) yield* rules;
    yield* this.#variable;
  }

  /**
   * The rule for a path and method.
   *
   * @throws NotFound if no rule has the path; MethodNotAllowed, with the methods there are, if none has the method.
   */
  match(path: string, method: string): RuleMatch {
    for (const rule of this.#static.get(path) ?? []) {
      if (rule.methods.has(method)) return { rule, values: NO_VALUES };
    }
    for (const rule of this.#variable) {
      const values = rule.methods.has(method) ? rule.match(path) : undefined;
      if (values !== undefined) return { rule, values };
    }
    const allowed = this.allowedMethods(path);
    throw allowed.length > 0 ? new MethodNotAllowed(allowed) : new NotFound();
  }

  /** The methods that some rule answers for a path. */
  allowedMethods(path: string): string[] {
    return [...new Set([...this.#candidates(path)].flatMap(({ rule }) => [...rule.methods]))];
  }

  *#candidates(path: string): Generator<RuleMatch> {
    for (const rule of this.#static.get(path) ?? []) yield { rule, values: NO_VALUES };
    for (const rule of this.#variable) {
      const values = rule.match(path);
      if (values !== undefined) yield { rule, values };
    }
  }

  /**
   * The path, with query, for an endpoint or for the text of a rule. Values that are no variables of the rule
   * go to the query; `null` and `undefined` are left out, arrays repeat.
   *
   * @throws BuildError if no rule of the endpoint takes the values.
   */
  build(endpoint: string, values: Readonly<Record<string, unknown>>): string {
    const rules = this.#byEndpoint.get(endpoint) ?? this.#byText.get(endpoint);
    if (rules === undefined) throw new BuildError(endpoint, this.#suggestion(endpoint));
    const given = new Map(
      Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
    );
    const usable = rules.filter((rule) => rule.arguments.every((name) => given.has(name)));
    const rule = usable.sort((a, b) => b.arguments.length - a.arguments.length)[0] ?? rules[0];
    if (rule === undefined) throw new BuildError(endpoint, "it has no rule");
    const path = rule.build(given);
    const fields = [...given].filter(([name]) => !rule.arguments.includes(name)).flatMap(queryFields);
    return fields.length === 0 ? path : `${path}?${fields.join("&")}`;
  }

  #suggestion(endpoint: string): string {
    const known = [...this.#byEndpoint.keys()];
    const close = known.find((name) => name.toLowerCase() === endpoint.toLowerCase());
    if (close !== undefined) return `did you mean ${JSON.stringify(close)}?`;
    return `the endpoints are ${known.map((name) => JSON.stringify(name)).join(", ") || "none yet"}`;
  }
}

function append<K>(lists: Map<K, Rule[]>, key: K, rule: Rule): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [rule]);
  else list.push(rule);
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return b.length - a.length;
}

function queryFields([name, value]: [string, unknown]): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items
    .filter((item) => item !== undefined && item !== null)
    .map((item) => `${queryText(name)}=${queryText(String(item))}`);
}
