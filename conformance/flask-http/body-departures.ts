/** Where bodies are read otherwise than with Flask: all of them before the view, numbers as JavaScript has them. */
import type { Fields } from "../area.ts";
import { readBytesOrText } from "../neutral-values.ts";
import { isRecordedResponse } from "../responses.ts";
import { errorPage, headerOf, type Rewrite, withBody } from "./exchange.ts";

/** The departures of what is read of a body, and of what is written of numbers. */
export const bodyDepartures: readonly Rewrite[] = [
  {
    cites: 'api.md: "a whole float becomes an integer"; JavaScript has one type of number',
    answer: ({ answer }) => {
      if (!isRecordedResponse(answer) || !/json/.test(`${headerOf(answer, "Content-Type")}`)) return answer;
      const body = `${answer.body}`;
      const rewritten = body.replace(/(?<=^|[[,:\s])(-?\d+)\.0(?=$|[\],}\s])/g, "$1");
      return rewritten === body ? answer : withBody(answer, rewritten);
    },
  },
  {
    cites: "the tag python-limit: JSON that is nested too deep is no JSON, not an error of the program",
    answer: ({ answer, tags }) =>
      tags.includes("python-limit") ? errorPage(answer, "400 Bad Request") : answer,
  },
  {
    cites:
      "section 14, item 1: a chunked body over MAX_CONTENT_LENGTH is a 413; architecture.md: the body is received " +
      "before the before hooks, so a view that does not read it is protected as well, and none can take more",
    answer: ({ answer, request, spec }) => {
      const limit = ((spec.config ?? {}) as Fields).MAX_CONTENT_LENGTH;
      if (typeof limit !== "number" || request.body === undefined || !isRecordedResponse(answer))
        return answer;
      const isTooLarge = [request.body]
        .flat()
        .some((piece) => Buffer.byteLength(readBytesOrText(piece)) > limit);
      return isTooLarge && answer.status.startsWith("200 ")
        ? errorPage(answer, "413 Request Entity Too Large")
        : answer;
    },
  },
  {
    cites:
      "architecture.md: the body is received before the before hooks; what a form was read of is still there",
    answer: ({ answer, program, request }) =>
      isRecordedResponse(answer) && /"form".*"data_text"/.test(program) && `${answer.body}`.endsWith(',""]\n')
        ? withBody(answer, `${answer.body}`.replace(/""\]\n$/, `${JSON.stringify(request.body)}]\n`))
        : answer,
  },
];
