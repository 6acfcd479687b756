/** Backslash escapes in the string literals of Python and of templates. */

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g;

/** The text of a literal's body; `undefined` if an escape is cut off. An unknown escape stays as it is. */
export function decodeEscapes(body: string): string | undefined {
  if (!body.includes("\\")) return body;
  let isValid = true;
  const text = body.replace(
    ESCAPE,
    (whole: string, octal?: string, x?: string, u?: string, wide?: string, other?: string) => {
      const hex = x ?? u ?? wide;
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16);
        if (code <= 0x10ffff) return String.fromCodePoint(code);
        isValid = false;
        return "";
      }
      // What is left of \x, \u and \U has too few digits; \N{…} would need the names of all characters.
      if (other === "" || other === "x" || other === "u" || other === "U" || other === "N") isValid = false;
      return SIMPLE.get(other ?? "") ?? whole;
    },
  );
  return isValid ? text : undefined;
}
