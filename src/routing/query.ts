/** The query of a URL that is built: values that are no variables of the rule. */
import { pythonText } from "../python/index.ts";
import { queryText } from "./url-text.ts";

/**
 * Keys and values as a form has them; lists and sets repeat their key, `null` and `undefined` are left out, and other
 * values are written as Python's `str` writes them, as Flask does: `True`, a `Date` as a datetime of UTC.
 */
export function queryOf(values: Iterable<readonly [string, unknown]>, isSorted = false): string {
  const pairs = [...values].flatMap(([name, value]) =>
    itemsOf(value)
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, pythonText(item)] as const),
  );
  // Sorting is stable, so the values of a key stay in order.
  if (isSorted) pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return pairs.map(([name, text]) => `${queryText(name)}=${queryText(text)}`).join("&");
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value instanceof Set ? [...value] : [value];
}
