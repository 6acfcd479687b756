/** Entity tags (RFC 9110, section 8.8.3): one, quoted; and the lists that If-Match and If-None-Match hold. */
import { createHash } from "node:crypto";
import { isSpace, stripSpace } from "../python/index.ts";

/**
 * The tag as a header has it. Werkzeug's `quote_etag`.
 *
 * @param etag - The tag, without quotes.
 * @param options - `weak`: whether it is a weak one, `W/"…"`.
 * @throws TypeError if the tag holds a quotation mark, which nothing can escape.
 */
export function quoteEtag(etag: string, options: { readonly weak?: boolean | undefined } = {}): string {
  if (etag.includes('"')) {
    throw new TypeError(
      `${JSON.stringify(etag)} is no ETag: it may not hold a quotation mark; hash or encode it first.`,
    );
  }
  return options.weak === true ? `W/"${etag}"` : `"${etag}"`;
}

/**
 * The tag that a header holds, and whether it is a weak one. Werkzeug's `unquote_etag`.
 *
 * @param etag - The header's value; without quotes it is taken as it is.
 * @returns Nothing twice if there is none.
 */
export function unquoteEtag(etag: string | undefined): [string, boolean] | [undefined, undefined] {
  if (etag === undefined || etag === "") return [undefined, undefined];
  const text = stripSpace(etag);
  const weak = text.startsWith("W/") || text.startsWith("w/");
  const tag = weak ? text.slice(2) : text;
  return [tag.startsWith('"') && tag.endsWith('"') ? tag.slice(1, -1) : tag, weak];
}

/** A strong ETag for a body: the SHA-1 of its bytes in hexadecimal. Werkzeug's `generate_etag`. */
export function generateEtag(data: Uint8Array | string): string {
  return createHash("sha1").update(data).digest("hex");
}

/** The tags that an If-Match or If-None-Match header lists. After Werkzeug's class. */
export class ETags implements Iterable<string> {
  /** Whether the header is `*`: any tag will do. */
  readonly starTag: boolean;
  readonly #strong: ReadonlySet<string>;
  readonly #weak: ReadonlySet<string>;

  /**
   * @param strong - The strong tags, without quotes.
   * @param weak - The weak tags.
   * @param starTag - Whether any tag will do; the strong ones are left out then.
   */
  constructor(strong: Iterable<string> = [], weak: Iterable<string> = [], starTag = false) {
    this.starTag = starTag;
    this.#strong = new Set(starTag ? [] : strong);
    this.#weak = new Set(weak);
  }

  /** Whether there is nothing to compare with: no header, or an empty one. */
  get isEmpty(): boolean {
    return !this.starTag && this.#strong.size === 0 && this.#weak.size === 0;
  }

  /** Whether the tag is listed as a strong one. */
  isStrong(etag: string): boolean {
    return this.#strong.has(etag);
  }

  /** Whether the tag is listed as a weak one. */
  isWeak(etag: string): boolean {
    return this.#weak.has(etag);
  }

  /** Strong comparison: whether the tag is listed as a strong one, or any will do. */
  contains(etag: string): boolean {
    return this.starTag || this.#strong.has(etag);
  }

  /** Weak comparison: whether the tag is listed, strong or weak, or any will do. */
  containsWeak(etag: string): boolean {
    return this.#weak.has(etag) || this.contains(etag);
  }

  /** Compares a tag as a header has it, weakly if it is a weak one. */
  containsRaw(etag: string): boolean {
    const [tag, weak] = unquoteEtag(etag);
    if (tag === undefined) return false;
    return weak ? this.containsWeak(tag) : this.contains(tag);
  }

  /** The strong tags; with `includeWeak`, all of them. */
  asSet(options: { readonly includeWeak?: boolean | undefined } = {}): Set<string> {
    return new Set(options.includeWeak === true ? [...this.#strong, ...this.#weak] : this.#strong);
  }

  /** The strong tags. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.#strong.values();
  }

  /** The tags as the header lists them. */
  toHeader(): string {
    if (this.starTag) return "*";
    const tags = Array.from(this.#strong, (tag) => `"${tag}"`);
    for (const tag of this.#weak) tags.push(`W/"${tag}"`);
    return tags.join(", ");
  }

  /** The same as {@link ETags.toHeader}. */
  toString(): string {
    return this.toHeader();
  }
}

const COMMA = 0x2c;
const QUOTE = 0x22;

/**
 * The tags of an If-Match or If-None-Match header. Werkzeug's `parse_etags`: a tag without quotes is taken
 * too, and a quotation mark ends a tag only before a comma or the end. Linear in the length of the header.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseEtags(value: string | undefined): ETags {
  const strong: string[] = [];
  const weak: string[] = [];
  const text = value ?? "";
  let closing = 0;
  let index = 0;
  while (index < text.length) {
    const isWeak = startsWeak(text, index);
    const start = isWeak ? index + 2 : index;
    let isQuoted = text.charCodeAt(start) === QUOTE;
    if (isQuoted) {
      // Where tags can close does not hang on where they open, so one way through the text finds all.
      closing = closingQuote(text, Math.max(closing, start + 1));
      isQuoted = closing < text.length;
    }
    const end = isQuoted ? closing : endOfRaw(text, start);
    const tag = isQuoted ? text.slice(start + 1, end) : text.slice(start, end);
    if (tag === "*" && !isQuoted) return new ETags([], [], true);
    (isWeak ? weak : strong).push(tag);
    index = afterSeparator(text, isQuoted ? end + 1 : end);
  }
  return new ETags(strong, weak);
}

function startsWeak(text: string, index: number): boolean {
  return text.charCodeAt(index + 1) === 0x2f && (text.charCodeAt(index) | 0x20) === 0x77;
}

/** The next quotation mark that only white space parts from a comma or the end; the end if there is none. */
function closingQuote(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    const next = skipSpace(text, quote + 1);
    if (text.charCodeAt(next) === COMMA || quote + 1 === text.length) return quote;
  }
  return text.length;
}

/** The end of what stands before the next comma, without the white space before it. */
function endOfRaw(text: string, start: number): number {
  const comma = text.indexOf(",", start);
  if (comma === -1) return text.length;
  let end = comma;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

function afterSeparator(text: string, index: number): number {
  const comma = skipSpace(text, index);
  return text.charCodeAt(comma) === COMMA ? skipSpace(text, comma + 1) : text.length;
}

function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && isSpace(text.charCodeAt(index))) index++;
  return index;
}
