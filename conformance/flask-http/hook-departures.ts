/** Where hooks and error handlers run otherwise than with Flask. */
import type { Fields } from "../area.ts";
import { isRecordedResponse, type RecordedResponse } from "../responses.ts";
import { errorPage, type Rewrite, withHeader } from "./exchange.ts";

/** The departures of hooks and handlers. */
export const hookDepartures: readonly Rewrite[] = [
  {
    cites:
      "section 14, item 25: teardown runs once, at the end of the body; architecture.md: a stream that keeps the " +
      "context always sends `Vary: Cookie`",
    answer: ({ answer, program }) => {
      if (!program.includes('["stream_ctx"') || !isRecordedResponse(answer)) return answer;
      return { ...withHeader(answer, "Vary", "Cookie"), trace: onceAtTheEnd(traceOf(answer)) };
    },
  },
  {
    cites:
      "section 14, item 15: a host that is no part of SERVER_NAME has no subdomain, not even a variable one",
    answer: ({ answer }) =>
      isRecordedResponse(answer) && answer.body === "<invalid>" ? errorPage(answer, "404 Not Found") : answer,
  },
  {
    cites: "section 14, item 36: TRAP_HTTP_EXCEPTIONS lets the redirects of the router through",
    answer: ({ answer, request, spec }) => {
      const { trace } = answer as { readonly trace?: readonly string[] };
      if (!isRecordedResponse(answer) || trace?.at(-1) !== "td:RequestRedirect") return answer;
      const routes = (spec.routes ?? []) as readonly Fields[];
      const rule = routes.map((route) => `${route.rule}`).find((text) => text === `${request.path}/`);
      return redirectPage(answer, `http://localhost${rule}`, ["td:None"]);
    },
  },
  {
    cites: "section 14, item 4: a missing header is a 400, as a missing field of a form is",
    answer: ({ answer, program }) =>
      program.includes('["index","headers"') ? errorPage(answer, "400 Bad Request") : answer,
  },
  {
    cites: "a class of JavaScript has one base: a missing key is a BadRequest, and no KeyError beside it",
    answer: ({ answer, program }) =>
      isRecordedResponse(answer) &&
      program.includes('["index",') &&
      /^\w+(?:Lookup|Key)Error$/.test(`${answer.body}`)
        ? unhandled(answer)
        : answer,
  },
  {
    cites:
      "architecture.md, security by construction: no control character and no text beyond Latin-1 in a head",
    answer: ({ answer }) =>
      isRecordedResponse(answer) && /[^\x20-\x7e\x80-\xff]/.test([answer.status, answer.headers].join())
        ? errorPage(answer, "500 Internal Server Error")
        : answer,
  },
  {
    cites: "issue 6: all teardowns run even if one throws, and the response goes out",
    answer: ({ answer, request }) => {
      const isLost = (answer as Fields).raises !== undefined && `${request.path}`.includes("tboom");
      return isLost ? { ...custom500, trace: traceOf(answer as Fields) } : answer;
    },
  },
];

const custom500: RecordedResponse = {
  status: "500 INTERNAL SERVER ERROR",
  headers: [
    ["Content-Type", "text/html; charset=utf-8"],
    ["Content-Length", "10"],
  ],
  body: "custom 500",
};

function traceOf(answer: Fields): readonly string[] {
  return (answer.trace ?? []) as readonly string[];
}

/** What Flask traces before and after the stream, once. */
function onceAtTheEnd(trace: readonly string[]): readonly string[] {
  return trace.filter((label, index) => trace.lastIndexOf(label) === index);
}

/** The page of a missing key in the place of what a handler of another class answered. */
function unhandled(answer: RecordedResponse): Fields {
  const page = errorPage(answer, "400 Bad Request");
  const hookHeaders = answer.headers.filter(([name]) => name === "X-After");
  const trace = traceOf(answer as Fields).filter((label) => !label.endsWith("eh"));
  return { ...page, headers: [...page.headers, ...hookHeaders], trace };
}

function redirectPage(answer: RecordedResponse, location: string, trace: readonly string[]): Fields {
  const page = errorPage(answer, "308 Permanent Redirect");
  const body = `<title>Redirecting...</title>\n<p><a href="${location}">${location}</a>\n`;
  return { ...page, headers: [...page.headers, ["Location", location]], body, trace };
}
