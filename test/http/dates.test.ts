import fc from "fast-check";
import { httpDate, parseDate } from "flagon/http";
import { describe, expect, test } from "vitest";

const iso = (text: string): string | undefined => parseDate(text)?.toISOString();

describe("httpDate", () => {
  test("writes a Date, and seconds since 1970", () => {
    expect(httpDate(new Date("2024-02-29T12:34:56.789Z"))).toBe("Thu, 29 Feb 2024 12:34:56 GMT");
    expect(httpDate(0.9)).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
    expect(httpDate(-1)).toBe("Wed, 31 Dec 1969 23:59:59 GMT");
  });

  test("writes the years 1 to 9999 and no others", () => {
    expect(httpDate(new Date("0001-01-01T00:00:00Z"))).toBe("Mon, 01 Jan 0001 00:00:00 GMT");
    expect(httpDate(new Date("9999-12-31T23:59:59Z"))).toBe("Fri, 31 Dec 9999 23:59:59 GMT");
    expect(() => httpDate(253_402_300_800)).toThrow(RangeError);
    expect(() => httpDate(new Date("0000-12-31T00:00:00Z"))).toThrow(/0000-12-31/);
    expect(() => httpDate(new Date(Number.NaN))).toThrow(/invalid Date/i);
    expect(() => httpDate(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

test("httpDate refuses what is no moment", () => {
  for (const date of ["yesterday", undefined, null, {}]) {
    expect(() => httpDate(date as never)).toThrow(/must be a Date, or seconds since 1970, not/);
  }
});

describe("parseDate", () => {
  test("reads the three forms of RFC 9110", () => {
    expect(iso("Tue, 05 Mar 2019 07:08:09 GMT")).toBe("2019-03-05T07:08:09.000Z");
    expect(iso("Tuesday, 05-Mar-19 07:08:09 GMT")).toBe("2019-03-05T07:08:09.000Z");
    expect(iso("Tue Mar  5 07:08:09 2019")).toBe("2019-03-05T07:08:09.000Z");
  });

  test("reads zones by name and number; none, or one unknown, is UTC", () => {
    expect(iso("Tue, 05 Mar 2019 07:08:09 EST")).toBe("2019-03-05T12:08:09.000Z");
    expect(iso("Tue, 05 Mar 2019 07:08:09 +0130")).toBe("2019-03-05T05:38:09.000Z");
    expect(iso("Tue, 05 Mar 2019 07:08:09-0130")).toBe("2019-03-05T08:38:09.000Z");
    expect(iso("Tue, 05 Mar 2019 07:08:09")).toBe("2019-03-05T07:08:09.000Z");
    expect(iso("Tue, 05 Mar 2019 07:08:09 XYZ")).toBe("2019-03-05T07:08:09.000Z");
  });

  test("puts two-digit years into 1969 to 2068", () => {
    expect(iso("5 Mar 69 00:00:00 GMT")).toBe("1969-03-05T00:00:00.000Z");
    expect(iso("5 Mar 68 00:00:00 GMT")).toBe("2068-03-05T00:00:00.000Z");
  });

  test("reads whole month names, swapped parts and times without seconds", () => {
    expect(iso("March 5 2019 07:08")).toBe("2019-03-05T07:08:00.000Z");
    expect(iso("5 March 07:08:09 2019")).toBe("2019-03-05T07:08:09.000Z");
    expect(iso("5 Mar 2019 07.08.09")).toBe("2019-03-05T07:08:09.000Z");
  });

  test("finds no date where there is none", () => {
    for (const text of [
      "",
      " ",
      "tea",
      "2019-03-05",
      "5 Mar",
      "Tue, 31 Feb 2019 07:08:09 GMT",
      "Tue, 05 Mar 2019 24:00:00 GMT",
      "Tue, 05 Mar 2019 07:60:00 GMT",
      "Tue, 05 Mar 2019 07:08:60 GMT",
      "Tue, 05 Mar 10000 07:08:09 GMT",
      "Tue, 05 Mar 2019 07:08:09 +2400",
      "Tue, 05 Mai 2019 07:08:09 GMT",
      "1 2 3 4 5",
      ", , , , ,",
    ]) {
      expect(parseDate(text), text).toBeUndefined();
    }
    expect(parseDate(undefined)).toBeUndefined();
  });

  test("reads what httpDate writes", () => {
    const date = fc.date({
      min: new Date("0100-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (moment) => {
        const seconds = Math.floor(moment.getTime() / 1000);
        expect(parseDate(httpDate(moment))?.getTime()).toBe(seconds * 1000);
      }),
    );
  });

  test("never throws", () => {
    const words = fc.constantFrom(
      "Tue,",
      "05",
      "Mar",
      "2019",
      "07:08:09",
      "GMT",
      "-",
      ",",
      ":",
      "x",
      "٣",
      "9".repeat(400),
    );
    fc.assert(fc.property(fc.array(words), (parts) => void parseDate(parts.join(" "))));
    fc.assert(fc.property(fc.string(), (text) => void parseDate(text)));
  });
});
