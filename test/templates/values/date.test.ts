/** Dates in templates have what Python's `datetime` has, in UTC. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ValueError } from "../../../src/templates/errors.ts";
import { Environment, ImmutableSandboxedEnvironment } from "../../../src/templates/index.ts";
import { describeWith, flaskPython } from "../../requirements.ts";

const environment = new Environment();
const created = new Date("2024-03-05T04:05:06.007Z");
const render = (source: string, date: Date = created): string =>
  environment.fromString(source).render({ date });

describe("a date in a template", () => {
  test.each([
    ["{{ date.strftime('%Y-%m-%d') }}", "2024-03-05"],
    ["{{ date.strftime('%-d %B %Y, %H:%M') }}", "5 March 2024, 04:05"],
    ["{{ '{:%d.%m.%y}'.format(date) }}", "05.03.24"],
    ["{{ date.year }}/{{ date.month }}/{{ date.day }}", "2024/3/5"],
    ["{{ date.replace(hour=0).hour }}", "0"],
    ["{{ date.isoformat(sep=' ', timespec='minutes') }}", "2024-03-05 04:05+00:00"],
    ["{{ date.weekday() }} {{ date.isocalendar() }}", "1 (2024, 10, 2)"],
    ["{{ date.toISOString() }}", "2024-03-05T04:05:06.007Z"],
    ["{{ date.date() }} {{ [date.date()] }}", "2024-03-05 [datetime.date(2024, 3, 5)]"],
    ["{{ date.date() == date.replace(hour=23).date() }} {{ date.date() < date.date() }}", "True False"],
    ["{{ (date - date.replace(day=1, hour=0)).days }} {{ date - date.replace(day=6) }}", "4 -1 day, 0:00:00"],
    [
      "{{ 'now' if date - date else 'never' }} {{ date - (date - date.replace(day=1)) == date.replace(day=1) }}",
      "never True",
    ],
    ["{% for day, all in [date, date]|groupby('day') %}{{ day }}: {{ all|length }}{% endfor %}", "5: 2"],
    [
      "{{ [date, date.replace(hour=9)]|map('string')|unique|list|length }} {{ {date.date(): 1}[date.date()] }}",
      "2 1",
    ],
    ["{{ date['year'] }} {{ date.nothing is undefined }}", "2024 True"],
  ])("%s is %s", (source, text) => expect(render(source)).toBe(text));

  test("that Python could not have is an error that says so", () => {
    expect(() => render("{{ date.year }}", new Date(Number.NaN))).toThrow("the Date is invalid");
    expect(() => render("{{ date.strftime('%Y') }}", new Date(8.64e15))).toThrow(
      "year 275760 is out of range",
    );
  });

  test.each([
    ["date.replace(day=31, month=2)", "day is out of range for month"],
    ["date.replace(hour=24)", "hour must be in 0..23"],
    ["date.isoformat(timespec='days')", "Unknown timespec value 'days'"],
    ["date.strftime('%99999d')", "at most 1000"],
  ])("%s: %s", (expression, message) => {
    expect(() => render(`{{ ${expression} }}`)).toThrow(ValueError);
    expect(() => render(`{{ ${expression} }}`)).toThrow(message);
  });

  test("can't be changed by a template of the immutable sandbox", () => {
    const sandbox = new ImmutableSandboxedEnvironment();
    expect(() => sandbox.fromString("{{ date.setFullYear(1) }}").render({ date: created })).toThrow("unsafe");
    expect(sandbox.fromString("{{ date.strftime('%Y') }}").render({ date: created })).toBe("2024");
  });
});

const SCRIPT = `
import json, sys, os, time, datetime
os.environ["TZ"] = "UTC"; time.tzset()
answers = []
e = datetime.datetime(2024, 3, 5, 4, 5, 6, 7000, tzinfo=datetime.timezone.utc)
for milliseconds, format in json.load(sys.stdin):
    d = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=milliseconds)
    answers.append([d.strftime(format), f"{d:%c}", d.isoformat(), str(d), d.weekday(), d.isoweekday(), tuple(d.isocalendar()),
        str(d.date()), repr(d.date()), d.date().strftime("%d %A %z"), d.date().weekday(), str(d - e), repr(d - e), (d - e).days, (d - e).seconds,
        (d - e).microseconds, (d - e).total_seconds(), str(d.date() - e.date()), d.date() < e.date(), d - e < e - d, str(e + (d - e)),
        str(e.date() + (d - e)), str((d - e) - (e - d)), d.ctime(), d.timestamp(), d.toordinal(), d.tzname(), d.year, d.month, d.day, d.hour, d.minute, d.second, d.microsecond])
json.dump(answers, sys.stdout)
`;

const OURS =
  "{{ [date.strftime(format), '{:%c}'.format(date), date.isoformat(), date|string, date.weekday(), date.isoweekday(), date.isocalendar(), " +
  "date.date()|string, '%r'|format(date.date()), date.date().strftime('%d %A %z'), date.date().weekday(), (date - e)|string, '%r'|format(date - e), (date - e).days, (date - e).seconds, " +
  "(date - e).microseconds, (date - e).total_seconds(), (date.date() - e.date())|string, date.date() < e.date(), date - e < e - date, (e + (date - e))|string, " +
  "(e.date() + (date - e))|string, ((date - e) - (e - date))|string, " +
  "date.ctime(), date.timestamp(), date.toordinal(), date.tzname(), date.year, date.month, date.day, date.hour, date.minute, date.second, date.microsecond]|tojson }}";

const directive = fc
  .tuple(
    fc.constantFrom("", "", "-", "_", "0", "^", "#", "0^", "_-"),
    fc.constantFrom("", "", "", "3", "12"),
    fc.constantFrom("", "", "", "", "E", "O"),
    fc.constantFrom(..."aAbBcCdDeFGgHhIjklMmnpPrRSstTUuVWwXxYyQiJ"),
  )
  .map((parts) => `%${parts.join("")}`)
  // What of a directive that does not exist is put in capitals is a whim of glibc.
  .filter((text) => !/#[0-9]*[EO]/.test(text));
const format = fc
  .array(fc.oneof(directive, fc.constantFrom("%f", "%z", "%Z", "%%", "-", " ", "é")), { maxLength: 6 })
  .map((parts) => parts.join(""));
const moment = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.getTime());

describeWith(flaskPython, "dates", (python) => {
  test("are what CPython makes of the same moment", () => {
    const cases = fc.sample(fc.tuple(moment, format), { numRuns: 3000, seed: 20_240_305 });
    const answers = JSON.parse(
      execFileSync(python, ["-c", SCRIPT], {
        input: JSON.stringify(cases),
        maxBuffer: 1 << 26,
        encoding: "utf8",
      }),
    ) as unknown[];
    const template = environment.fromString(OURS);
    for (const [index, [milliseconds, text]] of cases.entries()) {
      const ours = JSON.parse(
        template.render({ date: new Date(milliseconds), e: created, format: text }),
      ) as unknown;
      expect({ text, ours }, `${milliseconds} ${text}`).toEqual({ text, ours: answers[index] });
    }
  }, 60_000);
});
