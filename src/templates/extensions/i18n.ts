/** `{% trans %}`: text in the reader's language. Jinja's `jinja2.ext.i18n`. */
import { Markup } from "../../markup/index.ts";
import type { Statement } from "../syntax/nodes.ts";
import type { Parser } from "../syntax/parser.ts";
import type { Token } from "../syntax/token.ts";
import { call, passContext } from "../values/call.ts";
import { Dict } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { percentFormat } from "../values/percent-format.ts";
import { str } from "../values/text.ts";
import { Extension, type ExtensionHost } from "./extension.ts";
import { parseTranslation } from "./trans-block.ts";

/** A catalogue of messages, as the libraries for gettext have them. */
export interface Translations {
  gettext(message: string): string;
  ngettext(singular: string, plural: string, count: number): string;
  pgettext?(context: string, message: string): string;
  npgettext?(context: string, singular: string, plural: string, count: number): string;
}

/** The functions of a catalogue alone; a template's context is given to those marked with `passContext`. */
export interface GettextCallables {
  readonly gettext: (...args: never[]) => unknown;
  readonly ngettext: (...args: never[]) => unknown;
  readonly pgettext?: ((...args: never[]) => unknown) | undefined;
  readonly npgettext?: ((...args: never[]) => unknown) | undefined;
}

/** Choices of how messages are filled in. */
export interface InstallOptions {
  /**
   * Whether the functions fill in the placeholders themselves, and escape what they fill in: the better way
   * in templates that escape. Jinja's `newstyle`.
   */
  readonly newstyle?: boolean | undefined;
}

/** What the functions ask of a context. */
interface ResolvingContext extends CallContext {
  resolve(name: string): unknown;
}

const NULL_TRANSLATIONS: Translations = {
  gettext: (message) => message,
  ngettext: (singular, plural, count) => (count === 1 ? singular : plural),
  pgettext: (_, message) => message,
  npgettext: (_, singular, plural, count) => (count === 1 ? singular : plural),
};

/** Adds `{% trans %}` and the functions `_`, `gettext`, `ngettext`, `pgettext` and `npgettext`. */
export class InternationalizationExtension extends Extension {
  override readonly identifier: string = "i18n";
  override readonly tags: readonly string[] = ["trans"];
  #isNewstyle = false;

  constructor(environment: ExtensionHost) {
    super(environment);
    environment.globals.set(
      "_",
      passContext((context: ResolvingContext, ...args: unknown[]) =>
        call(context, context.resolve("gettext"), args),
      ),
    );
  }

  /** Takes messages from a catalogue. Jinja's `install_gettext_translations`. */
  installGettextTranslations(translations: Translations, options: InstallOptions = {}): void {
    const { pgettext, npgettext } = translations;
    this.installGettextCallables(
      {
        gettext: (message: string) => translations.gettext(message),
        ngettext: (singular: string, plural: string, count: number) =>
          translations.ngettext(singular, plural, count),
        pgettext: pgettext?.bind(translations),
        npgettext: npgettext?.bind(translations),
      },
      options,
    );
  }

  /** Shows each message as it is written. Jinja's `install_null_translations`. */
  installNullTranslations(options: InstallOptions = {}): void {
    this.installGettextTranslations(NULL_TRANSLATIONS, options);
  }

  /** Takes messages from functions. Jinja's `install_gettext_callables`. */
  installGettextCallables(
    callables: GettextCallables,
    { newstyle = this.#isNewstyle }: InstallOptions = {},
  ): void {
    this.#isNewstyle = newstyle;
    const { globals } = this.environment;
    for (const name of FUNCTIONS) {
      const fn = callables[name];
      if (fn !== undefined) globals.set(name, newstyle ? filledIn(name, fn) : fn);
    }
  }

  /** Takes the functions away again. Jinja's `uninstall_gettext_translations`. */
  uninstallGettextTranslations(): void {
    for (const name of FUNCTIONS) this.environment.globals.delete(name);
  }

  override parse(parser: Parser, { lineno }: Token): readonly Statement[] {
    const isTrimmed = this.environment.policies.get("ext.i18n.trimmed") === true;
    return parseTranslation(parser, lineno, { isNewstyle: this.#isNewstyle, isTrimmed });
  }
}

const FUNCTIONS = ["gettext", "ngettext", "pgettext", "npgettext"] as const;

/** How many arguments belong to the message; what is given by name fills it in. */
const ARGUMENTS = { gettext: 1, ngettext: 3, pgettext: 2, npgettext: 4 } as const;

/** A function of a catalogue that fills in its message, escaping where the template escapes. */
function filledIn(name: (typeof FUNCTIONS)[number], fn: (...args: never[]) => unknown): unknown {
  const count = ARGUMENTS[name];
  return passContext((context: CallContext, ...args: unknown[]) => {
    const message = call(context, fn, args.slice(0, count));
    const values = new Dict();
    if (name.startsWith("n")) values.set("num", args[count - 1]);
    if (name.includes("pgettext")) values.set("context", args[0]);
    const named = args[count];
    if (typeof named === "object" && named !== null) {
      for (const [key, value] of Object.entries(named)) values.set(key, value);
    }
    // It is a format even where nothing is filled in: %% is a percent sign.
    const format = context.evalContext.autoescape ? new Markup(str(message)) : str(message);
    return percentFormat(format, values);
  });
}
