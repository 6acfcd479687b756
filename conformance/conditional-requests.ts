/**
 * What becomes of a conditional request, worked out once more for the recorded cases that item 21 changes: by
 * RFC 9110, section 13.2.2, and for the headers that were recorded only.
 */
import { parseEtags } from "../src/http/index.ts";

/** A version of a resource, as its headers tell it, and its length. */
export type Version = {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly length: number;
};

/** `part` is the Range header that asks for what is sent. */
export type Outcome = "whole" | "unmodified" | "failed" | { readonly part: string };

/** The headers of a request, by name. */
export type HeaderLookup = (name: string) => string | undefined;

/** What becomes of the request. */
export function outcomeOf(header: HeaderLookup, { etag, lastModified, length }: Version): Outcome {
  const isWeak = etag?.startsWith("W/") === true;
  const tag = etag === undefined ? undefined : bare(etag.replace(/^W\//, ""));

  // How lists of tags are read is the subject of cases of its own.
  const ifMatch = parseEtags(header("If-Match"));
  const isMet = ifMatch.starTag || (!isWeak && tag !== undefined && ifMatch.isStrong(tag));
  if (!ifMatch.isEmpty && tag !== undefined && !isMet) return "failed";
  if (ifMatch.isEmpty && time(header("If-Unmodified-Since")) < time(lastModified)) return "failed";

  const ifNoneMatch = parseEtags(header("If-None-Match"));
  const isKnown =
    !ifNoneMatch.isEmpty && tag !== undefined
      ? ifNoneMatch.containsWeak(tag)
      : time(header("If-Modified-Since")) >= time(lastModified);
  if (isKnown) return "unmodified";

  const range = header("Range") ?? "";
  if (!/^\s*bytes\s*=(?:\s*(?:[0-9]+-[0-9]*|-[0-9]+)\s*(?:,|$))+$/i.test(range)) return "whole";
  const ifRange = header("If-Range");
  const isSame = ifRange === undefined || bare(ifRange) === tag || time(ifRange) >= time(lastModified);
  if (!isSame) return "whole";
  const suffix = Number(/=\s*-([0-9]+)$/.exec(range)?.[1]);
  return { part: suffix > length ? "bytes=0-" : range };
}

function bare(tag: string): string {
  return tag.replace(/^"(.*)"$/, "$1");
}

/** Seconds since 1970; NaN, which compares with nothing, for what is no date. */
function time(date: string | undefined): number {
  return Math.floor(Date.parse(`${date}`) / 1000);
}
