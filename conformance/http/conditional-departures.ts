/** Where conditional answers differ from Werkzeug's: RFC 9110 in the place of what item 21 lists. */
import type { Case, Departure, Fields } from "../area.ts";
import { type Outcome, outcomeOf } from "../conditional-requests.ts";
import type { RecordedResponse } from "../responses.ts";

/** Runs a recorded call. */
export type Run = (testCase: Case) => Fields;

/** The departures, for an area that runs its calls with this function. */
export function conditionalDepartures(run: Run): readonly Departure[] {
  return [
    {
      cites: "section 14, item 21: If-Match: * is met by any version, and If-None-Match comes after it",
      applies: ({ in: given }) => given.fn === "is_resource_modified",
      expected: (testCase) => {
        const outcome = outcomeOfCall(testCase, undefined);
        return { ok: outcome !== "unmodified" && outcome !== "failed" };
      },
    },
    {
      cites: "section 14, item 21: conditions come before Range, which is passed over if it counts no bytes",
      applies: ({ in: given }) => given.fn === "make_conditional",
      expected: (testCase) => expectedAnswer(testCase, run),
    },
  ];
}

function argsOf(testCase: Case): Fields {
  return testCase.in.args as Fields;
}

function outcomeOfCall(testCase: Case, response: RecordedResponse | undefined): Outcome {
  const args = argsOf(testCase);
  const headers = (args.request_headers ?? args.headers) as [string, string][];
  const field = (name: string) => response?.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const hasData = args.data !== undefined;
  return outcomeOf((name) => headers.find(([key]) => key === name)?.[1].trim(), {
    // No recorded tag is the hash of the recorded data.
    etag: field("etag") ?? (hasData ? '"hash"' : (args.etag as string | undefined)),
    lastModified: field("last-modified"),
    length: Number(args.complete_length),
  });
}

function expectedAnswer(testCase: Case, run: Run): Fields {
  const ask = (...headers: (readonly [string, string])[]) =>
    run({ ...testCase, in: { ...testCase.in, args: { ...argsOf(testCase), request_headers: headers } } });
  const plain = ask();
  const response = plain.ok as RecordedResponse;
  const lastModified = response.headers.find(([name]) => name.toLowerCase() === "last-modified")?.[1];
  const outcome = outcomeOfCall(testCase, response);
  if (outcome === "whole") return plain;
  if (outcome === "failed") return { ok: { ...response, status: "412 Precondition Failed" } };
  if (outcome !== "unmodified") return ask(["Range", outcome.part]);
  return ask(lastModified === undefined ? ["If-None-Match", "*"] : ["If-Modified-Since", lastModified]);
}
