/** HTML and text, told apart by type: `Markup` is HTML, a string is text and is escaped. */
export { escape } from "./escape.ts";
export { type HasHTML, Markup } from "./markup.ts";
