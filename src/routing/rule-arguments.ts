/** The types of a view's arguments, read off the rule's own text. */

/** What each converter gives to the view; a custom converter joins by declaration merging. */
export interface ConverterValues {
  default: string;
  string: string;
  path: string;
  int: number;
}

type ValueOf<Converter extends string> = Converter extends keyof ConverterValues
  ? ConverterValues[Converter]
  : unknown;

type Variable<Text extends string> = Text extends `${infer Converter}:${infer Name}`
  ? { [Key in Name]: ValueOf<Converter> }
  : { [Key in Text]: string };

type Variables<Rule extends string> = Rule extends `${string}<${infer Text}>${infer Rest}`
  ? Variable<Text> & Variables<Rest>
  : unknown;

type Flat<T> = { [Key in keyof T]: T[Key] };

/**
 * The arguments of a view by its rule: `RuleArguments<"/users/<int:id>">` is `{ id: number }`. A rule that is
 * not a literal gives `Record<string, unknown>`.
 */
export type RuleArguments<Rule extends string> =
  IsLiteral<Rule> extends true ? Flat<Variables<Rule>> : Record<string, unknown>;

/** A text that is not known to the letter may be any key, so an object need not have it. */
type IsLiteral<Text extends string> = Record<never, never> extends Record<Text, true> ? false : true;
