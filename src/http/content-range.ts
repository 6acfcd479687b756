/** `ContentRange`: which part of a whole a body is (RFC 9110, section 14.4). */
import { stripSpace } from "../python/index.ts";
import { exactInteger } from "./integers.ts";

/** What a header holds, and where a change of it goes. */
export interface ContentRangeFields {
  /** What is counted, such as `bytes`; `undefined` if there is no range. */
  readonly units?: string | undefined;
  /** The first unit, counted from 0; `undefined` for a range that can't be satisfied. */
  readonly start?: number | undefined;
  /** The unit after the last one. */
  readonly stop?: number | undefined;
  /** How many units the whole has; `undefined` if nobody knows. */
  readonly length?: number | undefined;
}

/** The value of a Content-Range header. After Werkzeug's class. */
export class ContentRange implements ContentRangeFields {
  #fields: ContentRangeFields;
  readonly #onUpdate: ((range: ContentRange) => void) | undefined;

  /**
   * @param fields - What the header holds.
   * @param onUpdate - Called after each change, to write it into the headers.
   * @throws RangeError if the numbers are no range.
   */
  constructor(fields: ContentRangeFields = {}, onUpdate?: ((range: ContentRange) => void) | undefined) {
    checkRange(fields);
    this.#fields = fields;
    this.#onUpdate = onUpdate;
  }

  get units(): string | undefined {
    return this.#fields.units;
  }

  get start(): number | undefined {
    return this.#fields.start;
  }

  get stop(): number | undefined {
    return this.#fields.stop;
  }

  get length(): number | undefined {
    return this.#fields.length;
  }

  /**
   * Changes the range.
   *
   * @param start - The first unit, counted from 0; `undefined` with `stop` for one that can't be satisfied.
   * @param stop - The unit after the last one.
   * @param length - How many units the whole has, if that is known.
   * @param units - What is counted.
   * @throws RangeError if the numbers are no range.
   */
  set(
    start: number | undefined,
    stop: number | undefined,
    length?: number | undefined,
    units = "bytes",
  ): void {
    const fields = { units, start, stop, length };
    checkRange(fields);
    this.#fields = fields;
    this.#onUpdate?.(this);
  }

  /** Removes the range, and so the header. */
  unset(): void {
    this.#fields = {};
    this.#onUpdate?.(this);
  }

  /** The range as the header has it; "" if there is none. */
  toHeader(): string {
    const { units, start, stop, length } = this.#fields;
    if (units === undefined) return "";
    const whole = length ?? "*";
    return start === undefined || stop === undefined
      ? `${units} */${whole}`
      : `${units} ${start}-${stop - 1}/${whole}`;
  }

  /** The same as {@link ContentRange.toHeader}. */
  toString(): string {
    return this.toHeader();
  }
}

/**
 * What a Content-Range header says, or `undefined` if it is missing or says no range. Werkzeug's
 * `parse_content_range_header`.
 *
 * @param value - The header's value, or `undefined` if there is none.
 * @param onUpdate - Called when what is returned is changed.
 */
export function parseContentRangeHeader(
  value: string | undefined,
  onUpdate?: ((range: ContentRange) => void) | undefined,
): ContentRange | undefined {
  const text = stripSpace(value ?? "");
  const space = text.search(/\s/);
  if (space === -1) return undefined;
  const units = text.slice(0, space);
  const [range, whole] = halves(stripSpace(text.slice(space)), "/");
  if (whole === undefined) return undefined;
  const length = whole === "*" ? undefined : exactInteger(whole);
  if (length === undefined && whole !== "*") return undefined;
  if (range === "*") {
    return isByteRangeValid(undefined, undefined, length)
      ? new ContentRange({ units, length }, onUpdate)
      : undefined;
  }
  const [first, last = ""] = halves(range, "-");
  const start = exactInteger(first);
  const end = exactInteger(last);
  if (start === undefined || end === undefined || !isByteRangeValid(start, end + 1, length)) return undefined;
  return new ContentRange({ units, start, stop: end + 1, length }, onUpdate);
}

/**
 * Whether the numbers are a range: `stop` is not part of it, and none of them may be known. Werkzeug's
 * `is_byte_range_valid`.
 */
export function isByteRangeValid(
  start: number | undefined,
  stop: number | undefined,
  length: number | undefined,
): boolean {
  if (start === undefined || stop === undefined) {
    return start === stop && (length === undefined || length >= 0);
  }
  return start >= 0 && start < stop && (length === undefined || start < length);
}

function checkRange({ units, start, stop, length }: ContentRangeFields): void {
  if (units === undefined || isByteRangeValid(start, stop, length)) return;
  throw new RangeError(
    `From ${start} up to ${stop} of ${length ?? "an unknown number of"} ${units} is no range; the start must lie ` +
      "below the stop and the length.",
  );
}

function halves(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + separator.length)];
}
