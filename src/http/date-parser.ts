/** The lenient reader behind `parseDate`: what Python's `parsedate_to_datetime` makes of a text. */
import { pythonInteger } from "./integers.ts";

const MONTHS: readonly string[] = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH_NAMES: readonly string[] =
  "january february march april may june july august september october november december".split(" ");
const DAYS: ReadonlySet<string> = new Set("mon tue wed thu fri sat sun".split(" "));

// Hours and minutes as one number, -500 for five hours west: the form that numeric zones have too.
const ZONES: ReadonlyMap<string, number> = new Map([
  ["UT", 0],
  ["UTC", 0],
  ["GMT", 0],
  ["Z", 0],
  ["AST", -400],
  ["ADT", -300],
  ["EST", -500],
  ["EDT", -400],
  ["CST", -600],
  ["CDT", -500],
  ["MST", -700],
  ["MDT", -600],
  ["PST", -800],
  ["PDT", -700],
]);

const LONGEST_DATE = 200; // No date is longer; what is, needn't be split to know it.

/** Milliseconds since 1970, or `undefined` where Python finds no date. */
export function readDate(text: string): number | undefined {
  if (text.length > LONGEST_DATE) return undefined;
  const words = dateWords(text);
  if (words === undefined) return undefined;
  const ordered = orderWords(words);
  if (ordered === undefined) return undefined;
  const [hour, minute, second] = readClock(ordered.time) ?? [undefined, undefined, undefined];
  const year = pythonInteger(ordered.year);
  const day = pythonInteger(ordered.day);
  if (year === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const offset = readZone(ordered.zone);
  const milliseconds = utc(fullYear(year), ordered.month, day, hour, minute, second);
  if (offset === undefined || milliseconds === undefined) return undefined;
  return milliseconds - offset * 1000;
}

/** The five words of a date, day, month, year, time, zone, in whatever order they came. */
function dateWords(text: string): [string, string, string, string, string] | undefined {
  let words = text.split(/\s+/).filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return undefined;
  // The day of the week may have a comma with a space, one without, or none.
  if (first.endsWith(",") || DAYS.has(first.toLowerCase())) words = words.slice(1);
  else words[0] = first.slice(first.lastIndexOf(",") + 1);
  if (words.length === 3) words = splitDashes(words);
  if (words.length === 4) words = splitZone(words);
  const [a, b, c, d, e] = words;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) {
    return undefined;
  }
  return a === "" || b === "" || c === "" ? undefined : [a, b, c, d, e];
}

/** RFC 850: `06-Nov-94`. */
function splitDashes(words: readonly string[]): string[] {
  const [date = "", ...others] = words;
  const parts = date.split("-");
  return parts.length === 3 ? [...parts, ...others] : [...words];
}

/** A zone that hangs on the time (`08:49:37+0100`), or none. */
function splitZone(words: readonly string[]): string[] {
  const time = words[3] ?? "";
  const plus = time.indexOf("+");
  const sign = plus === -1 ? time.indexOf("-") : plus;
  return sign > 0
    ? [...words.slice(0, 3), time.slice(0, sign), time.slice(sign)]
    : [...words.slice(0, 4), ""];
}

interface OrderedWords {
  readonly day: string;
  readonly month: number;
  readonly year: string;
  readonly time: string;
  readonly zone: string;
}

function orderWords(words: [string, string, string, string, string]): OrderedWords | undefined {
  let [day, monthName, year, time, zone] = words;
  let month = monthOf(monthName);
  if (month === undefined) {
    [day, monthName] = [monthName, day];
    month = monthOf(monthName);
    if (month === undefined) return undefined;
  }
  day = withoutComma(day);
  if (year.indexOf(":") > 0) [year, time] = [time, year];
  year = withoutComma(year);
  if (year === "") return undefined;
  // asctime: the zone, if any, stands before the year.
  if (!/^[0-9]/.test(year)) [year, zone] = [zone, year];
  return { day, month, year, time: withoutComma(time), zone };
}

function monthOf(name: string): number | undefined {
  const lower = name.toLowerCase();
  const index = Math.max(MONTHS.indexOf(lower), MONTH_NAMES.indexOf(lower));
  return index === -1 ? undefined : index;
}

function withoutComma(word: string): string {
  return word.endsWith(",") ? word.slice(0, -1) : word;
}

/** Hour, minute and second; the second may be missing, and a point may stand for the colon. */
function readClock(time: string): [number, number, number] | undefined {
  const colons = time.split(":");
  const parts = colons.length === 1 ? time.split(".") : colons;
  if (parts.length !== 2 && parts.length !== 3) return undefined;
  const hour = pythonInteger(parts[0] ?? "");
  const minute = pythonInteger(parts[1] ?? "");
  const second = pythonInteger(parts[2] ?? "0");
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  return [hour, minute, second];
}

/** POSIX: 69 to 99 are of the 20th century, 0 to 68 of the 21st. */
function fullYear(year: number): number {
  if (year >= 100) return year;
  return year > 68 ? year + 1900 : year + 2000;
}

/** Seconds east of UTC; a zone that nobody knows is UTC, one beyond a day is no zone. */
function readZone(zone: string): number | undefined {
  const name = zone.toUpperCase();
  const number = ZONES.get(name) ?? pythonInteger(name) ?? 0;
  const size = Math.abs(number);
  const seconds = Math.floor(size / 100) * 3600 + (size % 100) * 60;
  if (seconds >= 86_400) return undefined;
  return number < 0 ? -seconds : seconds;
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  if (year < 1 || year > 9999 || day < 1 || hour < 0 || hour > 23) return undefined;
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}
