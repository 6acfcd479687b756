/** Reads what a rule gives its converters, such as `min=1, max=5` in `<int(min=1, max=5):n>`. */

/** A value that can stand there. */
export type ConverterArgument = string | number | boolean | null;

/** What stands between the parentheses: values by position, and by name. */
export type ConverterArguments = {
  readonly positional: readonly ConverterArgument[];
  readonly named: ReadonlyMap<string, ConverterArgument>;
};

const NAME = /[A-Za-z_]\w*\s*=(?!=)\s*/y;
const VALUE = /"[^"]*"|'[^']*'|-?[\p{L}\p{N}_.]+/uy;
const SPACE = /\s*/y;
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)$/;
const WORDS: ReadonlyMap<string, ConverterArgument> = new Map<string, ConverterArgument>([
  ["True", true],
  ["False", false],
  ["None", null],
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads the arguments of a converter: words, numbers and quoted texts, each with a name or without.
 *
 * @throws Error that says what cannot be read.
 */
export function parseConverterArguments(text: string): ConverterArguments {
  const positional: ConverterArgument[] = [];
  const named = new Map<string, ConverterArgument>();
  let position = skip(SPACE, text, 0);
  while (position < text.length) {
    const nameEnd = skip(NAME, text, position);
    const name = text.slice(position, nameEnd).replace("=", "").trim();
    const valueEnd = skip(VALUE, text, nameEnd);
    if (valueEnd === nameEnd)
      throw new Error(`a value is missing at ${JSON.stringify(text.slice(position))}`);
    const value = argumentValue(text.slice(nameEnd, valueEnd));
    if (name === "") positional.push(value);
    else if (named.has(name)) throw new Error(`the argument ${name} is there twice`);
    else named.set(name, value);
    position = skip(SPACE, text, valueEnd);
    if (position < text.length && text[position] !== ",") {
      throw new Error(`a comma is missing before ${JSON.stringify(text.slice(position))}`);
    }
    position = skip(SPACE, text, position + 1);
  }
  return { positional, named };
}

function skip(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return position + (pattern.exec(text)?.[0].length ?? 0);
}

function argumentValue(text: string): ConverterArgument {
  if (text.startsWith('"') || text.startsWith("'")) return text.slice(1, -1);
  if (NUMBER.test(text)) return Number(text);
  return WORDS.get(text) ?? (WORDS.has(text) ? null : text);
}
