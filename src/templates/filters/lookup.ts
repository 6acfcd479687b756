/** Filters that look things up or write them down: `attr`, `default`, `items`, `urlencode`. */

import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { OperandTypeError } from "../errors.ts";
import { lookup } from "../values/attributes.ts";
import { entriesOrNothing, isDictionary } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { isIterable, iterate, unpackPair } from "../values/iterate.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { Undefined } from "../values/undefined.ts";
import { type Table, table } from "./define.ts";

/** The filters of this file. */
export const lookupFilters: Table = table({
  attr: ["obj name", attribute],
  default: ["value default_value? boolean?", orDefault],
  d: ["value default_value? boolean?", orDefault],
  items: ["value", (_, value: unknown) => items(value)],
  urlencode: ["value", (_, value: unknown) => urlEncode(value)],
});

/** An attribute by its name, never an item. */
function attribute({ environment }: CallContext, value: unknown, name: unknown): unknown {
  const attributeName = str(name);
  if (value instanceof Undefined) return value.getattr(attributeName);
  // The environment's own way would give an item where there is no attribute; a sandbox must be asked, though.
  if (lookup(value, attributeName) !== undefined) return environment.getattr(value, attributeName);
  return new environment.undefined(null, value, attributeName);
}

function orDefault(
  _: CallContext,
  value: unknown,
  otherwise: unknown = "",
  boolean: unknown = false,
): unknown {
  if (value instanceof Undefined || (truth(boolean) && !truth(value))) return otherwise;
  return value;
}

function* items(value: unknown): IterableIterator<unknown> {
  if (value instanceof Undefined) return;
  const entries = entriesOrNothing(value);
  if (entries === undefined) throw new OperandTypeError("Can only get item pairs from a mapping.");
  for (const [key, item] of entries) yield new Tuple(key, item);
}

function urlEncode(value: unknown): string {
  const isText = typeof value === "string" || value instanceof Markup || value instanceof Uint8Array;
  if (isText || !(isIterable(value) || isDictionary(value))) return quote(value);
  const pairs = entriesOrNothing(value) ?? iterate(value);
  const parts: string[] = [];
  for (const pair of pairs) {
    const [key, item] = unpackPair(pair);
    parts.push(`${quoteQuery(key)}=${quoteQuery(item)}`);
  }
  return parts.join("&");
}

const UNRESERVED = /^[A-Za-z0-9_.~/-]*$/;

function quote(value: unknown): string {
  if (value instanceof Uint8Array) return quoteBytes(value);
  const text = str(value);
  return UNRESERVED.test(text) ? text : quoteBytes(new TextEncoder().encode(text));
}

function quoteQuery(value: unknown): string {
  return quote(value).replaceAll("/", "%2F").replaceAll("%20", "+");
}

function quoteBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text +=
      byte < 0x80 && UNRESERVED.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}
