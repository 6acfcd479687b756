/** The five characters of HTML that text may not hold as they are, spelt as MarkupSafe spells them. */

const SPECIAL = /[&<>"']/;

/**
 * Text with `&`, `<`, `>`, `"` and `'` replaced by character references, safe as the content of an element
 * and inside a quoted attribute value. Text that needs nothing comes back as it is.
 */
export function escapeText(text: string): string {
  const first = text.search(SPECIAL);
  return first === -1 ? text : escapeFrom(text, first);
}

function escapeFrom(text: string, first: number): string {
  let result = "";
  let copied = 0;
  for (let index = first; index < text.length; index++) {
    const reference = referenceFor(text.charCodeAt(index));
    if (reference === undefined) continue;
    result += text.slice(copied, index) + reference;
    copied = index + 1;
  }
  return result + text.slice(copied);
}

function referenceFor(code: number): string | undefined {
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
