/** Conditional requests (RFC 9110, section 13): whether the client needs the answer, and which part of it. */
import { httpDate, parseDate } from "./dates.ts";
import { type ETags, generateEtag, parseEtags, quoteEtag, unquoteEtag } from "./etags.ts";
import { parseIfRangeHeader } from "./if-range.ts";
import { parseRangeHeader } from "./range.ts";

/** What a request says under which conditions it is to be answered. A `Request` is one. */
export interface ConditionalRequest {
  readonly method: string;
  readonly headers: {
    /** The value of a header, or `undefined` if there is none. */
    get(name: string): string | undefined;
  };
  /** The error that answers a Range header which can't be satisfied: a 416. */
  rangeNotSatisfiable(length: number): Error;
}

/** By what a client knows a version of a resource again, and how long it is. */
export interface ResourceVersion {
  /** The value of the ETag header. */
  readonly etag?: string | undefined;
  /** The value of the Last-Modified header. */
  readonly lastModified?: string | undefined;
  /** How many bytes it has, if parts of it can be sent. */
  readonly length?: number | undefined;
}

/**
 * What becomes of an answer: it is sent `whole`; the client has it already (`unmodified`, 304); the request was
 * meant for another version (`failed`, 412); a `[start, stop]` of it is sent (206); or there is no such part
 * (`unsatisfiable`, 416).
 */
export type ConditionalOutcome =
  | "whole"
  | "unmodified"
  | "failed"
  | "unsatisfiable"
  | readonly [start: number, stop: number];

/**
 * Evaluates the conditions of a GET or HEAD request in the order of RFC 9110, section 13.2.2: If-Match or
 * If-Unmodified-Since, If-None-Match or If-Modified-Since, then Range with If-Range.
 *
 * @param headers - The headers of the request.
 * @param version - The version that would be sent.
 */
export function evaluateConditions(
  headers: ConditionalRequest["headers"],
  version: ResourceVersion,
): ConditionalOutcome {
  const [tag, isWeak = false] = unquoteEtag(version.etag);
  const { lastModified } = version;
  if (!isExpectedVersion(headers, tag, isWeak, lastModified)) return "failed";
  if (isKnownVersion(headers, tag, lastModified)) return "unmodified";
  const range = headers.get("Range");
  if (range === undefined || !version.length) return "whole";
  if (!allowsPart(headers.get("If-Range"), tag, isWeak, lastModified)) return "whole";
  return partOf(range, version.length);
}

/** What is known of the version that {@link isResourceModified} compares with. */
export interface ResourceOptions {
  /** The value of the ETag header. */
  readonly etag?: string | undefined;
  /** The body, to make an ETag of; give it or `etag`. */
  readonly data?: Uint8Array | string | undefined;
  /** When it was changed last. */
  readonly lastModified?: Date | string | undefined;
  /** Whether If-Range is passed over, as it is unless this is `false`; else it decides where there is a Range. */
  readonly ignoreIfRange?: boolean | undefined;
}

/**
 * Whether a client needs the answer: it does not have this version, and has not asked for another one alone.
 * Werkzeug's `is_resource_modified`, with the conditions in the order of RFC 9110; always `false` for other
 * methods than GET and HEAD.
 *
 * @param request - The request.
 * @param options - What is known of the version.
 * @throws TypeError if both `etag` and `data` are given.
 */
export function isResourceModified(
  request: Pick<ConditionalRequest, "method" | "headers">,
  options: ResourceOptions = {},
): boolean {
  const { data, ignoreIfRange = true } = options;
  const { method, headers } = request;
  if (method !== "GET" && method !== "HEAD") return false;
  if (data !== undefined && options.etag !== undefined) {
    throw new TypeError("isResourceModified takes the ETag or the data that it is made of, not both.");
  }
  const etag = data === undefined ? options.etag : quoteEtag(generateEtag(data));
  const lastModified =
    options.lastModified instanceof Date ? httpDate(options.lastModified) : options.lastModified;
  const ifRange = headers.get("If-Range");
  if (!ignoreIfRange && ifRange !== undefined && headers.get("Range") !== undefined) {
    const [tag, isWeak = false] = unquoteEtag(etag);
    return !allowsPart(ifRange, tag, isWeak, lastModified);
  }
  return evaluateConditions(headers, { etag, lastModified }) === "whole";
}

