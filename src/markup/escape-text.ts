/** The five characters of HTML that text may not hold as they are, spelt as MarkupSafe spells them. */

const SPECIAL = /[&<>"']/;

/** From this length on a regular expression sees sooner than a loop that there is nothing to replace. */
const LONG = 9;

/**
 * Text with `&`, `<`, `>`, `"` and `'` replaced by character references, safe as the content of an element
 * and inside a quoted attribute value. Text that needs nothing comes back as it is.
 */
export function escapeText(text: string): string {
  if (text.length >= LONG) return SPECIAL.test(text) ? escapeFrom(text, 0) : text;
  for (let index = 0; index < text.length; index++) {
    if (referenceFor(text.charCodeAt(index)) !== undefined) return escapeFrom(text, index);
  }
  return text;
}

function escapeFrom(text: string, first: number): string {
  let result = "";
  let copied = 0;
  for (let index = first; index < text.length; index++) {
    const reference = referenceFor(text.charCodeAt(index));
    if (reference === undefined) continue;
    if (copied < index) result += text.slice(copied, index);
    result += reference;
    copied = index + 1;
  }
  return copied < text.length ? result + text.slice(copied) : result;
}

function referenceFor(code: number): string | undefined {
  // Most characters of most texts come after the last of the five.
  if (code > 0x3e) return undefined;
  switch (code) {
    case 0x26:
      return "&amp;";
    case 0x3c:
      return "&lt;";
    case 0x3e:
      return "&gt;";
    case 0x22:
      return "&#34;";
    case 0x27:
      return "&#39;";
    default:
      return undefined;
  }
}
