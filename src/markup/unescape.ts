/** HTML back to text: character references resolved, tags taken away. */
import { LENIENT_REFERENCES, STRICT_REFERENCES } from "./entities.ts";

const REFERENCE = /&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|([A-Za-z][A-Za-z0-9]{1,31};?))/g;

/** What browsers take the references to 0x80–0x9f for: windows-1252 (https://html.spec.whatwg.org/#numeric-character-reference-end-state). */
const WINDOWS_1252 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

/**
 * The text that HTML shows: character references, named and numbered, become characters.
 * MarkupSafe's `Markup.unescape`; of the names it knows those of HTML 4.01.
 */
export function unescapeHTML(html: string): string {
  if (!html.includes("&")) return html;
  return html.replace(REFERENCE, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named(name) ?? whole;
    return numbered(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number.parseInt(decimal, 10));
  });
}

function named(name: string): string | undefined {
  if (name.endsWith(";")) {
    const bare = name.slice(0, -1);
    return LENIENT_REFERENCES.get(bare) ?? STRICT_REFERENCES.get(bare) ?? beginning(name);
  }
  return beginning(name);
}

/** Without its semicolon a name may run into the text that follows; the longest name wins. */
function beginning(text: string): string | undefined {
  for (let length = Math.min(text.length, 6); length >= 2; length--) {
    const character = LENIENT_REFERENCES.get(text.slice(0, length));
    if (character !== undefined) return character + text.slice(length);
  }
  return undefined;
}

function numbered(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.charAt(code - 0x80);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
  return isNoCharacter(code) ? "" : String.fromCodePoint(code);
}

/** Control characters and the code points that Unicode keeps empty are left out. */
function isNoCharacter(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d;
  return code === 0x7f || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
}

const SPACES = /[\s\x85]+/g;

/**
 * The text of HTML: comments and tags are taken away, runs of white space become one blank, and references
 * are resolved. It makes no HTML safe: escape the result where it goes into a page again.
 * MarkupSafe's `Markup.striptags`.
 */
export function stripTags(html: string): string {
  const bare = cutOut(cutOut(html, "<!--", "-->"), "<", ">");
  return unescapeHTML(bare.replace(SPACES, " ").trim());
}

function cutOut(text: string, open: string, close: string): string {
  let start = text.indexOf(open);
  if (start === -1) return text;
  let kept = "";
  let at = 0;
  while (start !== -1) {
    const end = text.indexOf(close, start);
    if (end === -1) break;
    kept += text.slice(at, start);
    at = end + close.length;
    start = text.indexOf(open, at);
  }
  return kept + text.slice(at);
}

// JavaScript's own, deprecated `unescape` decodes URLs; the name is shadowed only where someone asks for ours.
export { unescapeHTML as unescape };
