/** Messages for the next page: put into the session, shown once. */
import { checkOptionNames, Tuple } from "../python/index.ts";
import type { SessionValue } from "../sessions/index.ts";
import { currentContext } from "./contexts/context.ts";
import { messageFlashed } from "./signals.ts";

const KEY = "_flashes";

/** Which flashed messages to give, and how. */
export type FlashedMessagesOptions = {
  /** Gives `[category, message]` pairs. */
  readonly withCategories?: boolean | undefined;
  /** Only messages of these categories. */
  readonly categoryFilter?: readonly string[] | undefined;
};

const OPTIONS: Readonly<Record<keyof FlashedMessagesOptions, true>> = {
  withCategories: true,
  categoryFilter: true,
};

/**
 * Keeps a message for the next page that asks for it: `flask.flash`.
 *
 * @param message Usually text; any value that a session can store.
 * @param category Such as `"message"`, `"error"`, `"info"` or `"warning"`.
 * @throws TypeError for a category that is no text; OutsideContextError where there is no request.
 */
export function flash(message: SessionValue, category: string = "message"): void {
  const { app, session } = currentContext("flash");
  if (typeof category !== "string") {
    throw new TypeError(
      `flash() takes the category as text, such as flash("Saved.", "info"), not ${JSON.stringify(category)}.`,
    );
  }
  const stored: unknown = session.get(KEY);
  const flashes: readonly SessionValue[] = Array.isArray(stored) ? stored : [];
  session.set(KEY, [...flashes, new Tuple(category, message)]);
  messageFlashed.sendNow(app, { message, category });
}

/**
 * Takes the flashed messages from the session: `flask.get_flashed_messages`. Called again in the same
 * request, it gives the same messages.
 *
 * @throws TypeError for an option that does not exist; OutsideContextError where there is no request.
 */
export function getFlashedMessages(
  options: FlashedMessagesOptions & { readonly withCategories: true },
): [category: string, message: SessionValue][];
export function getFlashedMessages(options?: FlashedMessagesOptions): SessionValue[];
export function getFlashedMessages(options: FlashedMessagesOptions = {}): unknown[] {
  const context = currentContext("getFlashedMessages");
  checkOptionNames(options, OPTIONS, "getFlashedMessages()");
  context.flashes ??= takeFlashes(context.session.has(KEY) ? context.session.pop(KEY) : []);
  const { categoryFilter, withCategories } = options;
  const wanted =
    categoryFilter === undefined || categoryFilter.length === 0
      ? context.flashes
      : context.flashes.filter(([category]) => categoryFilter.includes(category));
  return wanted.map(([category, message]) => (withCategories === true ? [category, message] : message));
}

function takeFlashes(stored: unknown): readonly (readonly [string, unknown])[] {
  // Flask stores tuples; another writer of the cookie may have stored lists.
  return Array.isArray(stored)
    ? stored.filter(Array.isArray).map(([category, message]) => [String(category), message])
    : [];
}
