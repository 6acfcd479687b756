/**
 * Where files are sent otherwise than Flask sends them, on purpose: RFC 9110 in the place of what item 21 lists.
 * What is expected is worked out here once more, and put together of answers to simpler requests.
 */
import type { Case, Departure, Fields } from "./area.ts";
import type { RecordedResponse } from "./error-page.ts";

/** Runs a case. */
export type Run = (testCase: Case) => Promise<Fields>;

/** The departures of an area that runs its cases with this function. */
export function conditionalDepartures(run: Run): readonly Departure[] {
  const expected = (testCase: Case): Promise<Fields> => expectedAnswer(testCase, run);
  return [
    {
      cites: "section 14, item 21: If-Match: * is met by any version, and If-Unmodified-Since is heeded",
      applies: (testCase) =>
        headerOf(testCase, "If-Match") === "*" || headerOf(testCase, "If-Unmodified-Since") !== undefined,
      expected,
    },
    {
      cites: "section 14, item 21: conditions come before Range, which is passed over if it counts no bytes",
      applies: (testCase) => headerOf(testCase, "Range") !== undefined,
      expected,
    },
    {
      cites: "section 14, item 21: If-None-Match is evaluated after If-Match, not overruled by it",
      applies: (testCase) =>
        headerOf(testCase, "If-Match") !== undefined && headerOf(testCase, "If-None-Match") !== undefined,
      expected,
    },
  ];
}

function headerOf(testCase: Case, name: string): string | undefined {
  return ((testCase.in.headers ?? []) as [string, string][]).find(([key]) => key === name)?.[1];
}

function withHeaders(testCase: Case, headers: readonly (readonly [string, string])[]): Case {
  return { ...testCase, in: { ...testCase.in, headers } };
}

async function expectedAnswer(testCase: Case, run: Run): Promise<Fields> {
  const plain = await run(withHeaders(testCase, []));
  const response = plain.ok as RecordedResponse;
  const field = (name: string) => response.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const tag = field("etag")?.replace(/^"|"$/g, "");
  const modified = field("last-modified");
  const header = (name: string) => headerOf(testCase, name) ?? "";

  const ifMatch = tagsIn(header("If-Match"));
  const failsMatch =
    ifMatch.length > 0 && tag !== undefined && !ifMatch.includes("*") && !ifMatch.includes(tag);
  const failsDate = ifMatch.length === 0 && isBefore(header("If-Unmodified-Since"), modified);
  if (failsMatch || failsDate) return { ok: { ...response, status: "412 PRECONDITION FAILED" } };

  const ifNoneMatch = tagsIn(header("If-None-Match").replaceAll("W/", ""));
  const isKnown =
    ifNoneMatch.length > 0 && tag !== undefined
      ? ifNoneMatch.includes("*") || ifNoneMatch.includes(tag)
      : isNotBefore(header("If-Modified-Since"), modified);
  if (isKnown) {
    return run(withHeaders(testCase, [modified ? ["If-Modified-Since", modified] : ["If-None-Match", "*"]]));
  }

  const length = Number(field("content-length"));
  const part = /^\s*bytes\s*=\s*-([0-9]+)$/i.exec(header("Range"));
  const range = part !== null && Number(part[1]) > length ? "bytes=0-" : header("Range");
  const isBytes = /^\s*bytes\s*=(?:\s*(?:[0-9]+-[0-9]*|-[0-9]+)\s*,?)+$/i.test(range);
  const ifRange = headerOf(testCase, "If-Range");
  const allowsPart =
    ifRange === undefined || ifRange === `"${tag}"` || ifRange === tag || isNotBefore(ifRange, modified);
  return isBytes && allowsPart ? run(withHeaders(testCase, [["Range", range]])) : plain;
}

/** The tags that can be compared strongly; the recorded ones hold no commas. */
function tagsIn(header: string): string[] {
  const tags = header.split(",").map((tag) => tag.trim());
  return tags.filter((tag) => tag !== "").map((tag) => (/^".*"$/.test(tag) ? tag.slice(1, -1) : tag));
}

function isBefore(date: string, other: string | undefined): boolean {
  return Date.parse(date) < Date.parse(`${other}`);
}

function isNotBefore(date: string, other: string | undefined): boolean {
  return Date.parse(date) >= Date.parse(`${other}`);
}
