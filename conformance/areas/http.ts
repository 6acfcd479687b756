/** HTTP utilities: the functions of `werkzeug.http`, `werkzeug.utils` and `werkzeug.sansio`, call by call. */
import { HTTPException } from "../../src/http/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { Arguments, type Calls } from "../http/arguments.ts";
import { conditionalCalls } from "../http/conditional.ts";
import { conditionalDepartures } from "../http/conditional-departures.ts";
import { httpDepartures } from "../http/departures.ts";
import { directiveCalls } from "../http/directives.ts";
import { headerValueCalls } from "../http/header-values.ts";
import { hostCalls } from "../http/hosts.ts";
import { comparablePage } from "../http/pages.ts";
import { responseCalls } from "../http/responses.ts";
import { urlCalls } from "../http/urls.ts";
import { validatorCalls } from "../http/validators.ts";
import { isFields, isSame } from "../neutral-values.ts";
import { comparableResponse, isRecordedResponse } from "../responses.ts";

const CALLS: Calls = {
  ...validatorCalls,
  ...headerValueCalls,
  ...directiveCalls,
  ...urlCalls,
  ...responseCalls,
  ...hostCalls,
  ...conditionalCalls,
};

const area: Area = {
  file: "flask/http.json",
  departureLimit: 5,
  departures: [...httpDepartures, ...conditionalDepartures(outcome)],
  check(testCase: Case, wanted: Fields): Mismatch | undefined {
    const comparable = plain(comparablePage(testCase, wanted));
    const got = plain(comparablePage(testCase, outcome(testCase)));
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

/** Runs the call; the outcome has the form of a recorded `out`. */
function outcome(testCase: Case): Fields {
  const fn = `${testCase.in.fn}`;
  const call = CALLS[fn];
  if (call === undefined) throw new Error(`no way to run a call of ${fn}`);
  try {
    return { ok: call(new Arguments(testCase.in.args as Fields)) ?? null };
  } catch (error) {
    return { error: errorName(error) };
  }
}

/** Python tells a wrong value by many names, JavaScript by two. */
const VALUE_ERRORS: ReadonlySet<unknown> = new Set([
  "ValueError",
  "UnicodeError",
  "UnicodeEncodeError",
  "TypeError",
  "OverflowError",
]);

function errorName(error: unknown): string {
  if (error instanceof HTTPException) return error.name;
  if (error instanceof TypeError || error instanceof RangeError) return "ValueError";
  throw error;
}

/** Without what JavaScript does not tell apart: floats and integers, tuples, zones of dates, kinds of wrong values. */
function plain(value: unknown): Fields {
  return JSON.parse(JSON.stringify(value), (key, item: unknown) => {
    // The name and port of the server, which WSGI has beside the Host header.
    if (key === "SERVER_NAME" || key === "SERVER_PORT") return undefined;
    if (!isFields(item)) return item;
    if (isRecordedResponse(item)) return comparableResponse(item);
    if ("epoch" in item) return item.epoch;
    if (item.$ === "float" || item.$ === "int") return Number(item.v);
    if (item.$ === "tuple") return item.v;
    if (item.$ === "dict") return item.v;
    return VALUE_ERRORS.has(item.error) ? { error: "ValueError" } : item;
  });
}
