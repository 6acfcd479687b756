/**
 * HTML and text, told apart by type: `Markup` is HTML, a string is text and is escaped.
 *
 * @module
 */
export { HoleError } from "./errors.ts";
export { escape } from "./escape.ts";
export { escapeText } from "./escape-text.ts";
export { html } from "./html.ts";
export { type HasHTML, Markup } from "./markup.ts";
export { stripTags, unescape } from "./unescape.ts";
