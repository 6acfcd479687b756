/** The attributes and methods that a `Date` has in a template: those of Python's `datetime`, in UTC. */
import { Tuple } from "../../../python/index.ts";
import { OperandTypeError, ValueError } from "../../errors.ts";
import { intArgument, textArgument } from "../arguments.ts";
import { Builtin, type Method, type Run } from "../builtin.ts";
import { CalendarDate } from "../calendar.ts";
import { float } from "../float.ts";
import { checkedDate, isoWeek, strftime, weekday } from "../strftime.ts";

/** The methods of dates; those of JavaScript's own are there as well. */
export const dateMethods: Map<string, Method> = new Map();

function define(name: string, parameters: string, run: Run): void {
  dateMethods.set(name, new Builtin(name, parameters === "" ? "self" : `self ${parameters}`, run));
}

/** The attributes of dates, which are no methods. */
export const dateAttributes: ReadonlyMap<string, (date: Date) => unknown> = new Map([
  ["year", (date: Date) => checkedDate(date).getUTCFullYear()],
  ["month", (date: Date) => checkedDate(date).getUTCMonth() + 1],
  ["day", (date: Date) => checkedDate(date).getUTCDate()],
  ["hour", (date: Date) => checkedDate(date).getUTCHours()],
  ["minute", (date: Date) => checkedDate(date).getUTCMinutes()],
  ["second", (date: Date) => checkedDate(date).getUTCSeconds()],
  ["microsecond", (date: Date) => checkedDate(date).getUTCMilliseconds() * 1000],
]);

define("strftime", "format", (_, date: Date, format: unknown) => strftime(date, textArgument(format)));
define("weekday", "", (_, date: Date) => weekday(checkedDate(date)));
define("isoweekday", "", (_, date: Date) => weekday(checkedDate(date)) + 1);
define("isocalendar", "", (_, date: Date) => {
  const { year, week } = isoWeek(checkedDate(date));
  return new Tuple(year, week, weekday(date) + 1);
});
define("ctime", "", (_, date: Date) => strftime(date, "%a %b %e %H:%M:%S ") + isoText(date).slice(0, 4));
define("timestamp", "", (_, date: Date) => float(checkedDate(date).getTime() / 1000));
define("toordinal", "", (_, date: Date) => {
  return Math.floor((checkedDate(date).getTime() - FIRST_DAY) / DAY_MILLISECONDS) + 1;
});
define("date", "", (_, date: Date) => CalendarDate.of(checkedDate(date)));
define("tzname", "", () => "UTC");
define("isoformat", "sep? timespec?", (_, date: Date, sep?: unknown, timespec?: unknown) => {
  return isoformat(
    date,
    sep === undefined ? "T" : textArgument(sep),
    timespec === undefined ? "auto" : textArgument(timespec),
  );
});
define(
  "replace",
  "year? month? day? hour? minute? second? microsecond?",
  (_, date: Date, ...parts: readonly unknown[]) => replaced(checkedDate(date), parts),
);

const DAY_MILLISECONDS = 86_400_000;

/** The first day of the year 1, from which Python counts. */
const FIRST_DAY = Date.parse("0001-01-01");

function isoText(date: Date): string {
  return checkedDate(date).toISOString();
}

/** How much of `2024-03-05T04:05:06.007` each `timespec` shows. */
const SHOWN: ReadonlyMap<string, number> = new Map([
  ["hours", 13],
  ["minutes", 16],
  ["seconds", 19],
  ["milliseconds", 23],
  ["microseconds", 26],
]);

function isoformat(date: Date, separator: string, timespec: string): string {
  if (Array.from(separator).length !== 1) {
    throw new OperandTypeError(`isoformat() argument 1 must be one character, not ${separator.length}`);
  }
  const hasFraction = checkedDate(date).getUTCMilliseconds() !== 0;
  const length = SHOWN.get(timespec === "auto" ? (hasFraction ? "microseconds" : "seconds") : timespec);
  if (length === undefined) {
    throw new ValueError(
      `Unknown timespec value '${timespec}'; there are auto, ${[...SHOWN.keys()].join(", ")}`,
    );
  }
  const text = isoText(date).replace("Z", "000").slice(0, length);
  return `${text.slice(0, 10)}${separator}${text.slice(11)}+00:00`;
}

type Part = { readonly name: string; readonly least: number; readonly most: number };

const PARTS: readonly Part[] = [
  { name: "year", least: 1, most: 9999 },
  { name: "month", least: 1, most: 12 },
  { name: "day", least: 1, most: 31 },
  { name: "hour", least: 0, most: 23 },
  { name: "minute", least: 0, most: 59 },
  { name: "second", least: 0, most: 59 },
  { name: "microsecond", least: 0, most: 999_999 },
];

function replaced(date: Date, parts: readonly unknown[]): Date {
  const values = PARTS.map(({ name, least, most }, index) => {
    const given = parts[index];
    if (given === undefined) return Number(dateAttributes.get(name)?.(date));
    const value = intArgument(given);
    if (value >= least && value <= most) return value;
    if (name === "year") throw new ValueError(`year ${value} is out of range`);
    if (name === "day") throw new ValueError("day is out of range for month");
    throw new ValueError(`${name} must be in ${least}..${most}`);
  });
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0] = values;
  const result = new Date(0);
  result.setUTCFullYear(year, month - 1, day);
  if (result.getUTCDate() !== day) throw new ValueError("day is out of range for month");
  result.setUTCHours(hour, minute, second, Math.floor(microsecond / 1000));
  return result;
}
