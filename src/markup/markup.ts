/** `Markup`: text that is HTML already and is never escaped again. */
import { inspectAs } from "../python/index.ts";
import { escapeText } from "./escape-text.ts";

/** What can give its own HTML: the protocol that Flask and Jinja know, `__html__`. */
export interface HasHTML {
  /** The object as HTML, trusted as it is. */
  __html__(): string;
}

/**
 * Text that is HTML already: {@link escape}, `html` and templates put it in as it is. Making one of a
 * stranger's text (`new Markup(input)`) is how a page is broken into; `Markup.escape(input)` is the safe way.
 *
 * After MarkupSafe's `Markup`. A `Markup` here wraps a string (JavaScript can't subclass it), so `+` gives a
 * plain string that will be escaped; use {@link Markup.concat} or `html` to stay in `Markup`.
 *
 * @example
 * ```ts
 * new Markup("<em>Hi</em> ").concat("<you>").toString();   // "<em>Hi</em> &lt;you&gt;"
 * ```
 */
export class Markup implements HasHTML {
  readonly #text: string;

  /** @param text - HTML, trusted as it is; an object with `__html__` is asked for its own. */
  constructor(text: string | HasHTML = "") {
    this.#text = typeof text === "string" ? text : ownHTML(text);
  }

  /**
   * A value as `Markup`: its text escaped, or its own HTML if it has a `__html__` method.
   * MarkupSafe's `Markup.escape`; the same as {@link escape}.
   */
  static escape(value: unknown): Markup {
    if (typeof value === "string") return new Markup(escapeText(value));
    if (value instanceof Markup) return value;
    return hasHTML(value) ? new Markup(value) : new Markup(escapeText(String(value)));
  }

  /** How many UTF-16 units the HTML has. */
  get length(): number {
    return this.#text.length;
  }

  /** This HTML followed by each part, escaped unless it is `Markup`. MarkupSafe's `+`. */
  concat(...parts: readonly unknown[]): Markup {
    let text = this.#text;
    for (const part of parts) text += Markup.escape(part).#text;
    return new Markup(text);
  }

  /** The items, each escaped unless it is `Markup`, with this HTML between them. Python's `separator.join`. */
  join(items: Iterable<unknown>): Markup {
    return new Markup(Array.from(items, (item) => Markup.escape(item).#text).join(this.#text));
  }

  /** Whether the other is `Markup`, or a string, of the same text. */
  equals(other: unknown): boolean {
    return other instanceof Markup ? other.#text === this.#text : other === this.#text;
  }

  /** The HTML, as {@link HasHTML} asks for it. */
  __html__(): string {
    return this.#text;
  }

  /** The HTML as a string. */
  toString(): string {
    return this.#text;
  }

  /** The HTML as a string, so that comparing and concatenating read the text. */
  valueOf(): string {
    return this.#text;
  }

  /** The HTML as a string: JSON knows no markup. */
  toJSON(): string {
    return this.#text;
  }
}

inspectAs(Markup.prototype, (markup, inspect) => `Markup(${inspect(markup.toString())})`);

/** Whether a value has a `__html__` method. Data can't: JSON and forms hold no functions. */
export function hasHTML(value: unknown): value is HasHTML {
  return (
    typeof value === "object" && value !== null && "__html__" in value && typeof value.__html__ === "function"
  );
}

function ownHTML(value: HasHTML): string {
  const text: unknown = value.__html__();
  if (typeof text === "string") return text;
  throw new TypeError(`__html__() must return a string of HTML, not ${typeof text}; return text there.`);
}
