/** Decimal digits of every script, which Python's `\d` and `int()` take. */

const DIGIT = /^\p{Nd}$/u;

/** Whether the code point is a decimal digit of some script. */
export function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39;
  return DIGIT.test(String.fromCodePoint(code));
}

/** The text with each digit, of whatever script, written as 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    return isDigit(code) ? `${digitValue(code)}` : character;
  });
}

/** Unicode keeps the digits of a script together, from zero on; some sets of ten stand side by side. */
function digitValue(code: number): number {
  let zero = code;
  while (isDigit(zero - 1)) zero--;
  return (code - zero) % 10;
}
