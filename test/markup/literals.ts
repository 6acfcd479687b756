/** Calls `html` with a literal that a table spells out. */
import { html, type Markup } from "flagon/markup";

/** The literal with `§` for each hole, filled with the values. */
export function fill(literal: string, ...values: readonly unknown[]): Markup {
  const parts = literal.split("§");
  return html(Object.assign(parts, { raw: parts }), ...values);
}
