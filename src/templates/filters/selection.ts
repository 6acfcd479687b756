/** Filters that go through items one by one: `map`, `select`, `reject`, `selectattr`, `rejectattr`. */
import { FilterArgumentError } from "../errors.ts";
import type { RunVariadic } from "../values/builtin.ts";
import { call, type Keywords } from "../values/call.ts";
import type { CallContext } from "../values/environment.ts";
import { iterate } from "../values/iterate.ts";
import { truth } from "../values/truth.ts";
import { attributeGetter } from "./attribute-getter.ts";
import { type Table, table } from "./define.ts";
import { findNamed } from "./named.ts";

/** What is done with each item; a promise where a filter or test is asynchronous. */
export type Step = (item: unknown) => unknown;

/** The filters, each giving an iterator that works when it is asked. */
export const selectionFilters: Table = table({
  map: (context, [value, ...args], keywords) => mapItems(value, () => mapStep(context, args, keywords)),
  select: selection(false, true),
  reject: selection(false, false),
  selectattr: selection(true, true),
  rejectattr: selection(true, false),
});

function selection(takesAttribute: boolean, isWanted: boolean): RunVariadic {
  return (context, [value, ...args], keywords) =>
    selectItems(value, () => selectStep(context, args, keywords, takesAttribute), isWanted);
}

function* mapItems(value: unknown, step: () => Step): IterableIterator<unknown> {
  if (!truth(value)) return;
  const apply = step();
  for (const item of iterate(value)) yield apply(item);
}

function* selectItems(value: unknown, step: () => Step, isWanted: boolean): IterableIterator<unknown> {
  if (!truth(value)) return;
  const decide = step();
  for (const item of iterate(value)) if (truth(decide(item)) === isWanted) yield item;
}

/** What `map` does with an item: a filter by name, or an attribute taken. */
export function mapStep(
  context: CallContext,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): Step {
  if (args.length > 0) {
    const [name, ...rest] = args;
    const filter = findNamed(context, "filter", name);
    return (item) => call(context, filter, [item, ...rest], keywords);
  }
  if (keywords === undefined || !keywords.has("attribute")) {
    throw new FilterArgumentError("map requires a filter argument");
  }
  for (const name of keywords.keys()) {
    if (name !== "attribute" && name !== "default") {
      throw new FilterArgumentError(`Unexpected keyword argument '${name}'`);
    }
  }
  return attributeGetter(context.environment, keywords.get("attribute"), keywords.get("default"));
}

/** What `select` and its kin ask of an item: a test by name, or its truth; of an attribute of it, or itself. */
export function selectStep(
  context: CallContext,
  args: readonly unknown[],
  keywords: Keywords | undefined,
  takesAttribute: boolean,
): Step {
  if (takesAttribute && args.length === 0) {
    throw new FilterArgumentError("Missing parameter for attribute name");
  }
  const subject: Step = takesAttribute ? attributeGetter(context.environment, args[0]) : (item) => item;
  const [name, ...rest] = takesAttribute ? args.slice(1) : args;
  if (name === undefined) return subject;
  const test = findNamed(context, "test", name);
  return (item) => call(context, test, [subject(item), ...rest], keywords);
}
