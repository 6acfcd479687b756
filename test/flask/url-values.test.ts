/** What `urlFor` writes for dates and for a whole query, beside the real Flask's `url_for`. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { Flagon, request, urlFor } from "flagon";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

const PROGRAM = `
import json, sys
from datetime import datetime, timedelta, timezone
from flask import Flask, request, url_for
order = json.load(sys.stdin)
app = Flask(__name__)
app.add_url_rule("/", "index", lambda: "")
app.add_url_rule("/days/<day>", "day", lambda day: "")
days = [datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=each) for each in order["dates"]]
urls = []
with app.test_request_context("/"):
    urls.append([[url_for("index", when=day), url_for("day", day=day)] for day in days])
queries = []
for query in order["queries"]:
    with app.test_request_context("/?" + query):
        queries.append([url_for("index", **request.args), url_for("day", **dict(request.args, day=1))])
print(json.dumps(urls + [queries]))
`;

// Both are URLs of one meaning; which characters of a query stay readable changed between versions of Werkzeug.
const meaningOf = (url: string): unknown => {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  return [decodeURIComponent(pathname), [...searchParams]];
};

describeWith(flaskPython, "urlFor beside Flask's url_for", (python) => {
  const ask = (order: { dates: readonly number[]; queries: readonly string[] }): string[][][] =>
    JSON.parse(
      execFileSync(python, ["-c", PROGRAM], { input: JSON.stringify(order), encoding: "utf8" }),
    ) as string[][][];
  const app = new Flagon();
  app.get("/", { endpoint: "index" }, () => "");
  app.get("/days/<day>", { endpoint: "day" }, ({ day }) => day);

  test("writes a Date as a datetime of UTC", async () => {
    const instant = fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    const dates = [Date.UTC(2026, 10, 28, 15), Date.UTC(2026, 10, 28, 15, 0, 0, 120)].concat(
      fc.sample(instant, 200).map((date) => date.getTime()),
    );
    const [theirs] = ask({ dates, queries: [] });
    const ours = await app.testRequestContext("/", () =>
      dates.map((time) => {
        const date = new Date(time);
        return [urlFor("index", { when: date }), urlFor("day", { day: date })];
      }),
    );

    expect(ours[0]?.[1]).toBe("/days/2026-11-28%2015:00:00+00:00");
    expect(ours.map((urls) => urls.map(meaningOf))).toEqual(theirs?.map((urls) => urls.map(meaningOf)));
  });

  test("takes the first value of each name of request.args", async () => {
    const queries = [
      "",
      "a=1&a=2&b=3",
      "q=salt+%26+pepper&q=x",
      "a=&__proto__=1&constructor=2",
      "%C3%BC=%E2%98%83",
    ];
    const [, theirs] = ask({ dates: [], queries });

    for (const [index, query] of queries.entries()) {
      const ours = await app.testRequestContext(`/?${query}`, () => [
        urlFor("index", request.args),
        urlFor("day", { ...request.args.toObject(), day: 1 }),
      ]);
      expect(ours.map(meaningOf), query).toEqual(theirs?.[index]?.map(meaningOf));
    }
  });
});
