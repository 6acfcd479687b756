/** Filters of lists: ends, lengths, joining, grouping into rows and columns. */
import { Markup } from "../../markup/index.ts";
import { FilterArgumentError, OperandTypeError, ZeroDivisionError } from "../errors.ts";
import { intArgument } from "../values/arguments.ts";
import { callMethod } from "../values/attributes.ts";
import { dictKeys, isDictionary } from "../values/dict.ts";
import { DictView } from "../values/dict-view.ts";
import type { CallContext } from "../values/environment.ts";
import { hasHTML, toMarkup } from "../values/escape.ts";
import { isIterable, itemsOf, iterate } from "../values/iterate.ts";
import { lengthOf } from "../values/length.ts";
import { checkItemCount } from "../values/numbers.ts";
import { add } from "../values/operators.ts";
import { isSequence, itemAt, slice as sliceOf } from "../values/slice.ts";
import { str } from "../values/text.ts";
import { typeName } from "../values/type-name.ts";
import { Undefined } from "../values/undefined.ts";
import { attributeGetter } from "./attribute-getter.ts";
import { type Table, table } from "./define.ts";
import { softText } from "./soft-text.ts";

/** The filters of lists. */
export const sequenceFilters: Table = table({
  first: ["seq", (context, seq: unknown) => first(context, iterate(seq))],
  last: ["seq", (context, seq: unknown) => last(context, seq)],
  random: ["seq", (context, seq: unknown) => random(context, seq)],
  length: ["obj", (_, obj: unknown) => lengthOf(obj)],
  count: ["obj", (_, obj: unknown) => lengthOf(obj)],
  list: ["value", (_, value: unknown) => [...itemsOf(value)]],
  reverse: ["value", (_, value: unknown) => reverse(value)],
  join: ["value d? attribute?", join],
  sum: ["iterable attribute? start?", sum],
  batch: [
    "value linecount fill_with?",
    (_, value: unknown, linecount: unknown, fillWith?: unknown) => batch(value, linecount, fillWith),
  ],
  slice: [
    "value slices fill_with?",
    (_, value: unknown, slices: unknown, fillWith?: unknown) => columns(value, slices, fillWith),
  ],
});

/** The first item. */
export function first(context: CallContext, items: Iterable<unknown>): unknown {
  for (const item of items) return item;
  return new context.environment.undefined("No first item, sequence was empty.");
}

/** The items from the last to the first, of what can be read so; `undefined` of iterators and sets. */
function reversed(value: unknown): readonly unknown[] | undefined {
  if (value instanceof Undefined) return value.size() === 0 ? [] : undefined;
  if (isSequence(value)) return [...itemsOf(value)].reverse();
  if (isDictionary(value)) return dictKeys(value).reverse();
  return value instanceof DictView ? value.toArray().reverse() : undefined;
}

function last(context: CallContext, value: unknown): unknown {
  const items = isSequence(value) && lengthOf(value) > 0 ? [itemAt(value, -1)] : reversed(value);
  if (items === undefined) throw new OperandTypeError(`'${typeName(value)}' object is not reversible`);
  return items.length > 0 ? items[0] : new context.environment.undefined("No last item, sequence was empty.");
}

function random(context: CallContext, value: unknown): unknown {
  const length = lengthOf(value);
  if (length === 0) return new context.environment.undefined("No random item, sequence was empty.");
  const index = Math.floor(Math.random() * length);
  return isSequence(value) ? itemAt(value, index) : context.environment.getitem(value, index);
}

function reverse(value: unknown): unknown {
  if (typeof value === "string" || value instanceof Markup) return sliceOf(value, null, null, -1);
  const items = reversed(value);
  if (items !== undefined) return items.values();
  if (!isIterable(value)) throw new FilterArgumentError("argument must be iterable");
  return [...value].reverse();
}

/** `join`, of items that are there already. */
export function join(
  context: CallContext,
  value: unknown,
  d: unknown = "",
  attribute?: unknown,
): string | Markup {
  let items = itemsOf(value);
  if (attribute !== undefined && attribute !== null) {
    items = items.map(attributeGetter(context.environment, attribute));
  }
  if (!context.evalContext.autoescape) {
    return callMethod(context, str(d), "join", [items.map(str)]) as string;
  }
  const isMarkup = hasHTML(d) || items.some(hasHTML);
  const separator = hasHTML(d) ? softText(d) : isMarkup ? toMarkup(d) : str(d);
  return callMethod(context, separator, "join", [
    items.map((item) => (hasHTML(item) ? item : str(item))),
  ]) as string;
}

/** `sum`, of items that are there already. */
export function sum(
  context: CallContext,
  iterable: unknown,
  attribute?: unknown,
  start: unknown = 0,
): unknown {
  const getter = attributeGetter(context.environment, attribute);
  if (typeof start === "string") {
    throw new OperandTypeError("sum() can't sum strings [use ''.join(seq) instead]");
  }
  let total = start;
  for (const item of iterate(iterable)) total = add(total, getter(item));
  return total;
}

function* batch(value: unknown, lineCount: unknown, fillWith: unknown): IterableIterator<unknown[]> {
  let row: unknown[] = [];
  for (const item of iterate(value)) {
    if (row.length === lineCount) {
      yield row;
      row = [];
    }
    row.push(item);
  }
  if (row.length === 0) return;
  if (fillWith !== undefined && fillWith !== null) {
    const length = intArgument(lineCount);
    checkItemCount(length);
    while (row.length < length) row.push(fillWith);
  }
  yield row;
}

/** `slice`: columns as even as can be, the longer ones first. */
export function* columns(value: unknown, slices: unknown, fillWith: unknown): IterableIterator<unknown[]> {
  const items = itemsOf(value);
  const count = intArgument(slices);
  if (count === 0) throw new ZeroDivisionError("integer division or modulo by zero");
  checkItemCount(count);
  const length = Math.floor(items.length / count);
  const longer = items.length - length * count;
  let start = 0;
  for (let column = 0; column < count; column++) {
    const end = start + length + (column < longer ? 1 : 0);
    const slice = items.slice(start, end);
    if (fillWith !== undefined && fillWith !== null && column >= longer) slice.push(fillWith);
    yield slice;
    start = end;
  }
}
