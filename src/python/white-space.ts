/** White space as Python counts it, which JavaScript counts differently. */

/** The text without the white space around it: Python's `text.strip()`. */
export function stripSpace(text: string): string {
  return stripSpaceBetween(text, 0, text.length);
}

/** The text between two places, without the white space around it. */
export function stripSpaceBetween(text: string, start: number, end: number): string {
  let first = start;
  let last = end;
  while (first < last && isSpace(text.charCodeAt(first))) first++;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last--;
  return text.slice(first, last);
}

/** The words between white space: Python's `text.split()`. */
export function splitSpace(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    if (index < text.length && !isSpace(text.charCodeAt(index))) continue;
    if (index > start) words.push(text.slice(start, index));
    start = index + 1;
  }
  return words;
}

/** Whether Python takes the character for white space: the separators U+001C to U+001F are, U+FEFF is not. */
export function isSpace(code: number): boolean {
  if (code > 0x20 && code < 0x85) return false;
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}
