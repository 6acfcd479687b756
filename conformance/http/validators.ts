/** ETags, ranges, and the headers that hold them. */
import {
  type ContentRange,
  generateEtag,
  isByteRangeValid,
  parseContentRangeHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  quoteEtag,
  unquoteEtag,
} from "../../src/http/index.ts";
import type { Arguments, Calls } from "./arguments.ts";
import { moment } from "./arguments.ts";

/** How the calls of these functions are run. */
export const validatorCalls: Calls = {
  quote_etag: (args) => quoteEtag(args.text("etag"), { weak: args.flag("weak") }),
  unquote_etag: (args) => unquoteEtag(args.optional("etag")),
  generate_etag: (args) => generateEtag(args.bytes("data")),
  parse_etags: etags,
  parse_range_header: range,
  parse_content_range_header: (args) => contentRange(parseContentRangeHeader(args.optional("value"))),
  parse_if_range_header: ifRange,
  is_byte_range_valid: (args) =>
    isByteRangeValid(args.number("start"), args.number("stop"), args.number("length")),
};

function etags(args: Arguments): unknown {
  const parsed = parseEtags(args.optional("value"));
  const all = [...parsed.asSet({ includeWeak: true })];
  return {
    star: parsed.starTag,
    strong: [...parsed].sort(),
    weak: all.filter((tag) => parsed.isWeak(tag)).sort(),
    bool: !parsed.isEmpty,
    checks: args
      .list("checks")
      .map(String)
      .map((tag) => [
        tag,
        parsed.contains(tag),
        parsed.containsWeak(tag),
        parsed.isStrong(tag),
        parsed.isWeak(tag),
      ]),
  };
}

function range(args: Arguments): unknown {
  const parsed = parseRangeHeader(args.optional("value"));
  if (parsed === undefined) return null;
  return {
    units: parsed.units,
    ranges: parsed.ranges.map(([start, stop]) => [start, stop ?? null]),
    header: parsed.toHeader(),
    for_length: args
      .list("lengths")
      .map(Number)
      .map((length) => [
        length,
        parsed.rangeForLength(length) ?? null,
        parsed.toContentRangeHeader(length) ?? null,
      ]),
  };
}

function contentRange(parsed: ContentRange | undefined): unknown {
  if (parsed === undefined) return null;
  const { units = null, start = null, stop = null, length = null } = parsed;
  return { units, start, stop, length, header: parsed.toHeader() };
}

function ifRange(args: Arguments): unknown {
  const parsed = parseIfRangeHeader(args.optional("value"));
  return { etag: parsed.etag ?? null, date: moment(parsed.date), header: attempt(() => parsed.toHeader()) };
}

function attempt(fn: () => unknown): unknown {
  try {
    return fn();
  } catch {
    return { error: "ValueError" };
  }
}
