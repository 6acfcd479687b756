/** The template tag `html`: pages written as template literals, safe by construction. */
import { holeError } from "./errors.ts";
import { escapeText } from "./escape-text.ts";
import type { Hole } from "./hole.ts";
import { type Literal, readLiteral } from "./literal.ts";
import { hasHTML, Markup } from "./markup.ts";
import { holdsRefusedURL } from "./url.ts";

/** What no hole can show: the type checker refuses it where it can see it, `html` refuses it anyway. */
type NeverShown = PromiseLike<unknown> | ((...args: never[]) => unknown) | symbol;

/** The values as given, with `never` in place of each that can't be shown. */
type Shown<V extends readonly unknown[]> = {
  [K in keyof V]: Extract<V[K], NeverShown> extends never ? V[K] : never;
};

/**
 * A literal with holes as {@link Markup}: strings, numbers and bigints are escaped, `Markup` goes in as it is,
 * arrays are joined, and `null`, `undefined` and `false` are empty, so `${ready && html`…`}` works.
 *
 * The literal is read once, as a browser reads HTML. A hole is content or the quoted value of an attribute;
 * elsewhere (a tag's or attribute's name, an unquoted value, a comment, `<script>`, `<style>`, an event
 * handler, `style`, `srcdoc`, `<meta http-equiv>`) it throws. An attribute that holds a URL refuses
 * `javascript:`, `vbscript:` and `data:`, however spelt; an image in a `data:` URL is fine in `<img src>`.
 * A literal is whole: it can't end inside a tag, a comment, `<svg>` or `<math>`. Attributes that only some script library runs
 * (`x-on:click`, `@click`) are text to `html`.
 *
 * @throws HoleError for a hole in such a place, for a value that can't be shown (`true`, a promise, function,
 *   symbol or other object) and for a refused URL. The message names the hole and the remedy.
 * @example
 * ```ts
 * html`<li><a href="/users/${user.id}" title="${user.name}">${user.name}</a></li>`
 * ```
 */
export function html<const V extends readonly unknown[]>(
  strings: TemplateStringsArray,
  ...values: V & Shown<V>
): Markup {
  const literal = literals.get(strings) ?? remember(strings);
  return new Markup(fill(literal, values));
}

// Not state: an entry is a pure function of its key, which the engine makes once for each literal in the source
// and never changes; whatever order calls come in, `html` gives the same.
const literals = new WeakMap<TemplateStringsArray, Literal>();

function remember(strings: TemplateStringsArray): Literal {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError("html is a template tag: write html`…`, or new Markup(text) for HTML from elsewhere");
  }
  if (strings.some((part) => typeof part !== "string")) {
    throw new TypeError("html: the literal holds an invalid escape sequence; write \\\\ for a backslash");
  }
  const literal = readLiteral(strings);
  literals.set(strings, literal);
  return literal;
}

function fill(literal: Literal, values: readonly unknown[]): string {
  let result = literal.start;
  let url = "";
  for (const hole of literal.holes) {
    const text = show(values[hole.number - 1], hole);
    result += text + hole.after;
    if (hole.url === undefined) continue;
    url += hole.url.before + text;
    if (hole.url.end === undefined) continue;
    if (holdsRefusedURL(url + hole.url.end, hole.url.syntax)) throw refusedURL(hole, hole.url.attribute);
    url = "";
  }
  return result;
}

function show(value: unknown, hole: Hole): string {
  if (typeof value === "string") return escapeText(value);
  if (value instanceof Markup) return unended(value.toString(), hole);
  if (value === undefined || value === null || value === false) return "";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return showAll(value, hole);
  if (hasHTML(value)) return unended(new Markup(value).toString(), hole);
  throw holeError(hole.number, hole.before, unshowable(value));
}

function showAll(values: readonly unknown[], hole: Hole): string {
  let result = "";
  for (const value of values) result += show(value, hole);
  return result;
}

/** HTML where no element can stand: what would end the value there is shown instead. */
function unended(text: string, hole: Hole): string {
  if (hole.context === "text") return text;
  if (hole.context === "foreign") return inForeignContent(text, hole);
  if (hole.context === "rcdata") return text.replaceAll("<", "&lt;");
  return text.replaceAll('"', "&#34;").replaceAll("'", "&#39;");
}

// Elements of raw text in HTML, which in SVG would be read as markup: another end, and other attributes.
const RAW_ELEMENT = /<(?:iframe|noembed|noframes|noscript|plaintext|script|style|xmp)[\t\n\f\r />]/i;

function inForeignContent(text: string, hole: Hole): string {
  if (!RAW_ELEMENT.test(text)) return text;
  const problem =
    "<svg> and <math> read <script>, <style> and the like otherwise; write that element out where it stands";
  throw holeError(hole.number, hole.before, problem);
}

function unshowable(value: unknown): string {
  switch (typeof value) {
    case "boolean":
      return "true has no text; write condition && html`…`, or String(value) to show the word";
    case "function":
      return "a function can't be shown; call it";
    case "symbol":
      return "a symbol can't be shown; show its description";
  }
  if (typeof value === "object" && value !== null && "then" in value) {
    return "a promise can't be shown; await it before the literal";
  }
  return "an object can't be shown; show one of its properties, or JSON.stringify(value)";
}

function refusedURL(hole: Hole, attribute: string): Error {
  return holeError(
    hole.number,
    hole.before,
    `${attribute} refuses javascript:, vbscript: and data: URLs; check where the value comes from, and allow only http: and https: there`,
  );
}
