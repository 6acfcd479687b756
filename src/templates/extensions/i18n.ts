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
  /** The message in the reader's language. */
  gettext(message: string): string;
  /** The one that goes with the count. */
  ngettext(singular: string, plural: string, count: number): string;
  /** The message as it is meant in a context, such as `menu`. */
  pgettext?(context: string, message: string): string;
  /** The one that goes with the count, as it is meant in a context. */
  npgettext?(context: string, singular: string, plural: string, count: number): string;
}

/** The functions of a catalogue alone; a template's context is given to those marked with `passContext`. */
export interface GettextCallables {
  /** Takes a message. */
  readonly gettext: (...args: never[]) => unknown;
  /** Takes singular, plural and count. */
  readonly ngettext: (...args: never[]) => unknown;
  /** Takes context and message. */
  readonly pgettext?: ((...args: never[]) => unknown) | undefined;
  /** Takes context, singular, plural and count. */
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

  /**
   * The extension of an environment.
   *
   * @throws TypeError if the environment does not have it.
   */
  static of(environment: {
    readonly extensions: ReadonlyMap<string, Extension>;
  }): InternationalizationExtension {
    const extension = environment.extensions.get("i18n");
    if (extension instanceof InternationalizationExtension) return extension;
    throw new TypeError(
      "the environment has no InternationalizationExtension: name it among its extensions, or call addExtension",
    );
  }

  /**
   * Takes messages from a catalogue, or from that which a function gives for each message: the catalogue of the
   * request's language, say. Jinja's `install_gettext_translations`.
   */
  installGettextTranslations(
    translations: Translations | (() => Translations),
    options: InstallOptions = {},
  ): void {
    const current = typeof translations === "function" ? translations : () => translations;
    const knows = (name: "pgettext" | "npgettext"): boolean =>
      typeof translations === "function" || translations[name] !== undefined;
    this.installGettextCallables(
      {
        gettext: (message: string) => current().gettext(message),
        ngettext: (...args: Parameters<Translations["ngettext"]>) => current().ngettext(...args),
        pgettext: knows("pgettext")
          ? (...args: ContextArguments) => withContext(current(), ...args)
          : undefined,
        npgettext: knows("npgettext")
          ? (...args: PluralArguments) => pluralWithContext(current(), ...args)
          : undefined,
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

type ContextArguments = Parameters<Exclude<Translations["pgettext"], undefined>>;
type PluralArguments = Parameters<Exclude<Translations["npgettext"], undefined>>;

/** A catalogue that knows no contexts has one translation for all of them. */
function withContext(translations: Translations, ...[context, message]: ContextArguments): string {
  return translations.pgettext?.(context, message) ?? translations.gettext(message);
}

function pluralWithContext(
  translations: Translations,
  ...[context, singular, plural, count]: PluralArguments
): string {
  return (
    translations.npgettext?.(context, singular, plural, count) ??
    translations.ngettext(singular, plural, count)
  );
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