/** Steps 1 and 2: whether the version is one that the request is meant for. */
function isExpectedVersion(
  headers: ConditionalRequest["headers"],
  tag: string | undefined,
  isWeak: boolean,
  lastModified: string | undefined,
): boolean {
  const ifMatch = tagsIn(headers.get("If-Match"));
  if (ifMatch !== undefined) {
    if (ifMatch.starTag) return true;
    return tag === undefined || (!isWeak && ifMatch.isStrong(tag));
  }
  return isUnmodifiedSince(headers.get("If-Unmodified-Since"), lastModified) ?? true;
}

/** Steps 3 and 4: whether the client has the version. */
function isKnownVersion(
  headers: ConditionalRequest["headers"],
  tag: string | undefined,
  lastModified: string | undefined,
): boolean {
  const ifNoneMatch = tagsIn(headers.get("If-None-Match"));
  if (ifNoneMatch !== undefined && tag !== undefined) return ifNoneMatch.containsWeak(tag);
  return isUnmodifiedSince(headers.get("If-Modified-Since"), lastModified) ?? false;
}

/** Step 5: whether what the client has parts of is still this version; weak tags never say so. */
function allowsPart(
  header: string | undefined,
  tag: string | undefined,
  isWeak: boolean,
  lastModified: string | undefined,
): boolean {
  if (header === undefined) return true;
  const ifRange = parseIfRangeHeader(header);
  if (ifRange.date !== undefined) {
    const modified = secondsOf(lastModified);
    return modified !== undefined && modified <= Math.floor(ifRange.date.getTime() / 1000);
  }
  return ifRange.etag !== undefined && ifRange.etag === tag && !isWeak && !ifRange.isWeak;
}

/** What is no range of bytes at all is passed over; one that leads nowhere is refused. */
function partOf(header: string, length: number): ConditionalOutcome {
  if (!isByteRange(header)) return "whole";
  return parseRangeHeader(header)?.rangeForLength(length) ?? "unsatisfiable";
}

const BYTES = /^[ \t]*bytes[ \t]*$/i;
const BYTE_RANGE = /^[ \t]*(?:[0-9]+[ \t]*-[ \t]*[0-9]*|-[ \t]*[0-9]+)[ \t]*$/;

/** Whether a Range header has the form of one that counts bytes (RFC 9110, sections 14.1.1 and 14.1.2). */
function isByteRange(header: string): boolean {
  const equals = header.indexOf("=");
  if (equals === -1 || !BYTES.test(header.slice(0, equals))) return false;
  return header
    .slice(equals + 1)
    .split(",")
    .every((part) => BYTE_RANGE.test(part));
}

/** The tags of a header; `undefined` if it is missing or lists none. */
function tagsIn(header: string | undefined): ETags | undefined {
  const tags = parseEtags(header);
  return tags.isEmpty ? undefined : tags;
}

/** Whether the version is no newer than the date of a condition; `undefined` if one of them is no date. */
function isUnmodifiedSince(
  condition: string | undefined,
  lastModified: string | undefined,
): boolean | undefined {
  // Most requests have no such condition, and to read a date takes longer than all else here.
  const since = secondsOf(condition);
  const modified = since === undefined ? undefined : secondsOf(lastModified);
  return since === undefined || modified === undefined ? undefined : modified <= since;
}

/** Headers know no fractions of a second. */
function secondsOf(date: string | undefined): number | undefined {
  const milliseconds = parseDate(date)?.getTime();
  return milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
}
