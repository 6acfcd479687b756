/** What a log shows of an error and of a visitor's text. */

/**
 * The text without control characters but for line feed and tab, so that nobody outside moves the cursor of a
 * terminal or forges a line: each is written as an escape.
 */
export function printable(text: string): string {
  return text.replace(
    CONTROL_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// C0 without tab and line feed, DEL and C1, and the separators that some viewers break a line at.
const CONTROL_CHARACTERS = /[^\P{Cc}\t\n]|[\u2028\u2029]/gu;

/** What was thrown, if it is no error. */
export function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return `a thrown ${typeof thrown} that has no text`;
  }
}
