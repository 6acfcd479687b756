/** The filters that take part in asynchronous rendering: their items may have to be awaited, and their steps. */
import type { CallContext } from "../values/environment.ts";
import { isAsyncIterable, itemsOfAsync, iterate } from "../values/iterate.ts";
import { truth } from "../values/truth.ts";
import { type Table, table } from "./define.ts";
import { mapStep, type Step, selectStep } from "./selection.ts";
import { columns, first, join, sum } from "./sequences.ts";
import { groupBy } from "./sorting.ts";

/** What an environment with `enableAsync` has in place of the filters of the same names. */
export const asyncFilters: Table = table({
  first: ["seq", async (context, seq: unknown) => firstOf(context, seq)],
  list: ["value", async (_, value: unknown) => [...(await itemsOfAsync(value))]],
  join: [
    "value d? attribute?",
    async (context, value: unknown, d?: unknown, attribute?: unknown) =>
      join(context, await itemsOfAsync(value), d, attribute),
  ],
  sum: [
    "iterable attribute? start?",
    async (context, value: unknown, attribute?: unknown, start?: unknown) =>
      sum(context, await itemsOfAsync(value), attribute, start),
  ],
  slice: [
    "value slices fill_with?",
    async (_, value: unknown, slices: unknown, fillWith?: unknown) =>
      columns(await itemsOfAsync(value), slices, fillWith),
  ],
  groupby: [
    "value attribute default? case_sensitive?",
    async (context, value: unknown, attribute: unknown, otherwise?: unknown, caseSensitive?: unknown) =>
      groupBy(context, await itemsOfAsync(value), attribute, otherwise, caseSensitive),
  ],
  map: (context, [value, ...args], keywords) => mapItems(value, () => mapStep(context, args, keywords)),
  select: (context, [value, ...args], keywords) =>
    selectItems(value, () => selectStep(context, args, keywords, false), true),
  reject: (context, [value, ...args], keywords) =>
    selectItems(value, () => selectStep(context, args, keywords, false), false),
  selectattr: (context, [value, ...args], keywords) =>
    selectItems(value, () => selectStep(context, args, keywords, true), true),
  rejectattr: (context, [value, ...args], keywords) =>
    selectItems(value, () => selectStep(context, args, keywords, true), false),
});

async function firstOf(context: CallContext, value: unknown): Promise<unknown> {
  if (!isAsyncIterable(value)) return first(context, iterate(value));
  for await (const item of value) return item;
  return first(context, []);
}

function itemsIn(value: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  return isAsyncIterable(value) ? value : iterate(value);
}

async function* mapItems(value: unknown, step: () => Step): AsyncIterableIterator<unknown> {
  if (!truth(value)) return;
  const apply = step();
  for await (const item of itemsIn(value)) yield await apply(item);
}

async function* selectItems(
  value: unknown,
  step: () => Step,
  isWanted: boolean,
): AsyncIterableIterator<unknown> {
  if (!truth(value)) return;
  const decide = step();
  for await (const item of itemsIn(value)) if (truth(await decide(item)) === isWanted) yield item;
}
