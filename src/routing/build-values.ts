/** The values that a URL is built with, in whatever dictionary they come. */
import { ImmutableMultiDict } from "../http/index.ts";
import { queryOf } from "./query.ts";

/** Values for a rule's variables and the query: an object, or a `Map` or `MultiDict` of them. */
export type BuildValues =
  | Readonly<Record<string, unknown>>
  | Iterable<readonly [string, unknown]>
  | null
  | undefined;

/** A query: as it stands in a URL, or its values. */
export type QueryArgs = string | BuildValues;

/** The values by their names, without those that count as missing. */
export function givenValues(values: BuildValues): ReadonlyMap<string, unknown> {
  if (values === null || values === undefined) return new Map();
  if (values instanceof ImmutableMultiDict) return new Map(severalValues(values));
  const given = new Map<string, unknown>();
  if (isIterable(values)) for (const [name, value] of values) add(given, name, value);
  // Not by their entries: a list for each value, and one of all of them, for nothing.
  else for (const name of Object.keys(values)) add(given, name, values[name]);
  return given;
}

function add(given: Map<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined && value !== null) given.set(name, value);
}

function* severalValues(values: ImmutableMultiDict<unknown>): Iterable<readonly [string, unknown]> {
  for (const [name, all] of values.lists()) {
    if (all.length > 0) yield [name, all.length === 1 ? all[0] : all];
  }
}

function isIterable(values: object): values is Iterable<readonly [string, unknown]> {
  return Symbol.iterator in values;
}

/** A query as it stands in a URL. */
export function queryText(queryArgs: QueryArgs): string {
  return typeof queryArgs === "string" ? queryArgs : queryOf(givenValues(queryArgs));
}
