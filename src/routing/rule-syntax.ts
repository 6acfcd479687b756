/** Reads the text of a rule: literals, slashes and variables. */
import { type ConverterArguments, parseConverterArguments } from "./converter-arguments.ts";
import { RuleSyntaxError } from "./errors.ts";

/** A variable as it is written: `<converter(arguments):name>`. */
export type VariableToken = {
  readonly name: string;
  readonly converter: string;
  readonly args: ConverterArguments;
};

/** What a rule is made of: a text, in which a slash stands alone, or a variable. */
export type Token = string | VariableToken;

const TEXT = /\/|[^</]+/y;
const VARIABLE = /<(?:([A-Za-z_]\w*)(?:\(((?:"[^"]*"|'[^']*'|[^"')])*)\))?:)?([A-Za-z_]\w*)>/y;
const NO_ARGUMENTS: ConverterArguments = { positional: [], named: new Map() };

/**
 * The tokens of a rule, of its host or of its subdomain.
 *
 * @throws RuleSyntaxError that says where it cannot be read, and why.
 */
export function parseRule(rule: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < rule.length) {
    const pattern = rule[position] === "<" ? VARIABLE : TEXT;
    pattern.lastIndex = position;
    const match = pattern.exec(rule);
    if (match === null) throw new RuleSyntaxError(rule, placeholderProblem(rule.slice(position), position));
    tokens.push(pattern === TEXT ? match[0] : variableOf(rule, match));
    position += match[0].length;
  }
  return tokens;
}

function variableOf(
  rule: string,
  [, converter = "default", args, name = ""]: RegExpExecArray,
): VariableToken {
  if (name === "__proto__") throw new RuleSyntaxError(rule, "a variable cannot be named __proto__");
  if (args === undefined) return { name, converter, args: NO_ARGUMENTS };
  try {
    return { name, converter, args: parseConverterArguments(args) };
  } catch (error) {
    throw new RuleSyntaxError(
      rule,
      `the arguments of <${converter}(…):${name}>: ${(error as Error).message}`,
    );
  }
}

function placeholderProblem(rest: string, position: number): string {
  const end = rest.indexOf(">");
  const where = `at position ${position}`;
  if (end < 0) return `the variable that begins ${where} has no closing bracket`;
  return (
    `${JSON.stringify(rest.slice(0, end + 1))} ${where} is no variable; write <name>, <converter:name> or ` +
    "<converter(argument=value):name>, with letters, digits and _ in the names"
  );
}
