/** `escape`: any value as HTML that shows it. */
import { Markup } from "./markup.ts";

/**
 * A value as `Markup` that shows it: `&`, `<`, `>`, `"` and `'` of its text become character references.
 * `Markup`, and any object with a `__html__` method, is HTML already and passes through.
 *
 * Everything else is taken as `String(value)`, as MarkupSafe's `escape` takes `str(value)`: `null` shows as
 * `null`. To show nothing for a missing value, write `html` or a template.
 *
 * @param value - Anything that has a text. An object that has none (`Object.create(null)`) throws a TypeError.
 * @example
 * ```ts
 * escape("<b>").toString();               // "&lt;b&gt;"
 * escape(new Markup("<b>")).toString();   // "<b>"
 * ```
 */
function escapeHTML(value: unknown): Markup {
  return Markup.escape(value);
}

// JavaScript's own, deprecated `escape` escapes URLs; the name is shadowed only where someone asks for ours.
export { escapeHTML as escape };
