/** Catalogues of messages: `NullTranslations`, which translates nothing, and `GNUTranslations`, read from a file. */
/// <reference path="./gettext-parser.d.ts" />
import { mo, po } from "gettext-parser";
import { CatalogueError } from "./errors.ts";
import { GERMANIC, type PluralForm, parsePluralForms } from "./plural-forms.ts";

/** A catalogue without messages: each shows as it is written. Python's `gettext.NullTranslations`. */
export class NullTranslations {
  #fallback: NullTranslations | undefined;

  /** Adds a catalogue that is asked for what this one lacks; behind those that were added before. */
  addFallback(fallback: NullTranslations): void {
    if (this.#fallback === undefined) this.#fallback = fallback;
    else this.#fallback.addFallback(fallback);
  }

  /** The header of the file, by lower-case names. */
  info(): ReadonlyMap<string, string> {
    return new Map();
  }

  /** The translation of a message. */
  gettext(message: string): string {
    return this.find(undefined, message) ?? this.#fallback?.gettext(message) ?? message;
  }

  /**
   * The translation of a message that a number decides over.
   *
   * @param count - A whole number.
   * @throws TypeError for any other.
   */
  ngettext(singular: string, plural: string, count: number | bigint): string {
    return (
      this.findPlural(undefined, singular, whole(count)) ??
      this.#fallback?.ngettext(singular, plural, count) ??
      (whole(count) === 1 ? singular : plural)
    );
  }

  /** {@link gettext} where the same words mean something else in another context. */
  pgettext(context: string, message: string): string {
    return this.find(context, message) ?? this.#fallback?.pgettext(context, message) ?? message;
  }

  /** {@link ngettext} where the same words mean something else in another context. */
  npgettext(context: string, singular: string, plural: string, count: number | bigint): string {
    return (
      this.findPlural(context, singular, whole(count)) ??
      this.#fallback?.npgettext(context, singular, plural, count) ??
      (whole(count) === 1 ? singular : plural)
    );
  }

  /** @internal */
  protected find(_context: string | undefined, _message: string): string | undefined {
    return undefined;
  }

  /** @internal */
  protected findPlural(_context: string | undefined, _message: string, _count: number): string | undefined {
    return undefined;
  }
}

function whole(count: unknown): number {
  const number = typeof count === "bigint" ? Number(count) : count;
  if (typeof number === "number" && Number.isInteger(number)) return number;
  throw new TypeError(
    `The count of a plural must be a whole number, not ${JSON.stringify(count) ?? String(count)}`,
  );
}

/** The forms of a message, that of its plural formula's 0 first. */
type Forms = readonly string[];

/**
 * The messages of a `.mo` file, or of a `.po` file. Python's `gettext.GNUTranslations`.
 *
 * @example
 * ```ts
 * const german = new GNUTranslations(readFileSync("locale/de/LC_MESSAGES/messages.mo"));
 * german.ngettext("%(num)s apple", "%(num)s apples", 3);   // "%(num)s Äpfel"
 * ```
 */
export class GNUTranslations extends NullTranslations {
  readonly #messages = new Map<string, Forms>();
  readonly #info: ReadonlyMap<string, string>;
  readonly #plural: PluralForm;

  /**
   * @param file - The bytes of a `.mo` file, or the text of a `.po` file, whose fuzzy and empty messages are left out.
   * @throws CatalogueError if it is none.
   */
  constructor(file: Uint8Array | string) {
    super();
    const catalogue = typeof file === "string" ? po.parse(file) : readMo(file);
    this.#info = new Map(
      Object.entries(catalogue.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    this.#plural = pluralOf(this.#info.get("plural-forms"));
    for (const [context, messages] of Object.entries(catalogue.translations)) {
      for (const [id, { msgstr, comments }] of Object.entries(messages)) {
        const isFuzzy = comments?.flag?.split(/,\s*/).includes("fuzzy") ?? false;
        if (id !== "" && !isFuzzy && msgstr.some((text) => text !== "")) {
          this.#messages.set(keyOf(context === "" ? undefined : context, id), msgstr);
        }
      }
    }
  }

  override info(): ReadonlyMap<string, string> {
    return this.#info;
  }

  protected override find(context: string | undefined, message: string): string | undefined {
    const forms = this.#messages.get(keyOf(context, message));
    // A message that has a plural is asked for one thing.
    return forms?.[forms.length === 1 ? 0 : this.#plural(1)] || undefined;
  }

  protected override findPlural(
    context: string | undefined,
    message: string,
    count: number,
  ): string | undefined {
    const forms = this.#messages.get(keyOf(context, message));
    return forms?.[this.#plural(count)] || undefined;
  }
}

/** Context and message as one key, put together as in the file: no text holds the character between them. */
function keyOf(context: string | undefined, message: string): string {
  return context === undefined ? message : `${context}\u0004${message}`;
}

function readMo(bytes: Uint8Array): Exclude<ReturnType<typeof mo.parse>, false> {
  // The library asks a Buffer for its numbers.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const catalogue = mo.parse(buffer, "utf-8");
    if (catalogue !== false) return catalogue;
  } catch (cause) {
    throw new CatalogueError("the .mo file is cut off or damaged: make it anew with msgfmt", { cause });
  }
  throw new CatalogueError("the bytes are no .mo file; the text of a .po file must be given as a string");
}

function pluralOf(header: string | undefined): PluralForm {
  const formula = /plural\s*=\s*([^;]*)/.exec(header?.replace(/nplurals[^;]*;?/, "") ?? "")?.[1];
  return formula === undefined ? GERMANIC : parsePluralForms(formula);
}
