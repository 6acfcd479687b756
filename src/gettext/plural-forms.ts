/** Plural forms: the formula in a catalogue's header that says which form a number takes. */
import { CatalogueError } from "./errors.ts";

/** Gives the number of the form, from 0. */
export type PluralForm = (count: number) => number;

/** A formula is short; whatever is longer was not written for a language. */
const MAX_LENGTH = 1000;

/** Parentheses and conditions may nest so deep. */
const MAX_DEPTH = 20;

const TOKEN = /\s*(?:([0-9]+)|(n)|(\|\||&&|[=!<>]=|[-+*/%<>?:()!]))/y;

type Binary = (left: PluralForm, right: PluralForm) => PluralForm;

function calculating(calculate: (left: number, right: number) => number): Binary {
  return (left, right) => (n) => calculate(left(n), right(n));
}

function comparing(compare: (left: number, right: number) => boolean): Binary {
  return calculating((a, b) => Number(compare(a, b)));
}

/** The operators, those that bind least first. */
const LEVELS: readonly Readonly<Record<string, Binary>>[] = [
  { "||": (left, right) => (n) => Number(left(n) !== 0 || right(n) !== 0) },
  { "&&": (left, right) => (n) => Number(left(n) !== 0 && right(n) !== 0) },
  { "==": comparing((a, b) => a === b), "!=": comparing((a, b) => a !== b) },
  {
    "<": comparing((a, b) => a < b),
    "<=": comparing((a, b) => a <= b),
    ">": comparing((a, b) => a > b),
    ">=": comparing((a, b) => a >= b),
  },
  { "+": calculating((a, b) => a + b), "-": calculating((a, b) => a - b) },
  {
    "*": calculating((a, b) => a * b),
    "/": calculating((a, b) => Math.trunc(a / divisor(b))),
    "%": calculating((a, b) => a % divisor(b)),
  },
];

function divisor(value: number): number {
  if (value !== 0) return value;
  throw new CatalogueError("the formula for plural forms divides by zero");
}

/** As in English, and where a catalogue says nothing. */
export const GERMANIC: PluralForm = (count) => Number(count !== 1);

/**
 * The formula as a function; nothing of it is run as code.
 *
 * @param formula - The expression of C behind `plural=`, such as `n != 1`.
 * @throws CatalogueError if it is none.
 */
export function parsePluralForms(formula: string): PluralForm {
  return new FormulaParser(formula).parse();
}

class FormulaParser {
  readonly #formula: string;
  readonly #tokens: readonly string[];
  #index = 0;
  #depth = 0;

  constructor(formula: string) {
    this.#formula = formula;
    if (formula.length > MAX_LENGTH) throw this.#error(`is longer than ${MAX_LENGTH} characters`);
    this.#tokens = this.#tokenize();
  }

  #tokenize(): string[] {
    const tokens: string[] = [];
    const end = this.#formula.trimEnd().length;
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(this.#formula);
      if (match === null) throw this.#error(`makes no sense at character ${start + 1}`);
      tokens.push(match[0].trim());
    }
    return tokens;
  }

  parse(): PluralForm {
    const form = this.#condition();
    if (this.#index < this.#tokens.length) throw this.#unexpected();
    return form;
  }

  #condition(): PluralForm {
    if (++this.#depth > MAX_DEPTH) throw this.#error(`nests deeper than ${MAX_DEPTH} levels`);
    const test = this.#binary(0);
    let form = test;
    if (this.#skip("?")) {
      const then = this.#condition();
      this.#expect(":");
      const otherwise = this.#condition();
      form = (n) => (test(n) !== 0 ? then(n) : otherwise(n));
    }
    this.#depth--;
    return form;
  }

  #binary(level: number): PluralForm {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const combine = operators[this.#tokens[this.#index] ?? ""];
      if (combine === undefined) return left;
      this.#index++;
      left = combine(left, this.#binary(level + 1));
    }
  }

  #unary(): PluralForm {
    let isNegated = false;
    let isNot = false;
    for (; this.#skip("!"); isNot = true) isNegated = !isNegated;
    const value = this.#primary();
    return isNot ? (n) => Number((value(n) === 0) === isNegated) : value;
  }

  #primary(): PluralForm {
    if (this.#skip("(")) {
      const form = this.#condition();
      this.#expect(")");
      return form;
    }
    const token = this.#tokens[this.#index];
    if (token === undefined || !/^(?:n|[0-9]+)$/.test(token)) throw this.#unexpected();
    this.#index++;
    if (token === "n") return (n) => n;
    const number = Number(token);
    return () => number;
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#index] !== token) return false;
    this.#index++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#skip(token)) throw this.#unexpected();
  }

  #unexpected(): CatalogueError {
    const token = this.#tokens[this.#index];
    return this.#error(token === undefined ? "ends too soon" : `has an unexpected ${JSON.stringify(token)}`);
  }

  #error(problem: string): CatalogueError {
    const shown = JSON.stringify(this.#formula.slice(0, 100));
    return new CatalogueError(`the formula for plural forms, ${shown}, ${problem}`);
  }
}
