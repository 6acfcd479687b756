/** Escaping: what a value shows as in HTML. */
import { escapeText, type HasHTML, Markup } from "../../markup/index.ts";
import { str } from "./text.ts";

/** Whether the value gives HTML of its own, such as `Markup` does. */
export function hasHTML(value: unknown): value is HasHTML {
  return (
    typeof value === "object" && value !== null && "__html__" in value && typeof value.__html__ === "function"
  );
}

/** A value as `Markup`: its own HTML, or its text as Python prints it, escaped. */
export function toMarkup(value: unknown): Markup {
  if (typeof value === "string") return Markup.escape(value);
  return hasHTML(value) ? Markup.escape(value) : Markup.escape(str(value));
}

/** The same as a string. */
export function escapeToString(value: unknown): string {
  if (typeof value === "string") return escapeText(value);
  // No number has a character that would have to be escaped.
  if (typeof value === "number") return str(value);
  if (value instanceof Markup) return value.toString();
  return hasHTML(value) ? Markup.escape(value).toString() : escapeText(str(value));
}

/** `a ~ b ~ c` where nothing is escaped. */
export function strJoin(parts: readonly unknown[]): string {
  let text = "";
  for (const part of parts) text += str(part);
  return text;
}

/** `a ~ b ~ c` where text is escaped: as soon as one part is HTML, the whole is, and the others are escaped. */
export function markupJoin(parts: readonly unknown[]): string | Markup {
  if (!parts.some(hasHTML)) return strJoin(parts);
  let html = "";
  for (const part of parts) html += escapeToString(part);
  return new Markup(html);
}
