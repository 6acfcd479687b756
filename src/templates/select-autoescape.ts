/** Which templates are escaped, told by their names. */

/** The choices of {@link selectAutoescape}. */
export type AutoescapeChoices = {
  /** The file extensions that turn escaping on; `html`, `htm` and `xml` by default. */
  readonly enabledExtensions?: readonly string[];
  /** The file extensions that turn it off. */
  readonly disabledExtensions?: readonly string[];
  /** Whether templates made from strings are escaped; they are by default. */
  readonly defaultForString?: boolean;
  /** Whether all others are. */
  readonly default?: boolean;
};

/** A function for the option `autoescape`, in either case of letters. Jinja's `select_autoescape`. */
export function selectAutoescape(
  choices: AutoescapeChoices = {},
): (templateName: string | undefined) => boolean {
  const enabled = suffixes(choices.enabledExtensions ?? ["html", "htm", "xml"]);
  const disabled = suffixes(choices.disabledExtensions ?? []);
  return (templateName) => {
    if (templateName === undefined) return choices.defaultForString ?? true;
    const name = templateName.toLowerCase();
    if (enabled.some((suffix) => name.endsWith(suffix))) return true;
    return disabled.some((suffix) => name.endsWith(suffix)) ? false : (choices.default ?? false);
  };
}

function suffixes(extensions: readonly string[]): string[] {
  return extensions.map((extension) => `.${extension.toLowerCase().replace(/^\.+/, "")}`);
}
