/** The operators of expressions: arithmetic, joining and repeating, as Python has them. */
import { Markup } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { OperandTypeError } from "../errors.ts";
import {
  ADDITION,
  calculate,
  DIVISION,
  FLOOR_DIVISION,
  MODULO,
  MULTIPLICATION,
  type Numeric,
  POWER,
  SUBTRACTION,
} from "./arithmetic.ts";
import { addToDate, subtractDates } from "./calendar.ts";
import { escapeToString, hasHTML } from "./escape.ts";
import { Float, float } from "./float.ts";
import { HashIndex } from "./hash.ts";
import { asInt, asReal, checkItemCount, checkTextLength, demote } from "./numbers.ts";
import { percentFormat } from "./percent-format.ts";
import { typeName } from "./type-name.ts";
import { Undefined } from "./undefined.ts";

/** `a + b`: numbers are added, text and lists joined; text added to `Markup` is escaped. */
export function add(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return sum + 0;
  }
  if (typeof a === "string" && typeof b === "string") return join(a, b);
  return calculate(ADDITION, a, b) ?? addToDate(a, b) ?? addOther(a, b);
}

function addOther(a: unknown, b: unknown): unknown {
  if (a instanceof Markup && (typeof b === "string" || hasHTML(b))) {
    return new Markup(join(a.toString(), escapeToString(b)));
  }
  if (b instanceof Markup && (typeof a === "string" || hasHTML(a))) {
    return new Markup(join(escapeToString(a), b.toString()));
  }
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    checkItemCount(a.length + b.length);
    const items = [...a, ...b];
    return a instanceof Tuple ? Tuple.from(items) : items;
  }
  return unsupported("+", a, b);
}

function join(a: string, b: string): string {
  checkTextLength(a.length + b.length);
  return a + b;
}

/** `a - b`; sets lose what the other has. */
export function sub(a: unknown, b: unknown): unknown {
  const difference = calculate(SUBTRACTION, a, b);
  if (difference !== undefined) return difference;
  if (!(a instanceof Set && b instanceof Set)) return subtractDates(a, b) ?? unsupported("-", a, b);
  const index = new HashIndex();
  for (const item of b) index.set(item, true);
  return new Set([...a].filter((item) => !index.has(item)));
}

/** `a * b`: a number times text or a list repeats it. */
export function mul(a: unknown, b: unknown): unknown {
  return calculate(MULTIPLICATION, a, b) ?? repeated(a, b) ?? repeated(b, a) ?? unsupportedRepeat(a, b);
}

function repeated(sequence: unknown, times: unknown): unknown {
  const isText = typeof sequence === "string" || sequence instanceof Markup;
  if (!isText && !Array.isArray(sequence)) return undefined;
  const count = asInt(times);
  if (count === undefined) return undefined;
  const repeats = count < 0 ? 0 : Number(count);
  if (sequence.length === 0 || repeats === 0) return emptyLike(sequence);
  if (isText) {
    checkTextLength(sequence.length * repeats);
    const text = sequence.toString().repeat(repeats);
    return sequence instanceof Markup ? new Markup(text) : text;
  }
  checkItemCount(sequence.length * repeats);
  const items: unknown[] = [];
  for (let i = 0; i < repeats; i++) for (const item of sequence) items.push(item);
  return sequence instanceof Tuple ? Tuple.from(items) : items;
}

function emptyLike(sequence: string | Markup | readonly unknown[]): unknown {
  if (typeof sequence === "string") return "";
  if (sequence instanceof Markup) return new Markup();
  return sequence instanceof Tuple ? new Tuple() : [];
}

function unsupportedRepeat(a: unknown, b: unknown): never {
  const isSequence = (value: unknown): boolean =>
    typeof value === "string" || value instanceof Markup || Array.isArray(value);
  if (a instanceof Undefined || b instanceof Undefined || !(isSequence(a) || isSequence(b))) {
    return unsupported("*", a, b);
  }
  throw new OperandTypeError(
    `can't multiply sequence by non-int of type '${typeName(isSequence(a) ? b : a)}'`,
  );
}

/** `a / b`: always a float. */
export function div(a: unknown, b: unknown): unknown {
  return calculate(DIVISION, a, b) ?? unsupported("/", a, b);
}

/** `a // b`, rounded down. */
export function floordiv(a: unknown, b: unknown): unknown {
  return calculate(FLOOR_DIVISION, a, b) ?? unsupported("//", a, b);
}

/** `a % b`: the remainder, with the sign of `b`; for text, its `%` formats filled in. */
export function mod(a: unknown, b: unknown): unknown {
  // Every other row of a table asks this.
  if (isCount(a) && isCount(b) && b > 0) return (a % b) + 0;
  if (typeof a === "string") return percentFormat(a, b);
  if (a instanceof Markup) return percentFormat(a, b);
  return calculate(MODULO, a, b) ?? unsupported("%", a, b);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}

/** `a ** b`. */
export function pow(a: unknown, b: unknown): unknown {
  return calculate(POWER, a, b) ?? unsupported("** or pow()", a, b);
}

/** `-value`. */
export function neg(value: unknown): Numeric {
  if (typeof value === "number") return 0 - value;
  const int = asInt(value);
  if (int !== undefined) return typeof int === "bigint" ? demote(-int) : 0 - int;
  if (value instanceof Float) return float(-value.valueOf());
  return unsupportedUnary("-", value);
}

/** `+value`. */
export function pos(value: unknown): Numeric {
  const int = asInt(value);
  if (int !== undefined) return int;
  const real = asReal(value);
  return real === undefined ? unsupportedUnary("+", value) : float(real);
}

function unsupportedUnary(operator: string, value: unknown): never {
  if (value instanceof Undefined) value.fail();
  throw new OperandTypeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
}

function unsupported(operator: string, a: unknown, b: unknown): never {
  if (a instanceof Undefined) a.fail();
  if (b instanceof Undefined) b.fail();
  throw new OperandTypeError(
    `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}
