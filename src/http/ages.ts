/** The Age header (RFC 9111, section 5.1): how many seconds old a response is. */
import { pythonInteger } from "./integers.ts";

/** The seconds that an Age header tells, or `undefined` if it is missing or no such number. */
export function parseAge(value: string | undefined): number | undefined {
  const seconds = value === undefined ? undefined : pythonInteger(value);
  return seconds !== undefined && seconds >= 0 && Number.isSafeInteger(seconds) ? seconds : undefined;
}

/**
 * The value of an Age header; `undefined` stays so. Werkzeug's `dump_age`.
 *
 * @param seconds - The age in seconds; fractions are dropped.
 * @throws RangeError if it is negative or no number.
 */
export function dumpAge(seconds: number): string;
export function dumpAge(seconds: number | undefined): string | undefined;
export function dumpAge(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  if (Number.isFinite(seconds) && seconds >= 0) return `${Math.trunc(seconds)}`;
  throw new RangeError(`${seconds} is no age; give a number of seconds from 0.`);
}
