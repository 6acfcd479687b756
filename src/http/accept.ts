/** `Accept`: what a client would have, with how gladly (RFC 9110, section 12.5), and what suits it best. */
import { nameInPython, numberText, stripSpace } from "../python/index.ts";
import { parseListHeader } from "./header-list.ts";
import { dumpOptionsHeader, parseOptionsHeader } from "./options-header.ts";

/** A value with its quality, from 0 (never) to 1 (gladly). */
export type AcceptItem = readonly [value: string, quality: number];

/**
 * The items of an Accept header, the most specific first, and the best liked among these. This class compares
 * values as they are, but for their case, as Accept-Encoding needs it; its subclasses know MIME types,
 * languages and charsets. After Werkzeug's class.
 *
 * @example
 * ```ts
 * request.acceptEncodings.bestMatch(["br", "gzip"], "identity");
 * ```
 */
export class Accept implements Iterable<AcceptItem> {
  /** Whether the client sent the header. Without one it accepts anything, yet nothing matches. */
  readonly provided: boolean;
  readonly #items: readonly AcceptItem[];

  /** @param items - The values with their qualities, or `undefined` if there is no header. */
  constructor(items?: Iterable<AcceptItem> | undefined) {
    this.provided = items !== undefined;
    // Sorting is stable: of two that are equal the first one stays first.
    this.#items = Array.from(items ?? []).sort(
      ([a, qualityOfA], [b, qualityOfB]) =>
        compareSpecificity(this.specificity(b), this.specificity(a)) || qualityOfB - qualityOfA,
    );
  }

  /** How many values there are. */
  get size(): number {
    return this.#items.length;
  }

  /** The first value, which is the most specific one; `undefined` if there is none. */
  get best(): string | undefined {
    return this.#items[0]?.[0];
  }

  /** The quality of a value: that of the first item that matches it; 0 if none does. */
  quality(value: string): number {
    return this.#items[this.find(value)]?.[1] ?? 0;
  }

  /** Whether an item matches the value, though it may be with a quality of 0. */
  has(value: string): boolean {
    return this.find(value) !== -1;
  }

  /** The place of the first item that matches the value, -1 if none does. */
  find(value: string): number {
    return this.#items.findIndex(([item]) => this.matches(value, item));
  }

  /** The values, in order. */
  *values(): IterableIterator<string> {
    for (const [value] of this.#items) yield value;
  }

  /** The values with their qualities, in order. */
  [Symbol.iterator](): IterableIterator<AcceptItem> {
    return this.#items.values();
  }

  /**
   * What suits the client best: the highest quality counts, then the most specific item, then the order in
   * which the server offers. What has a quality of 0 is never taken.
   *
   * @param offers - What the server has, the best first.
   * @returns One of them, or `undefined` if nothing matches.
   */
  bestMatch<T extends string>(offers: Iterable<T>): T | undefined;
  /**
   * What suits the client best, or the fallback.
   *
   * @param offers - What the server has, the best first.
   * @param fallback - What to give if nothing matches.
   */
  bestMatch<T extends string, D>(offers: Iterable<T>, fallback: D): T | D;
  bestMatch(offers: Iterable<string>, fallback?: unknown): unknown {
    return this.bestOffer(offers) ?? fallback;
  }

  /** The items as the header lists them. */
  toHeader(): string {
    return this.#items
      .map(([value, quality]) => (quality === 1 ? value : `${value};q=${floatText(quality)}`))
      .join(",");
  }

  /** The same as {@link Accept.toHeader}. */
  toString(): string {
    return this.toHeader();
  }

  /** What {@link Accept.bestMatch} takes. A subclass may look for it in more ways than one. */
  protected bestOffer(offers: Iterable<string>): string | undefined {
    let best: string | undefined;
    let bestQuality = 0;
    let bestSpecificity: readonly boolean[] = [];
    for (const offer of offers) {
      const item = this.#items[this.find(offer)];
      if (item === undefined || item[1] <= 0 || item[1] < bestQuality) continue;
      const specificity = this.specificity(item[0]);
      if (item[1] === bestQuality && compareSpecificity(specificity, bestSpecificity) <= 0) continue;
      [best, bestQuality, bestSpecificity] = [offer, item[1], specificity];
    }
    return best;
  }

  /** Whether a value of the server is what an item of the client means. */
  protected matches(value: string, item: string): boolean {
    return item === "*" || item.toLowerCase() === value.toLowerCase();
  }

  /** How much an item says, part by part: a star says nothing. */
  protected specificity(item: string): readonly boolean[] {
    return [item !== "*"];
  }
}

nameInPython(Accept.prototype);

const QUALITY = /^-?[0-9]+(?:\.[0-9]+)?$/;

/**
 * The items of an Accept header; one whose quality is no number from 0 to 1 is left out. Werkzeug's
 * `parse_accept_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseAcceptHeader(value: string | undefined): Accept;
/**
 * The items of an Accept header whose values are more than words.
 *
 * @param value - The header's value, or `undefined` if there is none.
 * @param cls - `MIMEAccept`, `LanguageAccept` or `CharsetAccept`.
 */
export function parseAcceptHeader<A extends Accept>(
  value: string | undefined,
  cls: new (items?: Iterable<AcceptItem>) => A,
): A;
export function parseAcceptHeader(
  value: string | undefined,
  cls: new (items?: Iterable<AcceptItem>) => Accept = Accept,
): Accept {
  return value === undefined || value === "" ? new cls() : new cls(readItems(value));
}

function* readItems(header: string): Iterable<AcceptItem> {
  for (const text of parseListHeader(header)) {
    const [value, options] = parseOptionsHeader(text);
    const written = options.get("q");
    options.delete("q");
    const quality = written === undefined ? 1 : readQuality(written);
    if (quality === undefined) continue;
    yield [options.size === 0 ? value : dumpOptionsHeader(value, options), quality];
  }
}

function readQuality(text: string): number | undefined {
  const digits = stripSpace(text);
  const quality = QUALITY.test(digits) ? Number(digits) : -1;
  return quality >= 0 && quality <= 1 ? quality : undefined;
}

/** Compares part by part, as Python compares tuples. */
function compareSpecificity(a: readonly boolean[], b: readonly boolean[]): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    if (a[index] !== b[index]) return a[index] ? 1 : -1;
  }
  return a.length - b.length;
}

/** Python writes a whole float with a point. */
function floatText(quality: number): string {
  return quality === 0 ? "0.0" : numberText(quality);
}
