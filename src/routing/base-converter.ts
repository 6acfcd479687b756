/** What every converter is made of; your own extend it. */
import { pythonText } from "../python/index.ts";
import type { Atom } from "./atom-match.ts";
import type { ConverterArguments } from "./converter-arguments.ts";
import { pathText } from "./url-text.ts";

/** The class of a converter, as it is kept in `urlMap.converters`. */
export interface ConverterClass {
  /** @param args What stands between the parentheses in the rule. */
  new (args: ConverterArguments): BaseConverter;
}

/**
 * Turns the text of a variable into its value and back: Werkzeug's `BaseConverter`. This one is any text
 * without a slash; extend it for others, and add yours to `app.urlMap.converters` before the rules that use it.
 *
 * @example
 * ```ts
 * class ListConverter extends BaseConverter<string[]> {
 *   override toValue(text: string): string[] {
 *     return text.split("+");
 *   }
 *   override toUrl(value: string[]): string {
 *     return value.map((item) => super.toUrl(item)).join("+");
 *   }
 * }
 * app.urlMap.converters.set("list", ListConverter);
 * declare module "flagon/routing" {
 *   interface ConverterValues { list: string[] }
 * }
 * ```
 */
export class BaseConverter<Value = unknown> {
  /**
   * What the text of the variable looks like: the source of a regular expression that matches all of it. Keep it
   * free of nested repetition: it is run on what strangers send.
   */
  readonly regex: string = "[^/]+";
  /** Rules with lighter variables are tried first; 100 unless set. */
  readonly weight: number = 100;
  /** Whether the variable stays within one segment; `true` unless the expression names a slash. */
  readonly partIsolating: boolean | undefined = undefined;
  /** The same as {@link regex} in atoms, which several variables in one segment need to be matched in linear time. */
  readonly atoms: readonly Atom[] | undefined = undefined;
  #pattern: RegExp | undefined;

  /** Whether the converter may take the whole text, as {@link regex} says. */
  accepts(text: string): boolean {
    this.#pattern ??= new RegExp(`^(?:${this.regex})$`, "u");
    return this.#pattern.test(text);
  }

  /**
   * The value of a text that {@link regex} matches: Werkzeug's `to_python`.
   *
   * @throws ValidationError if it has none: the answer is 404.
   */
  toValue(text: string): Value {
    return text as Value;
  }

  /**
   * The text of a value, percent-encoded: Werkzeug's `to_url`.
   *
   * @throws Error if it cannot be written; `urlFor` then throws a `BuildError` that names the value.
   */
  toUrl(value: Value): string {
    return pathText(pythonText(value));
  }
}

/** Whether the variable stays within one segment of the path. */
export function isPartIsolating({ partIsolating, regex }: BaseConverter): boolean {
  return partIsolating ?? (regex === "[^/]+" || !regex.includes("/"));
}
