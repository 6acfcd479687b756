/** Where whole apps answer otherwise than Flask's on purpose, and what they answer instead. */
import type { Case, Departure, Fields } from "../area.ts";
import { isFields } from "../neutral-values.ts";
import { isRecordedResponse, type RecordedResponse } from "../responses.ts";
import { findVectors, readVectors } from "../vectors.ts";
import { bodyDepartures } from "./body-departures.ts";
import { type Exchange, errorPage, headerOf, type Rewrite, withBody, withHeader } from "./exchange.ts";
import { hookDepartures } from "./hook-departures.ts";

const REWRITES: readonly Rewrite[] = [
  {
    cites: "issue 6: `Cache-Control: private` with a session cookie",
    answer: ({ answer, spec }) => {
      if (!isRecordedResponse(answer) || headerOf(answer, "Cache-Control") !== undefined) return answer;
      const name = ((spec.config ?? {}) as Fields).SESSION_COOKIE_NAME ?? "session";
      const setsSession = answer.headers.some(
        ([key, value]) => key === "Set-Cookie" && value.startsWith(`${name}=`),
      );
      return setsSession ? withHeader(answer, "Cache-Control", "private") : answer;
    },
  },
  {
    cites: "section 14, item 20: a Host header that is none is answered with 400",
    answer: ({ answer, request }) => {
      if (!isRefusedHost(request)) return answer;
      if (!isFields(answer) || isRecordedResponse(answer)) return errorPage(answer, "400 Bad Request");
      const names = ["host", "url", "base_url", "root_url", "host_url"];
      return { ...answer, ...Object.fromEntries(names.map((name) => [name, { error: "BadHost" }])) };
    },
  },
  {
    cites: 'api.md: "status (a number)", from 100 to 599 (RFC 9110, section 15)',
    answer: ({ answer }) =>
      isRecordedResponse(answer) && !/^[1-5][0-9]{2} /.test(answer.status)
        ? errorPage(answer, "500 Internal Server Error")
        : answer,
  },
  {
    cites: "architecture.md, security by construction: a 205 has no content (RFC 9110, section 15.3.6)",
    answer: ({ answer }) =>
      isRecordedResponse(answer) && answer.status.startsWith("205 ")
        ? withHeader(withBody(answer, ""), "Content-Length", "0")
        : answer,
  },
  {
    cites: "section 14, item 18: a URL has the scheme that it is built with",
    answer: ({ answer, program }) =>
      isRecordedResponse(answer) && program.includes('"_scheme":"ftp"')
        ? withBody(answer, `${answer.body}`.replace(/^http:/, "ftp:"))
        : answer,
  },
  {
    cites: "section 14, item 35: provideAutomaticOptions: true answers OPTIONS",
    answer: ({ answer, request, route }) =>
      isRecordedResponse(answer) && request.method === "OPTIONS" && route?.provide_automatic_options === true
        ? { ...answer, status: "200 OK", headers: automaticOptions(answer), body: "" }
        : answer,
  },
  {
    cites:
      "architecture.md, security by construction: the link on a redirect page leads where the Location does",
    answer: ({ answer }) =>
      isRecordedResponse(answer) && headerOf(answer, "Location")?.includes("%5C") === true
        ? withBody(answer, `${answer.body}`.replace(/href="[^"]*"/, `href="${headerOf(answer, "Location")}"`))
        : answer,
  },
  ...bodyDepartures,
  ...hookDepartures,
];

/** The departures; where several are of one case it counts for the first. */
export const departures: readonly Departure[] = REWRITES.map(({ cites, answer }) => ({
  cites,
  applies: (testCase) => exchangesOf(testCase).some((exchange) => answer(exchange) !== exchange.answer),
  expected: (testCase) => {
    const answers = exchangesOf(testCase).map((exchange) =>
      REWRITES.reduce(
        (rewritten, rewrite) => rewrite.answer({ ...exchange, answer: rewritten }),
        exchange.answer,
      ),
    );
    return testCase.kind === "sequence" ? { responses: answers } : { ok: answers[0] };
  },
}));

function exchangesOf(testCase: Case): readonly Exchange[] {
  const { kind, in: given, out, tags = [] } = testCase;
  if (kind !== "sequence") {
    const request = { headers: [["Host", (given.environ as Fields | undefined)?.HTTP_HOST ?? "localhost"]] };
    return [{ request, answer: out.ok, spec: {}, route: undefined, program: "", tags }];
  }
  const spec = appSpec(`${given.app}`);
  return (given.requests as readonly Fields[]).map((request, index) => {
    const path = `${request.path}`.split("?")[0];
    const route = ((spec.routes ?? []) as readonly Fields[]).find(({ rule }) => rule === path);
    const answer = (out.responses as readonly unknown[])[index];
    return { request, answer, spec, route, program: JSON.stringify(route?.do ?? []), tags };
  });
}

let apps: Fields | undefined;

function appSpec(name: string): Fields {
  apps ??= readVectors(findVectors() ?? "", "flask/flask-http.json")?.header.apps as Fields;
  return apps[name] as Fields;
}

/** Whether what came as Host header is none; an IPv6 address is one. */
function isRefusedHost(request: Fields): boolean {
  const headers = (request.headers ?? []) as readonly (readonly [string, string | null])[];
  const host = headers.find(([name]) => name.toLowerCase() === "host")?.[1];
  return typeof host === "string" && !/^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]*)?$/i.test(host);
}

function automaticOptions(answer: RecordedResponse): RecordedResponse["headers"] {
  const allowed = [...(headerOf(answer, "Allow") ?? "").split(", "), "OPTIONS"].sort().join(", ");
  return withHeader(withHeader(answer, "Allow", allowed), "Content-Length", "0").headers;
}
