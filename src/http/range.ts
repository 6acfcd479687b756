/** `Range`: the parts of a whole that a request asks for (RFC 9110, section 14.2). */
import { stripSpace } from "../python/index.ts";
import { ContentRange, isByteRangeValid } from "./content-range.ts";
import { exactInteger } from "./integers.ts";

/**
 * One part: its first unit and the unit after its last one. Without `stop` it goes to the end; a negative
 * `start` counts from there.
 */
export type RangePart = readonly [start: number, stop: number | undefined];

/** The value of a Range header. After Werkzeug's class. */
export class Range {
  /** What is counted, in lower case: `bytes` as a rule. */
  readonly units: string;
  /** The parts, in order. */
  readonly ranges: readonly RangePart[];

  /**
   * @param units - What is counted.
   * @param ranges - The parts.
   * @throws RangeError if one of them is none.
   */
  constructor(units: string, ranges: readonly RangePart[]) {
    for (const [start, stop] of ranges) {
      if (stop === undefined || (start >= 0 && start < stop)) continue;
      throw new RangeError(`From ${start} up to ${stop} is no range; the start must lie below the stop.`);
    }
    this.units = units;
    this.ranges = ranges;
  }

  /**
   * The one part that is asked for, of a whole of this length: `[start, stop]`, cut to the length.
   * `undefined` if several are asked for (which is answered with 416, as Werkzeug does), other units, or none that
   * the whole has. A suffix that is longer
   * than the whole is the whole (RFC 9110, section 14.1.2; Werkzeug refuses it).
   *
   * @param length - How many bytes the whole has; `undefined` if nobody knows.
   */
  rangeForLength(length: number | undefined): [start: number, stop: number] | undefined {
    const [part, another] = this.ranges;
    if (this.units !== "bytes" || length === undefined || part === undefined || another !== undefined) {
      return undefined;
    }
    const [start, stop = length] = part;
    const first = start < 0 ? Math.max(start + length, 0) : start;
    return isByteRangeValid(first, stop, length) ? [first, Math.min(stop, length)] : undefined;
  }

  /** The Content-Range of the answer, for a whole of this length; `undefined` as {@link rangeForLength}. */
  makeContentRange(length: number | undefined): ContentRange | undefined {
    const range = this.rangeForLength(length);
    if (range === undefined) return undefined;
    return new ContentRange({ units: this.units, start: range[0], stop: range[1], length });
  }

  /** The value of the answer's Content-Range header. */
  toContentRangeHeader(length: number | undefined): string | undefined {
    return this.makeContentRange(length)?.toHeader();
  }

  /** The parts as the header lists them. */
  toHeader(): string {
    const parts = this.ranges.map(([start, stop]) => {
      if (stop !== undefined) return `${start}-${stop - 1}`;
      return start < 0 ? `${start}` : `${start}-`;
    });
    return `${this.units}=${parts.join(",")}`;
  }

  /** The same as {@link Range.toHeader}. */
  toString(): string {
    return this.toHeader();
  }
}

/**
 * What a Range header asks for, or `undefined` if it is missing or broken; parts that overlap or go backwards
 * make it broken. Werkzeug's `parse_range_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseRangeHeader(value: string | undefined): Range | undefined {
  const equals = value?.indexOf("=") ?? -1;
  if (value === undefined || equals === -1) return undefined;
  const parts: RangePart[] = [];
  // Where the part before ended; nothing may follow one that goes to the end.
  let reached: number | undefined = 0;
  for (const item of value.slice(equals + 1).split(",")) {
    const part = readPart(stripSpace(item));
    if (part === undefined || reached === undefined) return undefined;
    const [start, stop] = part;
    if (start >= 0 && !isSuffix(item) && start < reached) return undefined;
    parts.push(part);
    reached = stop;
  }
  return new Range(stripSpace(value.slice(0, equals)).toLowerCase(), parts);
}

function readPart(item: string): RangePart | undefined {
  if (isSuffix(item)) {
    const start = exactInteger(item);
    // -0 asks for the last 0 units; Werkzeug takes it for 0.
    return start === undefined ? undefined : [start === 0 ? 0 : start, undefined];
  }
  const dash = item.indexOf("-");
  const start = dash === -1 ? undefined : exactInteger(item.slice(0, dash));
  if (start === undefined) return undefined;
  const last = stripSpace(item.slice(dash + 1));
  if (last === "") return [start, undefined];
  const end = exactInteger(last);
  return end === undefined || end < start ? undefined : [start, end + 1];
}

function isSuffix(item: string): boolean {
  return stripSpace(item).startsWith("-");
}
