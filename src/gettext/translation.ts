/** Finds catalogues on the disk, where `msgfmt` and Flask-Babel put them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TranslationNotFound } from "./errors.ts";
import { GNUTranslations, NullTranslations } from "./translations.ts";

/** Where catalogues are, and in which languages they are wanted. */
export type TranslationOptions = {
  /** The folder that has one folder for each language. */
  readonly localedir: string;
  /** The languages, the best first; `de-AT` and `de_AT` find `de_AT`, and behind it `de`. */
  readonly languages: readonly string[];
  /** Whether a catalogue without messages is given where there is no file, instead of an error. */
  readonly fallback?: boolean | undefined;
};

/**
 * The catalogue of the first language that has one, those of the others behind it. Python's `gettext.translation`.
 *
 * @param domain - The name of the files: `messages` for `LOCALEDIR/de/LC_MESSAGES/messages.mo`. A `.po` file does
 *   where there is no `.mo` file.
 * @throws TranslationNotFound if there is none; CatalogueError if one can't be read.
 * @example
 * ```ts
 * const german = translation("messages", { localedir: "locale", languages: ["de_AT", "de"] });
 * ```
 */
export function translation(
  domain: string,
  { localedir, languages, fallback = false }: TranslationOptions,
): NullTranslations {
  const files = find(domain, { localedir, languages });
  const [first, ...others] = files.map(read);
  if (first !== undefined) {
    for (const other of others) first.addFallback(other);
    return first;
  }
  if (fallback) return new NullTranslations();
  throw new TranslationNotFound(
    `No file ${domain}.mo or ${domain}.po in ${JSON.stringify(localedir)} for ${languages.join(", ") || "no language"}; ` +
      `one belongs to ${join(localedir, languages[0] ?? "de", "LC_MESSAGES")}, or set fallback: true`,
  );
}

/** The files of a domain that are there, in the order of the languages. Python's `gettext.find`. */
export function find(domain: string, { localedir, languages }: TranslationOptions): string[] {
  const folders = new Set(languages.flatMap(expanded));
  return [...folders].flatMap((folder) => {
    const file = join(localedir, folder, "LC_MESSAGES", domain);
    return [`${file}.mo`, `${file}.po`].filter((path) => existsSync(path)).slice(0, 1);
  });
}

function read(file: string): GNUTranslations {
  return new GNUTranslations(file.endsWith(".mo") ? readFileSync(file) : readFileSync(file, "utf8"));
}

/** A language as it may come from a header of a request: nothing else becomes part of a path. */
const LANGUAGE =
  /^([A-Za-z]{1,8})(?:[-_]([A-Za-z0-9]{1,8}(?:[-_][A-Za-z0-9]{1,8})*))?(?:\.[\w-]{1,20})?(?:@(\w{1,20}))?$/;

/** The folders that a language may have, the closest first; the charset is no matter. */
function expanded(language: string): string[] {
  const [, name, territory, modifier] = LANGUAGE.exec(language) ?? [];
  if (name === undefined) return [];
  const full = territory === undefined ? undefined : `${name}_${territory.replaceAll("-", "_")}`;
  const places = full === undefined ? [name] : [full, name];
  return modifier === undefined ? places : [...places.map((place) => `${place}@${modifier}`), ...places];
}
