/** Ways to make several rules at once: Werkzeug's `Submount`, `Subdomain`, `EndpointPrefix` and `RuleTemplate`. */
import type { Rule } from "./rule.ts";
import type { RuleOptions } from "./rule-options.ts";

/** A rule, or what makes rules. */
export interface RuleFactory {
  /** The rules. */
  getRules(): Iterable<Rule>;
}

/** Rules whose copies are changed in one way. */
abstract class ChangedRules implements RuleFactory {
  readonly #rules: readonly RuleFactory[];

  constructor(rules: readonly RuleFactory[]) {
    this.#rules = rules;
  }

  *getRules(): Generator<Rule> {
    for (const factory of this.#rules) for (const rule of factory.getRules()) yield this.changed(rule);
  }

  /** The rule as it stands in the map. */
  protected abstract changed(rule: Rule): Rule;
}

/**
 * Puts rules under a path: `new Submount("/blog", [new Rule("/", …)])`.
 */
export class Submount extends ChangedRules {
  readonly #path: string;

  /** @param path The path they are put under. */
  constructor(path: string, rules: readonly RuleFactory[]) {
    super(rules);
    this.#path = path.replace(/\/+$/, "");
  }

  protected override changed(rule: Rule): Rule {
    return rule.copy(this.#path + rule.rule);
  }
}

/** Puts rules on a subdomain, which may hold variables: `new Subdomain("<user>", […])`. */
export class Subdomain extends ChangedRules {
  readonly #subdomain: string;

  constructor(subdomain: string, rules: readonly RuleFactory[]) {
    super(rules);
    this.#subdomain = subdomain;
  }

  protected override changed(rule: Rule): Rule {
    return rule.copy(rule.rule, { subdomain: this.#subdomain });
  }
}

/** Puts a text before the endpoints of rules: `new EndpointPrefix("blog/", […])`. */
export class EndpointPrefix extends ChangedRules {
  readonly #prefix: string;

  constructor(prefix: string, rules: readonly RuleFactory[]) {
    super(rules);
    this.#prefix = prefix;
  }

  protected override changed(rule: Rule): Rule {
    return rule.copy(rule.rule, { endpoint: this.#prefix + rule.endpoint });
  }
}

/** Text for each `$name` or `${name}` of a template's rules. */
export type TemplateValues = Readonly<Record<string, string>>;

/**
 * Rules with gaps, `$name` or `${name}`, which a call fills.
 *
 * @example
 * ```ts
 * const resource = new RuleTemplate([new Rule("/$name/", { endpoint: "$name.list" })]);
 * const map = new UrlMap([resource.fill({ name: "user" }), resource.fill({ name: "page" })]);
 * ```
 */
export class RuleTemplate {
  readonly #rules: readonly RuleFactory[];

  constructor(rules: readonly RuleFactory[]) {
    this.#rules = rules;
  }

  /**
   * The rules with the gaps filled; Werkzeug calls the template itself.
   *
   * @throws Error if a gap has no text.
   */
  fill(values: TemplateValues): RuleFactory {
    const rules = this.#rules;
    return {
      *getRules() {
        for (const factory of rules) for (const rule of factory.getRules()) yield filledRule(rule, values);
      },
    };
  }
}

function filledRule(rule: Rule, values: TemplateValues): Rule {
  const { endpoint, subdomain, host, defaults } = rule.options;
  const changes: RuleOptions = {
    endpoint: endpoint === undefined ? undefined : filled(endpoint, values),
    subdomain: subdomain === undefined ? undefined : filled(subdomain, values),
    host: host === undefined ? undefined : filled(host, values),
    defaults:
      defaults === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(defaults).map(([name, value]) => [
              name,
              typeof value === "string" ? filled(value, values) : value,
            ]),
          ),
  };
  return rule.copy(filled(rule.rule, values), changes);
}

function filled(text: string, values: TemplateValues): string {
  return text.replace(
    /\$(?:\$|(\w+)|\{(\w+)\})/g,
    (gap, plain: string | undefined, braced: string | undefined) => {
      const name = plain ?? braced;
      if (name === undefined) return "$";
      if (Object.hasOwn(values, name)) return values[name] as string;
      throw new Error(`The rule template has the gap ${gap}, and no text is given for ${name}.`);
    },
  );
}
