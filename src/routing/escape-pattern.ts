/** Writes a text in a regular expression. */

/** The text with what has a meaning in an expression escaped; nothing more, as the flag `u` allows no more. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
