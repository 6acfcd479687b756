/** Whole numbers as headers write them. */
import { stripSpace } from "../python/index.ts";

/** A whole number of ASCII digits, with a minus at most, or `undefined`. */
export function plainInteger(text: string): number | undefined {
  const digits = stripSpace(text);
  return /^-?[0-9]+$/.test(digits) ? Number(digits) : undefined;
}

/** The same, at most 2^53 - 2 away from 0, so that what is counted with it stays exact. */
export function exactInteger(text: string): number | undefined {
  const number = plainInteger(text);
  if (number === undefined) return undefined;
  return Math.min(Math.max(number, -MOST), MOST);
}

const MOST: number = Number.MAX_SAFE_INTEGER - 1;

/**
 * A whole number as Python's `int(text)` reads it, or `undefined`: a sign and single underscores between
 * digits are allowed, white space around it too.
 */
export function pythonInteger(text: string): number | undefined {
  const digits = stripSpace(text);
  return /^[+-]?[0-9]+(?:_[0-9]+)*$/.test(digits) ? Number(digits.replaceAll("_", "")) : undefined;
}
