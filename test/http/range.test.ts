import fc from "fast-check";
import {
  ContentRange,
  isByteRangeValid,
  parseContentRangeHeader,
  parseIfRangeHeader,
  parseRangeHeader,
  Range,
} from "flagon/http";
import { describe, expect, test } from "vitest";

describe("parseRangeHeader", () => {
  test("reads parts with and without an end", () => {
    expect(parseRangeHeader("bytes=0-9, 20-")).toMatchObject({
      units: "bytes",
      ranges: [
        [0, 10],
        [20, undefined],
      ],
    });
  });

  test("reads a suffix", () => {
    expect(parseRangeHeader("bytes=-5")?.ranges).toEqual([[-5, undefined]]);
  });

  test("writes back what it read", () => {
    expect(parseRangeHeader(" Items = 1-2 , -3")?.toHeader()).toBe("items=1-2,-3");
  });

  test.each([
    undefined,
    "",
    "bytes",
    "bytes=",
    "bytes=a-b",
    "bytes=5",
    "bytes=5-4",
    "bytes=0x1-5",
    "bytes=--1",
  ])("%j is none", (header) => {
    expect(parseRangeHeader(header)).toBeUndefined();
  });

  test.each(["bytes=0-5,3-9", "bytes=9-,1-2", "bytes=-5,-6"])("%j overlaps or goes backwards", (header) => {
    expect(parseRangeHeader(header)).toBeUndefined();
  });

  test("keeps numbers beyond 2^53 exact enough to be cut to a length", () => {
    const range = parseRangeHeader(`bytes=0-${"9".repeat(400)}`);
    expect(range?.rangeForLength(10)).toEqual([0, 10]);
  });

  test("never throws, and gives ranges within the length", () => {
    const header = fc.string({ unit: fc.constantFrom("bytes=", "0", "9", "-", ",", " ", "x") });
    fc.assert(
      fc.property(header, fc.nat(200), (value, length) => {
        const range = parseRangeHeader(`bytes=${value}`)?.rangeForLength(length);
        if (range === undefined) return;
        expect(range[0]).toBeGreaterThanOrEqual(0);
        expect(range[0]).toBeLessThan(range[1]);
        expect(range[1]).toBeLessThanOrEqual(length);
      }),
    );
  });
});

describe("Range.rangeForLength", () => {
  test("counts a suffix from the end, and takes all if it is longer", () => {
    expect(new Range("bytes", [[-3, undefined]]).rangeForLength(10)).toEqual([7, 10]);
    expect(new Range("bytes", [[-30, undefined]]).rangeForLength(10)).toEqual([0, 10]);
    expect(new Range("bytes", [[-30, undefined]]).rangeForLength(0)).toBeUndefined();
  });

  test("knows only one part, of bytes, of a known length", () => {
    expect(new Range("items", [[0, 1]]).rangeForLength(10)).toBeUndefined();
    expect(new Range("bytes", [[0, 1]]).rangeForLength(undefined)).toBeUndefined();
    expect(parseRangeHeader("bytes=0-1,3-4")?.rangeForLength(10)).toBeUndefined();
    expect(new Range("bytes", [[10, 12]]).rangeForLength(10)).toBeUndefined();
  });

  test("makes the Content-Range of the answer", () => {
    expect(new Range("bytes", [[2, undefined]]).toContentRangeHeader(10)).toBe("bytes 2-9/10");
    expect(new Range("bytes", [[20, undefined]]).toContentRangeHeader(10)).toBeUndefined();
  });

  test("refuses a part that is none", () => {
    expect(() => new Range("bytes", [[5, 5]])).toThrow(RangeError);
  });
});

describe("parseContentRangeHeader", () => {
  test("reads a range, of a length that may be unknown", () => {
    expect(parseContentRangeHeader("bytes 0-9/100")).toMatchObject({ start: 0, stop: 10, length: 100 });
    expect(parseContentRangeHeader("bytes 0-9/*")?.length).toBeUndefined();
    expect(parseContentRangeHeader("bytes */100")?.toHeader()).toBe("bytes */100");
  });

  test.each([
    undefined,
    "bytes",
    "bytes=0-1/2",
    "bytes 5-1/9",
    "bytes 9-10/9",
    "bytes a-b/c",
    "bytes */-1",
  ])("%j is none", (header) => {
    expect(parseContentRangeHeader(header)).toBeUndefined();
  });

  test("never throws, and writes back what it reads", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("bytes ", "1", "-", "/", "*", " ") }), (header) => {
        const range = parseContentRangeHeader(header);
        if (range !== undefined) expect(parseContentRangeHeader(range.toHeader())).toEqual(range);
      }),
    );
  });
});

describe("ContentRange", () => {
  test("tells of each change", () => {
    const written: string[] = [];
    const range = new ContentRange({}, (changed) => written.push(changed.toHeader()));
    range.set(0, 5, 10);
    range.unset();
    expect(written).toEqual(["bytes 0-4/10", ""]);
  });

  test("refuses numbers that are no range", () => {
    expect(() => new ContentRange().set(5, 1)).toThrow(RangeError);
    expect(() => new ContentRange().set(5, 6, 2)).toThrow(RangeError);
    expect(isByteRangeValid(0, undefined, 5)).toBe(false);
  });
});

describe("parseIfRangeHeader", () => {
  test("reads a tag or a date", () => {
    expect(parseIfRangeHeader('"v1"')).toMatchObject({ etag: "v1", isWeak: false });
    expect(parseIfRangeHeader('W/"v1"').isWeak).toBe(true);
    expect(parseIfRangeHeader("Sun, 06 Nov 1994 08:49:37 GMT").date).toEqual(new Date(784_111_777_000));
    expect(parseIfRangeHeader(undefined)).toMatchObject({ etag: undefined, date: undefined });
  });

  test("writes it back", () => {
    expect(parseIfRangeHeader('"v1"').toHeader()).toBe('"v1"');
    expect(parseIfRangeHeader("Sun, 06-Nov-94 08:49:37 GMT").toHeader()).toBe(
      "Sun, 06 Nov 1994 08:49:37 GMT",
    );
    expect(parseIfRangeHeader("").toHeader()).toBe("");
  });
});
