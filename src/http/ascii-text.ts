/** `asciiText`: what is left of a text for those who know ASCII alone. */

const MARK = /\p{M}/gu;
const NOT_ASCII = /[^\p{ASCII}]/gu;

/** The text without accents, ligatures taken apart, and without what is not ASCII even then. */
export function asciiText(text: string): string {
  // Normalising puts the marks of a letter in order, which takes long for thousands; they would go in any case.
  return text.replace(MARK, "").normalize("NFKD").replace(NOT_ASCII, "");
}
