/** Arithmetic on Python's numbers: ints of any size, floats, and the rounding of `//` and `%`. */
import { OverflowError, ValueError, ZeroDivisionError } from "../errors.ts";
import { type Float, float } from "./float.ts";
import { asInt, asReal, bigintToFloat, bitLength, demote, type Int, MAX_BITS } from "./numbers.ts";

/** The result of arithmetic. */
export type Numeric = Int | Float;

type Operation = {
  /** For two ints that numbers hold; `undefined` if the result may need a bigint. */
  readonly small: (a: number, b: number) => Numeric | undefined;
  /** For two ints, one of them large or the result so. */
  readonly large: (a: bigint, b: bigint) => bigint | number | Float;
  /** For two numbers, at least one of them a float. */
  readonly real: (a: number, b: number) => number;
};

/** Applies an operation to two numbers of any kind; `undefined` if one of them is no number. */
export function calculate(operation: Operation, left: unknown, right: unknown): Numeric | undefined {
  const a = asInt(left);
  const b = asInt(right);
  if (a !== undefined && b !== undefined) {
    if (typeof a === "number" && typeof b === "number") {
      const result = operation.small(a, b);
      if (result !== undefined) return result;
    }
    const result = operation.large(BigInt(a), BigInt(b));
    return typeof result === "bigint" ? demote(result) : result;
  }
  const x = asReal(left);
  const y = asReal(right);
  return x === undefined || y === undefined ? undefined : float(operation.real(x, y));
}

/** The result if a number holds it exactly; adding zero turns -0 into 0. */
function safe(result: number): number | undefined {
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

/** `a + b`. */
export const ADDITION: Operation = {
  small: (a, b) => safe(a + b),
  large: (a, b) => a + b,
  real: (a, b) => a + b,
};

/** `a - b`. */
export const SUBTRACTION: Operation = {
  small: (a, b) => safe(a - b),
  large: (a, b) => a - b,
  real: (a, b) => a - b,
};

/** `a * b`. */
export const MULTIPLICATION: Operation = {
  small: (a, b) => safe(a * b),
  large: (a, b) => {
    checkBits(bitLength(a) + bitLength(b));
    return a * b;
  },
  real: (a, b) => a * b,
};

/** `a / b`: always a float. */
export const DIVISION: Operation = {
  small: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("division by zero");
    return float(a / b);
  },
  large: (a, b) => {
    if (b === 0n) throw new ZeroDivisionError("division by zero");
    return float(divideLarge(a, b));
  },
  real: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("float division by zero");
    return a / b;
  },
};

function divideLarge(a: bigint, b: bigint): number {
  const dividend = a < 0n ? -a : a;
  const divisor = b < 0n ? -b : b;
  // Enough bits to round once and right; a remainder only tells on which side of a tie the quotient lies.
  const shift = Math.max(0, bitLength(divisor) - bitLength(dividend) + 68);
  const shifted = dividend << BigInt(shift);
  const quotient = shifted / divisor;
  const whole = bigintToFloat(quotient * divisor === shifted ? quotient : quotient | 1n);
  const magnitude = shift > 1000 ? whole / 2 ** 1000 / 2 ** (shift - 1000) : whole / 2 ** shift;
  return a < 0n !== b < 0n ? -magnitude : magnitude;
}

/** `a // b`, rounded down. */
export const FLOOR_DIVISION: Operation = {
  small: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("integer division or modulo by zero");
    const whole = a - floorRemainder(a, b);
    return Number.isSafeInteger(whole) ? whole / b + 0 : undefined;
  },
  large: (a, b) => {
    if (b === 0n) throw new ZeroDivisionError("integer division or modulo by zero");
    const quotient = a / b;
    return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
  },
  real: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("float floor division by zero");
    const remainder = a % b;
    let quotient = (a - remainder) / b;
    if (remainder !== 0 && remainder < 0 !== b < 0) quotient -= 1;
    if (quotient === 0) return a < 0 !== b < 0 ? -0 : 0;
    const whole = Math.floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
  },
};

/** `a % b`, with the sign of `b`. */
export const MODULO: Operation = {
  small: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("integer modulo by zero");
    return floorRemainder(a, b) + 0;
  },
  large: (a, b) => {
    if (b === 0n) throw new ZeroDivisionError("integer modulo by zero");
    const remainder = a % b;
    return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
  },
  real: (a, b) => {
    if (b === 0) throw new ZeroDivisionError("float modulo");
    const remainder = floorRemainder(a, b);
    return remainder === 0 ? (b < 0 ? -0 : 0) : remainder;
  },
};

function floorRemainder(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** `a ** b`. */
export const POWER: Operation = {
  small: (a, b) => {
    if (b < 0) return float(realPower(a, b));
    // Squares and the like; Math.pow is not exact for all that a number could hold.
    return b <= 2 ? safe(a ** b) : undefined;
  },
  large: (a, b) => {
    if (b < 0n) return float(realPower(bigintToFloat(a), bigintToFloat(b)));
    if (a >= -1n && a <= 1n) return a === -1n ? (b % 2n === 0n ? 1n : -1n) : b === 0n ? 1n : a;
    checkBits((a < 0n ? -a : a).toString(2).length * Number(b));
    return a ** b;
  },
  real: realPower,
};

function realPower(a: number, b: number): number {
  if (a === 0 && b < 0) throw new ZeroDivisionError("0.0 cannot be raised to a negative power");
  // In Python 1.0 ** nan and (-1.0) ** inf are 1.0.
  if (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY)) return 1;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    throw new ValueError(
      "a negative number to a fractional power is complex; complex numbers are not supported",
    );
  }
  const result = a ** b;
  if (Number.isFinite(a) && Number.isFinite(b) && !Number.isFinite(result)) {
    throw new OverflowError("Numerical result out of range");
  }
  return result;
}

function checkBits(bits: number): void {
  if (bits > MAX_BITS) {
    throw new OverflowError(`the integer would have about ${bits} bits; at most ${MAX_BITS} are allowed`);
  }
}
