/** The `attribute` parameter of filters: `"name"`, `"address.city"`, `0`; for sorting several with commas. */
import { Markup } from "../../markup/index.ts";
import type { ValueEnvironment } from "../values/environment.ts";
import { str } from "../values/text.ts";
import { Undefined } from "../values/undefined.ts";

/** Takes from an item what a filter works on. */
export type Getter = (item: unknown) => unknown;

/**
 * Makes a getter.
 *
 * @param attribute - A path with dots, or a number; `null` and `undefined` give the item itself.
 * @param otherwise - Taken for what is missing, unless it is `null` or `undefined`.
 */
export function attributeGetter(
  environment: ValueEnvironment,
  attribute: unknown,
  otherwise: unknown = null,
): Getter {
  const path = pathOf(attribute);
  return (item) => {
    const value = follow(environment, item, path);
    return otherwise !== null && otherwise !== undefined && value instanceof Undefined ? otherwise : value;
  };
}

/** Makes a getter of a list with one value for each attribute, for text `"a,b"` has two. */
export function attributesGetter(
  environment: ValueEnvironment,
  attribute: unknown,
  isCaseSensitive: boolean,
): (item: unknown) => readonly unknown[] {
  const paths = typeof attribute === "string" ? attribute.split(",").map(pathOf) : [pathOf(attribute)];
  return (item) =>
    paths.map((path) => {
      const value = follow(environment, item, path);
      return isCaseSensitive ? value : ignoreCase(value);
    });
}

/** Text in lower case, everything else as it is. */
export function ignoreCase(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  return value instanceof Markup ? value.toString().toLowerCase() : value;
}

function pathOf(attribute: unknown): readonly unknown[] {
  if (attribute === null || attribute === undefined) return [];
  if (typeof attribute === "number" || typeof attribute === "bigint") return [attribute];
  return str(attribute)
    .split(".")
    .map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));
}

function follow(environment: ValueEnvironment, item: unknown, path: readonly unknown[]): unknown {
  let value = item;
  for (const part of path) value = environment.getitem(value, part);
  return value;
}
