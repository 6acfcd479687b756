/** The filter `pprint`: a value as Python's `pprint.pformat` shows it, in lines of 80 characters. */
import { quote, Tuple } from "../../python/index.ts";
import { compare } from "../values/compare.ts";
import { dictEntries, isDictionary } from "../values/dict.ts";
import { repr } from "../values/text.ts";
import { typeName } from "../values/type-name.ts";
import { type Table, table } from "./define.ts";

/** The one filter. */
export const prettyPrintFilters: Table = table({
  pprint: ["value", (_, value: unknown) => prettyPrint(value)],
});

/** `pprint.pformat(value)`. */
export function prettyPrint(value: unknown): string {
  return format(value, 0, 0, 1, []);
}

const WIDTH = 80;

/**
 * @param indent - In which column the value begins.
 * @param allowance - How many closing brackets follow it on its last line.
 * @param level - How deep it is nested.
 */
function format(
  value: unknown,
  indent: number,
  allowance: number,
  level: number,
  within: readonly object[],
): string {
  if (typeof value === "object" && value !== null && within.includes(value))
    return "<Recursion on an object>";
  const flat = repr(ordered(value, []));
  if (flat.length <= WIDTH - indent - allowance) return flat;
  if (typeof value === "string") return formatText(value, indent, allowance, level);
  if (typeof value !== "object" || value === null) return flat;
  const inside = [...within, value];
  if (isDictionary(value)) {
    const items = sortedByKey(dictEntries(value)).map(([key, item]) => [`${repr(key)}: `, item] as const);
    return formatItems("{", items, "}", indent, allowance, level, inside);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => ["", item] as const);
    if (!(value instanceof Tuple)) return formatItems("[", items, "]", indent, allowance, level, inside);
    return formatItems("(", items, value.length === 1 ? ",)" : ")", indent, allowance, level, inside);
  }
  if (!(value instanceof Set)) return flat;
  const items = sortedItems([...value]).map((item) => ["", item] as const);
  return formatItems("{", items, "}", indent, allowance, level, inside);
}

function formatItems(
  open: string,
  items: readonly (readonly [key: string, value: unknown])[],
  close: string,
  indent: number,
  allowance: number,
  level: number,
  within: readonly object[],
): string {
  const lines = items.map(([key, value], index) => {
    const isLast = index === items.length - 1;
    const room = isLast ? allowance + close.length : 1;
    return key + format(value, indent + 1 + key.length, room, level + 1, within);
  });
  return open + lines.join(`,\n${" ".repeat(indent + 1)}`) + close;
}

/** Dictionaries print in the order of their keys, also where they fit on a line. */
function ordered(value: unknown, within: readonly object[]): unknown {
  if (typeof value !== "object" || value === null || within.includes(value)) return value;
  const inside = [...within, value];
  if (isDictionary(value)) {
    return new Map(sortedByKey(dictEntries(value)).map(([key, item]) => [key, ordered(item, inside)]));
  }
  if (value instanceof Set) return new Set(sortedItems([...value]));
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => ordered(item, inside));
  return value instanceof Tuple ? Tuple.from(items) : items;
}

function sortedByKey(entries: [unknown, unknown][]): [unknown, unknown][] {
  return [...entries].sort((a, b) => compareSafely(a[0], b[0]));
}

function sortedItems(items: readonly unknown[]): unknown[] {
  return [...items].sort(compareSafely);
}

/** What can't be compared is ordered by its type. */
function compareSafely(a: unknown, b: unknown): number {
  try {
    return compare(a, b);
  } catch {
    return compare(typeName(a), typeName(b));
  }
}

/** A long text becomes several, which Python would join again. */
function formatText(text: string, indent: number, allowance: number, level: number): string {
  const start = level === 1 ? indent + 1 : indent;
  const spare = level === 1 ? allowance + 1 : allowance;
  const pieces = text.split(/(?<=\n)/).filter((line) => line !== "");
  const quoted: string[] = [];
  pieces.forEach((line, index) => {
    const isLastLine = index === pieces.length - 1;
    quoted.push(...splitLine(line, WIDTH - start, isLastLine ? spare : 0));
  });
  if (quoted.length === 1) return quoted[0] ?? "";
  const joined = quoted.join(`\n${" ".repeat(start)}`);
  return level === 1 ? `(${joined})` : joined;
}

function splitLine(line: string, width: number, spare: number): string[] {
  const whole = quote(line);
  if (whole.length <= width - spare) return [whole];
  const words = line.match(/\S*\s*/g)?.filter((word) => word !== "") ?? [];
  const parts: string[] = [];
  let current = "";
  words.forEach((word, index) => {
    const room = index === words.length - 1 ? width - spare : width;
    if (quote(current + word).length > room) {
      if (current !== "") parts.push(quote(current));
      current = word;
    } else {
      current += word;
    }
  });
  if (current !== "") parts.push(quote(current));
  return parts;
}
