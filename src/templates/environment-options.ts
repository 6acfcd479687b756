/** What an environment is made with. */
import type { ExtensionClass } from "./extensions/extension.ts";
import type { Loader } from "./loaders/loader.ts";
import { checkSyntax, DEFAULT_SYNTAX, type SyntaxOptions } from "./syntax/syntax-options.ts";
import type { UndefinedClass } from "./values/undefined.ts";

/** The options of an `Environment`: Jinja's, in camelCase. */
export type EnvironmentOptions = { readonly [K in keyof SyntaxOptions]?: SyntaxOptions[K] | undefined } & {
  /** Where templates come from; without one only `fromString` works. */
  readonly loader?: Loader | undefined;
  /** Whether text is escaped, or a function that says so for a template's name. */
  readonly autoescape?: boolean | ((templateName: string | undefined) => boolean) | undefined;
  /** The class that stands for missing values. */
  readonly undefined?: UndefinedClass | undefined;
  /** What every value goes through before it is printed. */
  readonly finalize?: ((...args: never[]) => unknown) | undefined;
  /** What adds statements to the language: classes such as `DoExtension`. */
  readonly extensions?: readonly ExtensionClass[] | undefined;
  /** How many templates are kept; 400 by default, 0 for none, a negative number for all. */
  readonly cacheSize?: number | undefined;
  /** Whether a template is loaded again when its source has changed. */
  readonly autoReload?: boolean | undefined;
  /** Whether templates of this environment are rendered asynchronously. */
  readonly enableAsync?: boolean | undefined;
  /**
   * What templates are compiled to: JavaScript source, or closures for runtimes that refuse generated code.
   * By default the first, and the second where it is refused.
   */
  readonly backEnd?: "code" | "closures" | undefined;
  /** Whether expressions of literals are evaluated when a template is compiled. */
  readonly optimized?: boolean | undefined;
};

/** Every option there is. */
export const ENVIRONMENT_OPTIONS: Readonly<Record<keyof EnvironmentOptions, true>> = {
  blockStartString: true,
  blockEndString: true,
  variableStartString: true,
  variableEndString: true,
  commentStartString: true,
  commentEndString: true,
  lineStatementPrefix: true,
  lineCommentPrefix: true,
  trimBlocks: true,
  lstripBlocks: true,
  newlineSequence: true,
  keepTrailingNewline: true,
  loader: true,
  autoescape: true,
  undefined: true,
  finalize: true,
  extensions: true,
  cacheSize: true,
  autoReload: true,
  enableAsync: true,
  backEnd: true,
  optimized: true,
};

/** Jinja's default policies. */
export const POLICIES: readonly (readonly [string, unknown])[] = [
  ["compiler.ascii_str", true],
  ["urlize.rel", "noopener"],
  ["urlize.target", null],
  ["urlize.extra_schemes", null],
  ["truncate.leeway", 5],
  ["json.dumps_function", null],
  ["json.dumps_kwargs", { sort_keys: true }],
  ["ext.i18n.trimmed", false],
];

/** How templates are written. @throws RangeError for delimiters that can't be told apart. */
export function syntaxOf(options: EnvironmentOptions): SyntaxOptions {
  const given = Object.entries(options).filter(
    ([name, value]) => Object.hasOwn(DEFAULT_SYNTAX, name) && value !== undefined,
  );
  const syntax = { ...DEFAULT_SYNTAX, ...Object.fromEntries(given) };
  checkSyntax(syntax);
  return syntax;
}
