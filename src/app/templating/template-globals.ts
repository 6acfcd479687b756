/** The names that every template of an application sees, under Flask's spelling as well as ours. */
import { Tuple } from "../../python/index.ts";
import type { Application } from "../application.ts";
import { g, request, session } from "../contexts/locals.ts";
import { getFlashedMessages } from "../flashing.ts";
import { urlFor } from "../routing/url-for.ts";
import { TemplateConfig } from "./template-config.ts";

/** Names and values. */
export function templateGlobals(app: Application): [name: string, value: unknown][] {
  return [
    ["config", new TemplateConfig(app.config)],
    ["g", g],
    ["request", request],
    ["session", session],
    ["url_for", urlForInTemplate],
    ["urlFor", urlForInTemplate],
    ["get_flashed_messages", flashedMessages],
    ["getFlashedMessages", flashedMessages],
  ];
}

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ["_anchor", "anchor"],
  ["_external", "external"],
  ["_scheme", "scheme"],
  ["_method", "method"],
]);

/** `url_for('user', id=3, _external=True)`; keyword arguments come as an object. */
function urlForInTemplate(endpoint: string, given: object = {}): string {
  const values: Record<string, unknown> = {};
  const options: Record<string, unknown> = {};
  const entries: Iterable<[unknown, unknown]> = given instanceof Map ? given : Object.entries(given);
  for (const [key, value] of entries) {
    const name = String(key);
    const option = OPTIONS.get(name);
    if (option !== undefined) options[option] = value ?? undefined;
    else Object.defineProperty(values, name, { value, enumerable: true });
  }
  return urlFor(endpoint, values, options);
}

type FlashKeywords = {
  readonly with_categories?: boolean;
  readonly category_filter?: readonly string[];
  readonly withCategories?: boolean;
  readonly categoryFilter?: readonly string[];
};

/** `get_flashed_messages(with_categories=True, category_filter=['error'])`, with or without the names. */
function flashedMessages(
  first: boolean | FlashKeywords = {},
  second: readonly string[] | FlashKeywords = {},
): unknown[] {
  const named: FlashKeywords = { ...keywords(first), ...keywords(second) };
  const categories = Array.isArray(second) ? second : (named.category_filter ?? named.categoryFilter);
  const withCategories = typeof first === "boolean" ? first : (named.with_categories ?? named.withCategories);
  if (withCategories !== true) return getFlashedMessages({ categoryFilter: categories });
  // A pair that a template prints or compares is a tuple, as Flask's is.
  return getFlashedMessages({ withCategories: true, categoryFilter: categories }).map(
    ([category, message]) => new Tuple(category, message),
  );
}

function keywords(value: unknown): FlashKeywords {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
