/** Python's white space and line ends, which are not JavaScript's. */

/** Whether a UTF-16 unit is white space to `str.strip` and `str.split`. */
export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 9 && unit <= 13) || (unit >= 0x1c && unit <= 0x1f);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** Strips white space, or the characters given, from the sides named. */
export function strip(text: string, characters: string | null, sides: "both" | "left" | "right"): string {
  if (characters !== null && /[\ud800-\udfff]/.test(characters)) return stripWide(text, characters, sides);
  const isStripped = (index: number): boolean =>
    characters === null ? isSpace(text.charCodeAt(index)) : characters.includes(text.charAt(index));
  let start = 0;
  let end = text.length;
  if (sides !== "right") while (start < end && isStripped(start)) start++;
  if (sides !== "left") while (end > start && isStripped(end - 1)) end--;
  return text.slice(start, end);
}

function stripWide(text: string, characters: string, sides: "both" | "left" | "right"): string {
  const stripped = new Set(characters);
  const all = Array.from(text);
  let start = 0;
  let end = all.length;
  if (sides !== "right") while (start < end && stripped.has(all[start] ?? "")) start++;
  if (sides !== "left") while (end > start && stripped.has(all[end - 1] ?? "")) end--;
  return all.slice(start, end).join("");
}

/** The words of a text, at most `limit` splits made from the left; a negative limit is none. */
export function splitWords(text: string, limit: number): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at === text.length) return words;
    if (limit >= 0 && words.length === limit) {
      words.push(strip(text.slice(at), null, "right"));
      return words;
    }
    const start = at;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
    words.push(text.slice(start, at));
  }
}

/** The same from the right. */
export function splitWordsRight(text: string, limit: number): string[] {
  const words: string[] = [];
  let at = text.length;
  for (;;) {
    while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
    if (at === 0) break;
    if (limit >= 0 && words.length === limit) {
      words.push(strip(text.slice(0, at), null, "left"));
      break;
    }
    const end = at;
    while (at > 0 && !isSpace(text.charCodeAt(at - 1))) at--;
    words.push(text.slice(at, end));
  }
  return words.reverse();
}

const SEPARATORS = "\x1c\x1d\x1e";
const LINE_END = new RegExp(`\\r\\n|[\\n\\r\\v\\f${SEPARATORS}\\x85\\u2028\\u2029]`, "g");

/** `str.splitlines`. */
export function splitLines(text: string, keepsEnds: boolean): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_END)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepsEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}
