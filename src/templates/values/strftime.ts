/** `strftime`: moments as text, as Python has it on Linux in the C locale. */
import { ValueError } from "../errors.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A short format can't be made into a long text. */
const MAX_WIDTH = 1000;

const DAY_MILLISECONDS = 86_400_000;

/**
 * Checks that Python could have the moment as a datetime too.
 *
 * @throws ValueError for an invalid date, and for a year before 1 or after 9999.
 */
export function checkedDate(date: Date): Date {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year)) throw new ValueError("the Date is invalid: check it before it goes to a template");
  if (year < 1 || year > 9999) throw new ValueError(`year ${year} is out of range`);
  return date;
}

/** Monday is 0. */
export function weekday(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

/** The day of the year, from 1. */
export function yearDay(date: Date): number {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  return Math.round((date.getTime() - start.getTime()) / DAY_MILLISECONDS) + 1;
}

/** The year and week of ISO 8601, which belong to the Thursday of the week. */
export function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getTime() + (3 - weekday(date)) * DAY_MILLISECONDS);
  return { year: thursday.getUTCFullYear(), week: Math.floor((yearDay(thursday) - 1) / 7) + 1 };
}

type Flags = {
  readonly pad: string;
  readonly isUpper: boolean;
  readonly isSwapped: boolean;
  readonly width: number;
};

/** A number with the digits it has at least, and what it is filled up with. */
type Numeric = readonly [digits: number, value: (date: Date) => number, pad?: "0" | " "];

const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;

const NUMBERS: Readonly<Record<string, Numeric>> = {
  C: [1, (date) => Math.floor(date.getUTCFullYear() / 100)],
  d: [2, (date) => date.getUTCDate()],
  e: [2, (date) => date.getUTCDate(), " "],
  G: [1, (date) => isoWeek(date).year],
  g: [2, (date) => isoWeek(date).year % 100],
  H: [2, (date) => date.getUTCHours()],
  I: [2, hour12],
  j: [3, yearDay],
  k: [2, (date) => date.getUTCHours(), " "],
  l: [2, hour12, " "],
  M: [2, (date) => date.getUTCMinutes()],
  m: [2, (date) => date.getUTCMonth() + 1],
  S: [2, (date) => date.getUTCSeconds()],
  U: [2, (date) => Math.floor((yearDay(date) + 6 - date.getUTCDay()) / 7)],
  u: [1, (date) => date.getUTCDay() || 7],
  V: [2, (date) => isoWeek(date).week],
  W: [2, (date) => Math.floor((yearDay(date) + 6 - weekday(date)) / 7)],
  w: [1, (date) => date.getUTCDay()],
  Y: [1, (date) => date.getUTCFullYear()],
  y: [2, (date) => date.getUTCFullYear() % 100],
};

const COMPOSITE: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  R: "%H:%M",
  r: "%I:%M:%S %p",
  T: "%H:%M:%S",
  X: "%H:%M:%S",
  x: "%m/%d/%y",
};

const WORDS: Readonly<Record<string, (date: Date) => string>> = {
  A: (date) => DAYS[date.getUTCDay()] ?? "",
  a: (date) => (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()] ?? "",
  b: (date) => (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
  h: (date) => (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
  n: () => "\n",
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  P: (date) => (date.getUTCHours() < 12 ? "am" : "pm"),
  s: (date) => `${Math.floor(date.getTime() / 1000)}`,
  t: () => "\t",
  "%": () => "%",
};

/** The conversions that take a modifier, which changes nothing in the C locale. */
const MODIFIED: Readonly<Record<string, string>> = {
  E: "cnprstuxyCPRTXY%",
  O: "bdeghjklmnprstuwyBCGHIMPRSTUVW%",
};

/** `%f`, `%z` and `%Z` are Python's own, and know no flags. */
const DIRECTIVE = /%(?:([fzZ])|([_\-0^#]*)([0-9]{0,9})([EO]?)([A-Za-z%]))/g;

/**
 * `date.strftime(format)`, in UTC. What is no directive stays as it is.
 *
 * @throws ValueError for a date that Python could not have, or a width beyond all measure.
 */
export function strftime(date: Date, format: string): string {
  checkedDate(date);
  return formatted(date, format);
}

function formatted(date: Date, format: string): string {
  return format.replace(
    DIRECTIVE,
    (whole, own?: string, flags = "", width = "", modifier = "", letter = "") => {
      if (own !== undefined) return ownDirective(date, own);
      const how = readFlags(flags, width);
      const isKnown = modifier === "" || MODIFIED[modifier]?.includes(letter);
      return (
        (isKnown ? directive(date, letter, how) : undefined) ??
        filled(how.isUpper ? whole.toUpperCase() : whole, how)
      );
    },
  );
}

function filled(text: string, { pad, width }: Flags): string {
  return text.padStart(width, pad === "0" ? "0" : " ");
}

function ownDirective(date: Date, letter: string): string {
  if (letter === "z") return "+0000";
  return letter === "Z" ? "UTC" : `${date.getUTCMilliseconds()}`.padStart(3, "0").padEnd(6, "0");
}

function readFlags(flags: string, width: string): Flags {
  if (Number(width) > MAX_WIDTH) {
    throw new ValueError(`strftime() pads to ${width} characters; at most ${MAX_WIDTH} are allowed`);
  }
  return {
    pad: /[_\-0]/.exec(reversed(flags))?.[0] ?? "",
    isUpper: flags.includes("^"),
    isSwapped: flags.includes("#"),
    width: Number(width),
  };
}

/** The last of several flags counts. */
function reversed(flags: string): string {
  return [...flags].reverse().join("");
}

/** The text of a directive; `undefined` if there is none of the letter. */
function directive(date: Date, letter: string, flags: Flags): string | undefined {
  const numeric = NUMBERS[letter];
  if (numeric !== undefined) return number(date, numeric, flags);
  const text = Object.hasOwn(COMPOSITE, letter)
    ? formatted(date, COMPOSITE[letter] ?? "")
    : WORDS[letter]?.(date);
  if (text === undefined) return undefined;
  return filled(inCase(text, letter, flags), flags);
}

function number(date: Date, [digits, value, usual = "0"]: Numeric, { pad, width }: Flags): string {
  const text = `${value(date)}`;
  if (pad === "-") return text.padStart(width);
  return text.padStart(Math.max(digits, width), pad === "" ? usual : pad === "_" ? " " : "0");
}

function inCase(text: string, letter: string, { isUpper, isSwapped }: Flags): string {
  if (letter === "P") return text;
  if (letter === "p") return isSwapped ? text.toLowerCase() : text;
  return isUpper || (isSwapped && "aAbBh".includes(letter)) ? text.toUpperCase() : text;
}
