/**
 * Messages in the reader's language, from the `.mo` and `.po` files of gettext, after Python's module `gettext`.
 *
 * Needs the package `gettext-parser`, which reads the files.
 *
 * @example
 * ```ts
 * import { translation } from "flagon/gettext";
 * import { Environment, InternationalizationExtension } from "flagon/templates";
 *
 * const environment = new Environment({ extensions: [InternationalizationExtension], autoescape: true });
 * const german = translation("messages", { localedir: "locale", languages: ["de"] });
 * InternationalizationExtension.of(environment).installGettextTranslations(german, { newstyle: true });
 * environment.fromString("{% trans %}Hello{% endtrans %}").render();   // "Hallo"
 * ```
 *
 * @module
 */
export { CatalogueError, TranslationNotFound } from "./errors.ts";
export { find, type TranslationOptions, translation } from "./translation.ts";
export { GNUTranslations, NullTranslations } from "./translations.ts";
