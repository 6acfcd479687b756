/** Python's `date` and `timedelta`: the day of a `Date`, and the time between two. */
import { Tuple } from "../../python/index.ts";
import { float } from "./float.ts";
import { isoWeek, strftime, weekday } from "./strftime.ts";

const DAY_MILLISECONDS = 86_400_000;

/** What the two have in common: they are compared by a number. Both are named as in Python. */
abstract class Comparable {
  /** Since 1970 began, or from one moment to another. */
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** Whether two values are days, or two times between moments, which are compared by their milliseconds. */
export function areComparable(a: object, b: object): boolean {
  return a instanceof Comparable && b instanceof Comparable && a.constructor === b.constructor;
}

/** Whether a value is a day or the time between two moments. */
export function isCalendarValue(value: unknown): value is { readonly milliseconds: number } {
  return value instanceof Comparable;
}

/** A day in UTC, as `date.date()` gives it. Its names are those that templates use. */
export class CalendarDate extends Comparable {
  get #date(): Date {
    return new Date(this.milliseconds);
  }

  /** The day that a moment belongs to. */
  static of(date: Date): CalendarDate {
    return new CalendarDate(Math.floor(date.getTime() / DAY_MILLISECONDS) * DAY_MILLISECONDS);
  }

  get year(): number {
    return this.#date.getUTCFullYear();
  }

  get month(): number {
    return this.#date.getUTCMonth() + 1;
  }

  get day(): number {
    return this.#date.getUTCDate();
  }

  strftime(format: string): string {
    return strftime(this.#date, format.replace(/(?<!%)((?:%%)*)%[zZ]/g, "$1"));
  }

  isoformat(): string {
    return this.#date.toISOString().slice(0, 10);
  }

  weekday(): number {
    return weekday(this.#date);
  }

  isoweekday(): number {
    return weekday(this.#date) + 1;
  }

  isocalendar(): Tuple {
    const { year, week } = isoWeek(this.#date);
    return new Tuple(year, week, this.isoweekday());
  }

  override toString(): string {
    return this.isoformat();
  }

  __repr__(): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
}

/** The time from one moment to another, as `a - b` gives it. Its names are those that templates use. */
export class Timedelta extends Comparable {
  /** Rounded down: an hour ago is -1 day and 23 hours. */
  get days(): number {
    return Math.floor(this.milliseconds / DAY_MILLISECONDS);
  }

  get seconds(): number {
    return Math.floor((this.milliseconds - this.days * DAY_MILLISECONDS) / 1000);
  }

  get microseconds(): number {
    return (this.milliseconds - Math.floor(this.milliseconds / 1000) * 1000) * 1000;
  }

  total_seconds(): unknown {
    return float(this.milliseconds / 1000);
  }

  override toString(): string {
    const { days, seconds, microseconds } = this;
    const two = (number: number): string => `${number}`.padStart(2, "0");
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const fraction = microseconds === 0 ? "" : `.${`${microseconds}`.padStart(6, "0")}`;
    return `${days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `}${clock}${fraction}`;
  }

  __repr__(): string {
    const parts = Object.entries({ days: this.days, seconds: this.seconds, microseconds: this.microseconds });
    const shown = parts.filter(([, value]) => value !== 0).map(([name, value]) => `${name}=${value}`);
    return `datetime.timedelta(${shown.join(", ") || "0"})`;
  }
}

Object.defineProperty(CalendarDate, "name", { value: "date" });
Object.defineProperty(Timedelta, "name", { value: "timedelta" });

/** `a - b` of dates; `undefined` where Python has no such difference. */
export function subtractDates(a: unknown, b: unknown): Date | Timedelta | CalendarDate | undefined {
  if (b instanceof Timedelta) return shifted(a, -b.milliseconds, -b.days);
  const isDifference =
    (a instanceof Date && b instanceof Date) || (a instanceof CalendarDate && b instanceof CalendarDate);
  return isDifference ? new Timedelta(millisecondsOf(a) - millisecondsOf(b)) : undefined;
}

/** `a + b` of a date and the time between two others; `undefined` for anything else. */
export function addToDate(a: unknown, b: unknown): Date | Timedelta | CalendarDate | undefined {
  if (b instanceof Timedelta) return shifted(a, b.milliseconds, b.days);
  return a instanceof Timedelta ? shifted(b, a.milliseconds, a.days) : undefined;
}

function shifted(
  value: unknown,
  milliseconds: number,
  days: number,
): Date | Timedelta | CalendarDate | undefined {
  if (value instanceof Date) return new Date(value.getTime() + milliseconds);
  if (value instanceof Timedelta) return new Timedelta(value.milliseconds + milliseconds);
  return value instanceof CalendarDate
    ? new CalendarDate(value.milliseconds + days * DAY_MILLISECONDS)
    : undefined;
}

function millisecondsOf(value: Date | CalendarDate): number {
  return value instanceof Date ? value.getTime() : value.milliseconds;
}
