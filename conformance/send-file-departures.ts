/**
 * Where files are sent otherwise than Flask sends them, on purpose: RFC 9110 in the place of what item 21 lists.
 * What is expected is put together of the answers to simpler requests.
 */
import type { Case, Departure, Fields } from "./area.ts";
import { outcomeOf } from "./conditional-requests.ts";
import type { RecordedResponse } from "./responses.ts";

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

function withHeader(testCase: Case, ...header: readonly [string, string] | []): Case {
  return { ...testCase, in: { ...testCase.in, headers: header.length === 0 ? [] : [header] } };
}

async function expectedAnswer(testCase: Case, run: Run): Promise<Fields> {
  const plain = await run(withHeader(testCase));
  const response = plain.ok as RecordedResponse;
  const field = (name: string) => response.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const lastModified = field("last-modified");
  const outcome = outcomeOf((name) => headerOf(testCase, name), {
    etag: field("etag"),
    lastModified,
    length: Number(field("content-length")),
  });
  if (outcome === "whole") return plain;
  if (outcome === "failed") return { ok: { ...response, status: "412 PRECONDITION FAILED" } };
  if (outcome !== "unmodified") return run(withHeader(testCase, "Range", outcome.part));
  return run(withHeader(testCase, "If-Modified-Since", `${lastModified}`));
}
