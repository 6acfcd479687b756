/** What a log shows of an error and of a visitor's text. */

/**
 * The text without control characters but for line feed and tab, so that nobody outside moves the cursor of a
 * terminal: each is written as an escape. Every line but the first is set in, so that none is taken for another
 * entry of the log.
 */
export function printable(text: string): string {
  return withoutControls(text).replace(/\n(?! {4})/g, "\n    ");
}

/** The text with control characters but for line feed and tab as escapes, which JSON reads back. */
export function withoutControls(text: string): string {
  return text.replace(
    CONTROL_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// C0 without tab and line feed, DEL and C1; the separators that some viewers break a line at; and what has the rest of a
// line shown in another order.
const CONTROL_CHARACTERS = /[^\P{Cc}\t\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const MOST_CAUSES = 5;

/** An error with its stack and what caused it; whatever else was thrown as text. */
export function describeError(error: unknown): string {
  const texts: string[] = [];
  let current = error;
  while (isError(current) && texts.length <= MOST_CAUSES) {
    const one = current;
    texts.push(attempted(() => one.stack ?? `${one.name}: ${one.message}`) ?? describe(one));
    current = attempted(() => one.cause);
  }
  if (texts.length === 0 || (current !== undefined && !isError(current))) texts.push(describe(current));
  return texts.join("\nCaused by: ");
}

/** What was thrown, if it is no error. */
function describe(thrown: unknown): string {
  return attempted(() => String(thrown)) ?? `a thrown ${typeof thrown} that has no text`;
}

function isError(thrown: unknown): thrown is Error {
  return attempted(() => thrown instanceof Error) === true;
}

/** What was thrown may be an object whose every member throws; the log needs a line all the same. */
function attempted<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
