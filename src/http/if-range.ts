/** `IfRange`: what a whole must still be for a part of it to be sent (RFC 9110, section 13.1.5). */
import { httpDate, parseDate } from "./dates.ts";
import { quoteEtag, unquoteEtag } from "./etags.ts";

/** The value of an If-Range header: an ETag, a date, or nothing. After Werkzeug's class. */
export class IfRange {
  /** The tag, without quotes. */
  readonly etag: string | undefined;
  /** Whether the tag came as a weak one, which never equals another here: the comparison is a strong one. */
  readonly isWeak: boolean;
  /** The moment, if the header holds a date. */
  readonly date: Date | undefined;

  /** @param fields - The tag or the date. */
  constructor(
    fields: {
      readonly etag?: string | undefined;
      readonly isWeak?: boolean | undefined;
      readonly date?: Date | undefined;
    } = {},
  ) {
    this.etag = fields.etag;
    this.isWeak = fields.isWeak ?? false;
    this.date = fields.date;
  }

  /** The tag or the date as a header has it; "" if there is neither. @throws TypeError for a tag with a quotation mark */
  toHeader(): string {
    if (this.date !== undefined) return httpDate(this.date);
    return this.etag === undefined ? "" : quoteEtag(this.etag);
  }

  /** The tag or the date, for a log: never an error, whatever a client sent for a tag. */
  toString(): string {
    return this.etag === undefined || this.date !== undefined ? this.toHeader() : `"${this.etag}"`;
  }
}

/** What an If-Range header holds; an empty one if it is missing. Werkzeug's `parse_if_range_header`. */
export function parseIfRangeHeader(value: string | undefined): IfRange {
  const date = parseDate(value);
  if (date !== undefined) return new IfRange({ date });
  const [etag, isWeak] = unquoteEtag(value);
  return new IfRange({ etag, isWeak });
}
