/** Subscripts: items by number, counted from either end, and slices. */
import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { OperandTypeError, ValueError } from "../errors.ts";
import { asInt } from "./numbers.ts";
import { Range } from "./range.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

const SURROGATE = /[\ud800-\udfff]/;

/** A string's characters, in a form that can be indexed: itself if each of them is one UTF-16 unit. */
export function characters(text: string): string | readonly string[] {
  return SURROGATE.test(text) ? Array.from(text) : text;
}

/** How many characters (code points) a string has. */
export function textLength(text: string): number {
  return characters(text).length;
}

/** What has items by number. */
type Sequence = string | Markup | readonly unknown[] | Uint8Array | Range;

/** Whether a value's items can be had by number. */
export function isSequence(value: unknown): value is Sequence {
  return (
    typeof value === "string" ||
    Array.isArray(value) ||
    value instanceof Markup ||
    value instanceof Range ||
    value instanceof Uint8Array
  );
}

/** The item of a sequence at an index, which may count from the end; `undefined` if it is not that long. */
export function itemAt(sequence: Sequence, index: number): unknown {
  if (sequence instanceof Range) {
    const place = index < 0 ? index + sequence.length : index;
    return place >= 0 && place < sequence.length ? sequence.at(place) : undefined;
  }
  if (sequence instanceof Markup) {
    const character = characters(sequence.toString()).at(index);
    return character === undefined ? undefined : new Markup(character);
  }
  return typeof sequence === "string" ? characters(sequence).at(index) : sequence.at(index);
}

/** `value[start:stop:step]`; `null` stands for what was left out. */
export function slice(value: unknown, start: unknown, stop: unknown, step: unknown): unknown {
  if (value instanceof Undefined) return value.getattr(null);
  if (!isSequence(value)) {
    throw new OperandTypeError(
      typeof value === "object" && value !== null
        ? `unhashable type: 'slice' ('${typeName(value)}' object can't be sliced)`
        : `'${typeName(value)}' object is not subscriptable`,
    );
  }
  const source = typeof value === "string" || value instanceof Markup ? characters(value.toString()) : value;
  const bounds = sliceBounds(source.length, sliceIndex(start), sliceIndex(stop), sliceIndex(step) ?? 1);
  if (source instanceof Range) return sliceRange(source, bounds);
  if (typeof source === "string") return likeText(value, sliceText(source, bounds));
  const items = source instanceof Uint8Array ? source : (source as readonly unknown[]);
  if (typeof value === "string" || value instanceof Markup)
    return likeText(value, pick(items, bounds).join(""));
  if (items instanceof Uint8Array) return Uint8Array.from(pick(items, bounds) as number[]);
  return items instanceof Tuple ? Tuple.from(pick(items, bounds)) : pick(items, bounds);
}

type Bounds = { readonly start: number; readonly stop: number; readonly step: number };

/** Where a slice of a sequence of this length begins and ends: Python's `slice.indices`. */
function sliceBounds(
  length: number,
  start: number | undefined,
  stop: number | undefined,
  step: number,
): Bounds {
  if (step === 0) throw new ValueError("slice step cannot be zero");
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const clamp = (index: number): number =>
    Math.min(Math.max(index < 0 ? index + length : index, lowest), highest);
  const first = start === undefined ? (step < 0 ? highest : lowest) : clamp(start);
  const last = stop === undefined ? (step < 0 ? lowest : highest) : clamp(stop);
  return { start: first, stop: last, step };
}

function sliceIndex(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  const index = asInt(value);
  if (index !== undefined) return Number(index);
  if (value instanceof Undefined) value.fail();
  throw new OperandTypeError("slice indices must be integers or None or have an __index__ method");
}

function sliceText(text: string, { start, stop, step }: Bounds): string {
  if (step === 1) return text.slice(start, Math.max(start, stop));
  let result = "";
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) result += text.charAt(i);
  return result;
}

function likeText(value: unknown, text: string): string | Markup {
  return value instanceof Markup ? new Markup(text) : text;
}

function sliceRange(range: Range, { start, stop, step }: Bounds): Range {
  return new Range(range.at(start), range.at(stop), range.step * step);
}

function pick(items: ArrayLike<unknown>, { start, stop, step }: Bounds): unknown[] {
  const picked: unknown[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) picked.push(items[i]);
  return picked;
}
