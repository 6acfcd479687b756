/** The converters that every rule knows: Werkzeug's, with the same expressions, weights and limits. */
import { pythonText, UUID } from "../python/index.ts";
import type { Atom } from "./atom-match.ts";
import { BaseConverter, type ConverterClass } from "./base-converter.ts";
import type { ConverterArgument, ConverterArguments } from "./converter-arguments.ts";
import { asciiDigits, isDigit } from "./digits.ts";
import { ValidationError } from "./errors.ts";
import { pathText } from "./url-text.ts";

const SLASH = 0x2f;
const LINE_FEED = 0x0a;
const DIGITS: Atom = { kind: "run", accepts: isDigit, min: 1, max: Number.POSITIVE_INFINITY, lazy: false };
const SIGN: Atom = { kind: "optional", text: "-" };
const isNoSlash = (code: number): boolean => code !== SLASH;

/** `<string(minlength=1, maxlength=…, length=…):name>`, also `<name>`: text without a slash. */
export class StringConverter extends BaseConverter<string> {
  override readonly regex: string;
  override readonly partIsolating: boolean = true;
  override readonly atoms: readonly Atom[];
  readonly #min: number;
  readonly #max: number;

  constructor(args: ConverterArguments) {
    super();
    const given = namedArguments(args, ["minlength", "maxlength", "length"]);
    const length = wholeNumber(given, "length");
    const longest = length ?? wholeNumber(given, "maxlength");
    this.#min = length ?? wholeNumber(given, "minlength") ?? 1;
    this.#max = longest ?? Number.POSITIVE_INFINITY;
    this.regex = `[^/]{${length ?? `${this.#min},${longest ?? ""}`}}`;
    this.atoms = [{ kind: "run", accepts: isNoSlash, min: this.#min, max: this.#max, lazy: false }];
  }

  override accepts(text: string): boolean {
    if (text.length < this.#min) return false;
    if (this.#max === Number.POSITIVE_INFINITY && this.#min <= 1) return true;
    // Characters count, not halves of them.
    let length = 0;
    for (const _ of text) if (++length > this.#max) return false;
    return length >= this.#min;
  }
}

/** `<path:name>`: text with slashes, not at its start. */
export class PathConverter extends BaseConverter<string> {
  override readonly regex: string = "[^/].*?";
  override readonly weight: number = 200;
  override readonly partIsolating: boolean = false;
  override readonly atoms: readonly Atom[] = [
    { kind: "run", accepts: isNoSlash, min: 1, max: 1, lazy: false },
    {
      kind: "run",
      accepts: (code) => code !== LINE_FEED,
      min: 0,
      max: Number.POSITIVE_INFINITY,
      lazy: true,
    },
  ];

  constructor(args: ConverterArguments) {
    super();
    namedArguments(args, []);
  }

  override accepts(text: string): boolean {
    return text !== "" && text.charCodeAt(0) !== SLASH && text.indexOf("\n", 1) === -1;
  }
}

/** `<any(about, "a b"):page>`: one of the texts that are listed. */
export class AnyConverter extends BaseConverter<string> {
  override readonly regex: string;
  override readonly partIsolating: boolean = true;
  override readonly atoms: readonly Atom[];
  readonly #items: ReadonlySet<string>;

  constructor(args: ConverterArguments) {
    super();
    if (args.named.size > 0) throw new Error("any takes texts, without names");
    if (args.positional.length === 0) throw new Error("any needs the texts it takes, such as any(a, b)");
    const items = args.positional.map((item) => pythonText(item));
    this.#items = new Set(items);
    this.regex = `(?:${items.map((item) => item.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|")})`;
    this.atoms = [{ kind: "choice", texts: items }];
  }

  override accepts(text: string): boolean {
    return this.#items.has(text);
  }

  override toUrl(value: string): string {
    if (this.#items.has(value)) return pathText(value);
    const items = [...this.#items].map((item) => JSON.stringify(item)).join(", ");
    throw new TypeError(`expected one of ${items}, not ${describe(value)}`);
  }
}

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

/** `<uuid:id>`: a UUID with its hyphens, in either case. */
export class UUIDConverter extends BaseConverter<UUID> {
  override readonly regex: string =
    "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}";
  override readonly atoms: readonly Atom[] = [8, 4, 4, 4, 12].flatMap((digits, index): Atom[] => {
    const run: Atom = { kind: "run", accepts: isHexDigit, min: digits, max: digits, lazy: false };
    return index === 0 ? [run] : [{ kind: "text", text: "-" }, run];
  });

  constructor(args: ConverterArguments) {
    super();
    namedArguments(args, []);
  }

  override toValue(text: string): UUID {
    return new UUID(text);
  }

  override toUrl(value: UUID): string {
    return pathText(pythonText(value));
  }
}

/** The converters by the names that rules use. */
export const DEFAULT_CONVERTERS: ReadonlyMap<string, ConverterClass> = new Map<string, ConverterClass>([
  ["default", StringConverter],
  ["string", StringConverter],
  ["any", AnyConverter],
  ["path", PathConverter],
  ["int", IntegerConverter],
  ["float", FloatConverter],
  ["uuid", UUIDConverter],
]);

/** The arguments by their names; those without a name take the names in order. */
function namedArguments(
  { positional, named }: ConverterArguments,
  names: readonly string[],
): ReadonlyMap<string, ConverterArgument> {
  if (positional.length > names.length) {
    throw new Error(`there are ${positional.length} arguments, and it takes ${names.length || "none"}`);
  }
  const given = new Map(positional.map((value, index) => [names[index] as string, value]));
  for (const [name, value] of named) {
    if (!names.includes(name)) {
      throw new Error(`it has no argument ${name}; there are ${names.join(", ") || "none"}`);
    }
    if (given.has(name)) throw new Error(`the argument ${name} is there twice`);
    given.set(name, value);
  }
  return given;
}

function wholeNumber(given: ReadonlyMap<string, ConverterArgument>, name: string): number | undefined {
  const value = anyNumber(given, name);
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new Error(`${name} must be a whole number from 0, not ${value}`);
}

function anyNumber(given: ReadonlyMap<string, ConverterArgument>, name: string): number | undefined {
  const value = given.get(name) ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw new Error(`${name} must be a number, not ${JSON.stringify(value)}`);
}

function areDigits(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = text.codePointAt(index) as number;
    if (!isDigit(code)) return false;
    if (code > 0xffff) index++;
  }
  return true;
}

function isHexDigit(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x66);
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

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : pythonText(value);
}
