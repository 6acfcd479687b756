/** Which URLs an attribute refuses: those that a browser would run as a script, and documents in a URL. */

/** How an attribute holds URLs: one, one that may be an image in a `data:` URL, or several with separators. */
export type URLSyntax = "one" | "image" | "spaces" | "commas" | "semicolons";

/** What the beginning of a URL tells: it is refused, allowed, or more text is needed to know. */
export type Verdict = "refused" | "allowed" | "open";

const REFUSED = ["javascript:", "vbscript:", "data:"];
const IMAGE = "data:image/";
const FIRST_LETTERS = "jJvVdD";
const LONGEST = 11;

const SEPARATORS = {
  spaces: /[\t\n\f\r ]+/,
  commas: /[\t\n\f\r ,]+/,
  semicolons: /;/,
} as const;

/**
 * Whether an attribute's value, as it stands in the HTML, holds a URL to refuse.
 *
 * @param html - The value with its character references, which spell `javascript:` as well as letters do.
 * @param syntax - How the attribute holds its URLs.
 */
export function holdsRefusedURL(html: string, syntax: URLSyntax): boolean {
  const text = html.includes("&") ? decodeReferences(html) : html;
  if (syntax === "one" || syntax === "image") return mayBeRefused(text) && judge(text, syntax) === "refused";
  return text.split(SEPARATORS[syntax]).some((url) => judge(url, "one") === "refused");
}

/**
 * What the literal text at the beginning of an attribute's value settles, whatever follows it. A list of URLs
 * is never settled, and a character reference may go on in what follows, so judging stops in front of one.
 */
export function judgeStart(html: string, syntax: URLSyntax): Verdict {
  if (holdsRefusedURL(html, syntax)) return "refused";
  if (syntax !== "one" && syntax !== "image") return "open";
  const reference = html.indexOf("&");
  return judge(reference === -1 ? html : html.slice(0, reference), syntax);
}

/** Tells most URLs apart by the first character that counts, for this is asked for each link of a page. */
function mayBeRefused(url: string): boolean {
  for (let index = 0; index < url.length; index++) {
    const code = url.charCodeAt(index);
    if (code > 0x20) return FIRST_LETTERS.includes(url.charAt(index));
  }
  return false;
}

function judge(url: string, syntax: "one" | "image"): Verdict {
  const head = significantHead(url);
  if (syntax === "image" && head === IMAGE) return "allowed";
  if (syntax === "image" && IMAGE.startsWith(head)) return "open";
  if (REFUSED.some((scheme) => head.startsWith(scheme))) return "refused";
  return REFUSED.some((scheme) => scheme.startsWith(head)) ? "open" : "allowed";
}

/**
 * The first characters that count for the scheme, in lower case. The URL standard's parser strips control
 * characters and spaces in front, and tabs and newlines anywhere (https://url.spec.whatwg.org/#url-parsing).
 */
function significantHead(url: string): string {
  let head = "";
  for (let index = 0; index < url.length && head.length < LONGEST; index++) {
    const code = url.charCodeAt(index);
    if (code === 0x09 || code === 0x0a || code === 0x0d || (head === "" && code <= 0x20)) continue;
    head += url.charAt(index);
  }
  return head.toLowerCase();
}

// No other named reference stands for a character that a refused scheme or its disguise can hold.
const REFERENCE = /&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|(Tab|NewLine|colon);)/g;
const NAMED: ReadonlyMap<string, string> = new Map([
  ["Tab", "\t"],
  ["NewLine", "\n"],
  ["colon", ":"],
]);

function decodeReferences(html: string): string {
  return html.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? "";
    const code = hex === undefined ? Number.parseInt(decimal ?? "", 10) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
