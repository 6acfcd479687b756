/** Dates as HTTP writes them (RFC 9110, section 5.6.7), and as the world writes them instead. */
import { readDate } from "./date-parser.ts";

const FIRST_MILLISECOND = -62_135_596_800_000; // 0001-01-01, where Python's calendar and RFC 9110's years begin
const LAST_MILLISECOND = 253_402_300_799_999; // 9999-12-31, the last day of a four-digit year

/**
 * A moment as an HTTP date, `Thu, 01 Jan 1970 00:00:00 GMT`. Werkzeug's `http_date`.
 *
 * @param date - A `Date`, or seconds since 1970; fractions are dropped.
 * @throws TypeError if it is neither; RangeError if it is no valid date of the years 1 to 9999.
 */
export function httpDate(date: Date | number): string {
  if (typeof date !== "number" && typeof date?.getTime !== "function") {
    throw new TypeError(`A moment must be a Date, or seconds since 1970, not ${String(date)}.`);
  }
  const milliseconds = typeof date === "number" ? Math.floor(date) * 1000 : date.getTime();
  if (milliseconds >= FIRST_MILLISECOND && milliseconds <= LAST_MILLISECOND) {
    return new Date(milliseconds).toUTCString();
  }
  const given = typeof date === "number" ? `${date} seconds since 1970` : shown(date);
  throw new RangeError(`${given} is no moment in the years 1 to 9999; an HTTP date can't hold it.`);
}

/**
 * The moment that a date header names, or `undefined` if it names none. Werkzeug's `parse_date`: the three
 * forms of RFC 9110, and what Python's e-mail parser takes besides (two-digit years, named and numeric zones,
 * parts in another order). Where no zone is given, it is UTC.
 */
export function parseDate(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const milliseconds = readDate(text);
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}

function shown(date: Date): string {
  return Number.isNaN(date.getTime()) ? "An invalid Date" : date.toISOString();
}
