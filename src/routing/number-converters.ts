/** The converters of numbers, `int` and `float`, which take the digits of every script. */
import { pythonText } from "../python/index.ts";
import type { Atom } from "./atom-match.ts";
import { BaseConverter } from "./base-converter.ts";
import type { ConverterArgument, ConverterArguments } from "./converter-arguments.ts";
import { anyNumber, describe, namedArguments, wholeNumber } from "./converter-options.ts";
import { asciiDigits, isDigit } from "./digits.ts";
import { ValidationError } from "./errors.ts";

const DIGITS: Atom = { kind: "run", accepts: isDigit, min: 1, max: Number.POSITIVE_INFINITY, lazy: false };
const SIGN: Atom = { kind: "optional", text: "-" };

/** What `int` and `float` share: limits that are checked once the rule is chosen, as in Werkzeug. */
abstract class NumberConverter extends BaseConverter<number | bigint> {
  override readonly weight: number = 50;
  override readonly partIsolating: boolean = true;
  readonly #min: number | undefined;
  readonly #max: number | undefined;

  constructor(given: ReadonlyMap<string, ConverterArgument>) {
    super();
    this.#min = anyNumber(given, "min");
    this.#max = anyNumber(given, "max");
  }

  /** The number, if it is neither below `min` nor above `max`. @throws ValidationError if it is */
  protected checkLimits<N extends number | bigint>(value: N, text: string): N {
    if (this.#min !== undefined && value < this.#min)
      throw new ValidationError(`${text} is below ${this.#min}`);
    if (this.#max !== undefined && value > this.#max)
      throw new ValidationError(`${text} is above ${this.#max}`);
    return value;
  }
}

/** `<int(fixed_digits=0, min=…, max=…, signed=False):id>`: a whole number. */
export class IntegerConverter extends NumberConverter {
  override readonly regex: string;
  override readonly atoms: readonly Atom[];
  readonly #digits: number;
  readonly #signed: boolean;

  constructor(args: ConverterArguments) {
    const given = namedArguments(args, ["fixed_digits", "min", "max", "signed"]);
    super(given);
    this.#digits = wholeNumber(given, "fixed_digits") ?? 0;
    this.#signed = given.get("signed") === true;
    this.regex = this.#signed ? "-?\\d+" : "\\d+";
    this.atoms = this.#signed ? [SIGN, DIGITS] : [DIGITS];
  }

  override accepts(text: string): boolean {
    const start = this.#signed && text.startsWith("-") ? 1 : 0;
    return text.length > start && areDigits(text, start, text.length);
  }

  override toValue(text: string): number | bigint {
    if (this.#digits > 0 && [...text].length !== this.#digits) {
      throw new ValidationError(`${text} has not ${this.#digits} digits`);
    }
    const value = Number(asciiDigits(text));
    return this.checkLimits(Number.isSafeInteger(value) ? value : this.unsafeInteger(text), text);
  }

  /**
   * The value of an integer beyond 2^53, which a number cannot hold: not found, since a number near it would be
   * another record's. Override it to give a `bigint`.
   */
  protected unsafeInteger(text: string): number | bigint {
    throw new ValidationError(`${text} is beyond 2^53 - 1`);
  }

  override toUrl(value: number | bigint): string {
    const text = integerText(value);
    const sign = text.startsWith("-") ? "-" : "";
    return sign + text.slice(sign.length).padStart(this.#digits - sign.length, "0");
  }
}

/** `<float(min=…, max=…, signed=False):x>`: digits, a point, digits. */
export class FloatConverter extends NumberConverter {
  override readonly regex: string;
  override readonly atoms: readonly Atom[];
  readonly #signed: boolean;

  constructor(args: ConverterArguments) {
    const given = namedArguments(args, ["min", "max", "signed"]);
    super(given);
    this.#signed = given.get("signed") === true;
    this.regex = this.#signed ? "-?\\d+\\.\\d+" : "\\d+\\.\\d+";
    const atoms: readonly Atom[] = [DIGITS, { kind: "text", text: "." }, DIGITS];
    this.atoms = this.#signed ? [SIGN, ...atoms] : atoms;
  }

  override accepts(text: string): boolean {
    const start = this.#signed && text.startsWith("-") ? 1 : 0;
    const point = text.indexOf(".", start);
    return (
      point > start &&
      point < text.length - 1 &&
      areDigits(text, start, point) &&
      areDigits(text, point + 1, text.length)
    );
  }

  override toValue(text: string): number {
    return this.checkLimits(Number(asciiDigits(text)), text);
  }

  override toUrl(value: number | bigint): string {
    const text = pythonText(typeof value === "string" ? floatOf(value) : asNumber(value));
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
}

function areDigits(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = text.codePointAt(index) as number;
    if (!isDigit(code)) return false;
    if (code > 0xffff) index++;
  }
  return true;
}

/** What Python's `int()` makes of a value: fractions are cut off, text may hold an integer. */
function integerText(value: unknown): string {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "string") {
    const digits = asciiDigits(value.trim());
    if (/^[+-]?\d+$/.test(digits)) return `${BigInt(digits.replace("+", ""))}`;
  } else {
    const number = Math.trunc(asNumber(value));
    if (Number.isFinite(number)) return `${BigInt(number)}`;
  }
  throw new TypeError(`expected a whole number, not ${describe(value)}`);
}

function floatOf(text: string): number {
  const digits = asciiDigits(text.trim());
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits)) return Number(digits);
  throw new TypeError(`expected a number, not ${describe(text)}`);
}

function asNumber(value: unknown): number {
  // An object that stands for a number, such as a decimal of some library, says which one.
  const number = typeof value === "object" && value !== null ? value.valueOf() : value;
  if (typeof number === "number" || typeof number === "bigint" || typeof number === "boolean") {
    return Number(number);
  }
  throw new TypeError(`expected a number, not ${describe(value)}`);
}
