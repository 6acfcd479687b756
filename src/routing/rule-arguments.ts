/** The types of a view's arguments and of the values of its URL, read off the rule's own text. */
import type { UUID } from "../python/index.ts";

/** What each converter gives to the view; a custom converter joins by declaration merging. */
export interface ConverterValues {
  default: string;
  string: string;
  path: string;
  int: number;
  float: number;
  uuid: UUID;
  any: string;
}

/** What a rule that cannot be read is, so that the compiler's error says why at the call. */
export interface RuleError<Reason extends string> {
  readonly [RULE_ERROR]: Reason;
}

declare const RULE_ERROR: unique symbol;

type Space = " " | "\t" | "\n";
type Trimmed<Text extends string> = Text extends `${Space}${infer Rest}`
  ? Trimmed<Rest>
  : Text extends `${infer Rest}${Space}`
    ? Trimmed<Rest>
    : Text;

/** The texts that `any(a, "b c")` lists. */
type Items<Text extends string> =
  Trimmed<Text> extends `"${infer Item}"${infer Rest}`
    ? Item | ItemsAfter<Rest>
    : Trimmed<Text> extends `'${infer Item}'${infer Rest}`
      ? Item | ItemsAfter<Rest>
      : Text extends `${infer Item},${infer Rest}`
        ? Trimmed<Item> | Items<Rest>
        : Exclude<Trimmed<Text>, "">;

type ItemsAfter<Text extends string> = Text extends `${string},${infer Rest}` ? Items<Rest> : never;

type ValueOf<Converter extends string> = Converter extends keyof ConverterValues
  ? ConverterValues[Converter]
  : unknown;

type Variable<Text extends string> = Text extends `any(${infer Listed}):${infer Name}`
  ? { [Key in Name]: Items<Listed> }
  : Text extends `${infer Converter}(${string}):${infer Name}`
    ? { [Key in Name]: ValueOf<Converter> }
    : Text extends `${infer Converter}:${infer Name}`
      ? { [Key in Name]: ValueOf<Converter> }
      : { [Key in Text]: string };

type Variables<Rule extends string> = Rule extends `${string}<${infer Text}>${infer Rest}`
  ? Variable<Text> & Variables<Rest>
  : unknown;

/** One object in place of an intersection, which hovers and errors then show as it is. */
type Flat<T> = T extends infer Whole ? { [Key in keyof Whole]: Whole[Key] } : never;

/** A text that is not known to the letter may be any key, so an object need not have it. */
type IsLiteral<Text extends string> = Record<never, never> extends Record<Text, true> ? false : true;

/**
 * The arguments of a view by its rule: `RuleArguments<"/users/<int:id>">` is `{ id: number }`. A rule that is
 * not a literal gives `Record<string, unknown>`.
 */
export type RuleArguments<Rule extends string> =
  IsLiteral<Rule> extends true ? Flat<Variables<Rule>> : Record<string, unknown>;

/** What of a route's options bears on its view's arguments. */
export type RouteVariables = {
  readonly host?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
};

type Text<T> = T extends string ? T : "";

/** Everything of a route in which variables can stand. */
type WholeRule<
  Rule extends string,
  Options,
  Prefix extends string,
> = `${Text<Options extends { readonly host: infer Host } ? Host : "">}${Text<Options extends { readonly subdomain: infer Subdomain } ? Subdomain : "">}${Prefix}${Rule}`;

type DefaultsOf<Options> = Options extends { readonly defaults: infer Defaults extends object }
  ? Defaults
  : Record<never, never>;

/** A default of 1 says that the value is a number, not that it is always 1. */
type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends bigint
        ? bigint
        : T;

/**
 * The arguments of a view by its rule, the options of its route and the prefix of its blueprint: their variables, and
 * the defaults.
 */
export type RouteArguments<Rule extends string, Options = unknown, Prefix extends string = ""> =
  IsLiteral<WholeRule<Rule, Options, Prefix>> extends true
    ? Flat<
        Variables<WholeRule<Rule, Options, Prefix>> & {
          -readonly [Key in Exclude<
            keyof DefaultsOf<Options>,
            keyof Variables<WholeRule<Rule, Options, Prefix>>
          >]: Widened<DefaultsOf<Options>[Key]>;
        }
      >
    : Record<string, unknown>;

/** The values that a URL of the route needs: those with a default can be left out. */
export type RouteUrlValues<Rule extends string, Options = unknown, Prefix extends string = ""> =
  IsLiteral<WholeRule<Rule, Options, Prefix>> extends true
    ? Flat<
        Omit<RouteArguments<Rule, Options, Prefix>, keyof DefaultsOf<Options>> &
          Partial<Pick<RouteArguments<Rule, Options, Prefix>, DefaultKeys<Rule, Options, Prefix>>>
      >
    : Record<never, never>;

type DefaultKeys<Rule extends string, Options, Prefix extends string> = Extract<
  keyof DefaultsOf<Options>,
  keyof RouteArguments<Rule, Options, Prefix>
>;

/**
 * Nothing, if the rule can be read; else the reason why not, which no text is. `rule: R & CheckedRule<R>` shows it at
 * the call. Rules that are not literals are read when the application starts.
 */
export type CheckedRule<Rule extends string> =
  IsLiteral<Rule> extends true
    ? Rule extends `/${string}`
      ? CheckedVariables<Rule>
      : RuleError<"a rule starts with a slash">
    : unknown;

type CheckedVariables<Rule extends string> = Rule extends `${string}<${infer Rest}`
  ? Rest extends `${infer Text}>${infer Next}`
    ? CheckedName<NameOf<Text>> extends true
      ? CheckedVariables<Next>
      : RuleError<`<${Text}> has no valid name; names are letters, digits and _`>
    : RuleError<`the variable <${Rest} has no closing bracket`>
  : unknown;

type NameOf<Text extends string> = Text extends `${string}):${infer Name}`
  ? Name
  : Text extends `${string}:${infer Name}`
    ? Name
    : Text;

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Foreign = " " | "-" | "." | ":" | "(" | ")" | "," | "/" | "<" | "=" | '"' | "'" | "@" | "*";

type CheckedName<Name extends string> = Name extends "" | `${Digit}${string}` | `${string}${Foreign}${string}`
  ? false
  : true;
