/** Filters that compare items: sorting, grouping, the smallest and the largest. */
import { Tuple } from "../../python/index.ts";
import { FilterArgumentError } from "../errors.ts";
import { requireMethod } from "../values/attributes.ts";
import { compare, eq, gt, lt } from "../values/compare.ts";
import type { CallContext } from "../values/environment.ts";
import { HashIndex } from "../values/hash.ts";
import { itemsOf, iterate } from "../values/iterate.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { attributeGetter, attributesGetter, type Getter, ignoreCase } from "./attribute-getter.ts";
import { type Table, table } from "./define.ts";

/** The filters that compare. */
export const sortingFilters: Table = table({
  sort: ["value reverse? case_sensitive? attribute?", sort],
  dictsort: ["value case_sensitive? by? reverse?", dictSort],
  unique: [
    "value case_sensitive? attribute?",
    (context, value: unknown, caseSensitive?: unknown, attribute?: unknown) =>
      unique(iterate(value), getterOf(context, attribute, caseSensitive)),
  ],
  groupby: ["value attribute default? case_sensitive?", groupBy],
  min: [
    "value case_sensitive? attribute?",
    (context, value: unknown, caseSensitive?: unknown, attribute?: unknown) =>
      extreme(context, value, getterOf(context, attribute, caseSensitive), lt),
  ],
  max: [
    "value case_sensitive? attribute?",
    (context, value: unknown, caseSensitive?: unknown, attribute?: unknown) =>
      extreme(context, value, getterOf(context, attribute, caseSensitive), gt),
  ],
});

function isTrue(value: unknown): boolean {
  return value !== undefined && truth(value);
}

function getterOf(context: CallContext, attribute: unknown, caseSensitive: unknown): Getter {
  const getter = attributeGetter(context.environment, attribute);
  return isTrue(caseSensitive) ? getter : (item) => ignoreCase(getter(item));
}

/** Items in the order of their keys; equal ones stay in theirs, backwards too. */
function sorted<T>(items: readonly T[], keyOf: (item: T) => unknown, isReverse: boolean): T[] {
  const direction = isReverse ? -1 : 1;
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => direction * compare(a.key, b.key))
    .map(({ item }) => item);
}

function sort(
  context: CallContext,
  value: unknown,
  reverse?: unknown,
  caseSensitive?: unknown,
  attribute?: unknown,
): unknown[] {
  const keyOf = attributesGetter(context.environment, attribute, isTrue(caseSensitive));
  return sorted(itemsOf(value), keyOf, isTrue(reverse));
}

function dictSort(
  context: CallContext,
  value: unknown,
  caseSensitive?: unknown,
  by: unknown = "key",
  reverse?: unknown,
): unknown[] {
  const side = str(by);
  if (side !== "key" && side !== "value") {
    throw new FilterArgumentError('You can only sort by either "key" or "value"');
  }
  const pairs = itemsOf(requireMethod(context, value, "items")) as readonly (readonly unknown[])[];
  const index = side === "key" ? 0 : 1;
  const keyOf = (pair: readonly unknown[]): unknown =>
    isTrue(caseSensitive) ? pair[index] : ignoreCase(pair[index]);
  return sorted(pairs, keyOf, isTrue(reverse));
}

function* unique(items: Iterable<unknown>, keyOf: Getter): IterableIterator<unknown> {
  const seen = new HashIndex();
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.set(key, true);
    yield item;
  }
}

/** A group of `groupby`: a tuple of the two, which have names as well. */
export class GroupTuple extends Tuple<[unknown, readonly unknown[]]> {
  /** What the items of the group have in common. */
  get grouper(): unknown {
    return this[0];
  }

  /** The items. */
  get list(): unknown {
    return this[1];
  }
}

/** `groupby`, of items that are there already. */
export function groupBy(
  context: CallContext,
  value: unknown,
  attribute: unknown,
  otherwise?: unknown,
  caseSensitive?: unknown,
): GroupTuple[] {
  const getter = attributeGetter(context.environment, attribute, otherwise);
  const keyOf: Getter = isTrue(caseSensitive) ? getter : (item) => ignoreCase(getter(item));
  const groups: { key: unknown; items: unknown[] }[] = [];
  for (const item of sorted(itemsOf(value), keyOf, false)) {
    const key = keyOf(item);
    const group = groups.at(-1);
    if (group !== undefined && eq(group.key, key)) group.items.push(item);
    else groups.push({ key, items: [item] });
  }
  // A group is named after its first item, in the case that it has.
  return groups.map(({ items }) => new GroupTuple(getter(items[0]), items));
}

function extreme(
  context: CallContext,
  value: unknown,
  keyOf: Getter,
  isBetter: (a: unknown, b: unknown) => boolean,
): unknown {
  let best: { item: unknown; key: unknown } | undefined;
  for (const item of iterate(value)) {
    const key = keyOf(item);
    if (best === undefined || isBetter(key, best.key)) best = { item, key };
  }
  return best === undefined
    ? new context.environment.undefined("No aggregated item, sequence was empty.")
    : best.item;
}
