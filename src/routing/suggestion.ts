/** What was probably meant when no URL can be built: for people, in a `BuildError`. */
import type { Rule } from "./rule.ts";

/** Why no rule of an endpoint takes the values; or which endpoint was probably meant, if it has no rule. */
export function whyNotBuilt(
  rules: Iterable<Rule>,
  endpoint: string,
  values: ReadonlyMap<string, unknown>,
  method: string | undefined,
): { readonly reason: string; readonly suggested: string | undefined } {
  const all = [...rules];
  const own = closest(
    all.filter((rule) => rule.endpoint === endpoint),
    values,
  );
  if (own === undefined) return unknownEndpoint(all, endpoint);
  const defaults = own.defaults ?? {};
  const missing = [...own.arguments].filter((name) => !values.has(name) && !Object.hasOwn(defaults, name));
  if (missing.length > 0) {
    const names = missing.map((name) => JSON.stringify(name)).join(", ");
    return { reason: `the rule ${own.rule} needs a value for ${names}`, suggested: endpoint };
  }
  if (method !== undefined && !own.takes(method)) {
    const methods = [...(own.methods ?? [])].sort().join(", ");
    return {
      reason: `no rule of it takes ${method}; the rule ${own.rule} takes ${methods}`,
      suggested: endpoint,
    };
  }
  const others = Object.entries(defaults).filter(([name]) => values.has(name));
  const names = others.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", ");
  return { reason: `the rule ${own.rule} is only for ${names}`, suggested: endpoint };
}

/** The rule that lacks the fewest values. */
function closest(rules: readonly Rule[], values: ReadonlyMap<string, unknown>): Rule | undefined {
  const lacks = (rule: Rule) => [...rule.arguments].filter((name) => !values.has(name)).length;
  return rules.toSorted((a, b) => lacks(a) - lacks(b))[0];
}

function unknownEndpoint(
  rules: readonly Rule[],
  endpoint: string,
): { reason: string; suggested: string | undefined } {
  const known = [...new Set(rules.map((rule) => rule.endpoint))];
  const ranked = known
    .map((name) => ({ name, distance: distance(name.toLowerCase(), endpoint.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best !== undefined && best.distance <= Math.max(2, best.name.length / 2)) {
    return {
      reason: `there is no such endpoint; did you mean ${JSON.stringify(best.name)}?`,
      suggested: best.name,
    };
  }
  const listed = known
    .slice(0, 10)
    .map((name) => JSON.stringify(name))
    .join(", ");
  const rest = known.length > 10 ? ` and ${known.length - 10} more` : "";
  return {
    reason: `there is no such endpoint; the endpoints are ${listed || "none yet"}${rest}`,
    suggested: undefined,
  };
}

const LONGEST_COMPARED = 100;

/** How many letters must change to make one text of the other (Levenshtein). */
function distance(from: string, to: string): number {
  const a = from.slice(0, LONGEST_COMPARED);
  const b = to.slice(0, LONGEST_COMPARED);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(
        Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + change),
      );
    }
    row = next;
  }
  return row[b.length] as number;
}
