/** Whole apps: requests to little applications, what they answer and in which order they run. */

import { statusName } from "../../src/http/index.ts";
import { makeResponse, Response } from "../../src/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { buildApp } from "../flask-http/app.ts";
import { comparableAnswer, isSameAnswer, withoutSentences } from "../flask-http/comparison.ts";
import { departures } from "../flask-http/departures.ts";
import { requestProperties } from "../flask-http/request-properties.ts";
import { runSequence } from "../flask-http/sequence.ts";
import { readBytesOrText, readValue, writeBytesOrText } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";

type Spec = Fields & { readonly name: string };

const area: Area = {
  file: "flask/flask-http.json",
  departureLimit: 8,
  departures,
  async check(testCase: Case, wanted: Fields, header: Fields): Promise<Mismatch | undefined> {
    const spec = specOf(testCase, header);
    const config = (spec?.config ?? {}) as Fields;
    const compared = SHOWS_ERRORS.test(JSON.stringify(spec)) ? withoutSentences : (answer: Fields) => answer;
    const comparable = comparableAnswers(wanted).map(compared);
    const got = comparableAnswers(await outcome(testCase, header)).map(compared);
    const isEqual =
      comparable.length === got.length &&
      comparable.every((answer, index) => isSameAnswer(answer, got[index] ?? {}, config));
    return isEqual ? undefined : { wanted: comparable, got };
  },
};

export default area;

const SHOWS_ERRORS = /\["err","(?:str|description)"\]/;

async function outcome(testCase: Case, header: Fields): Promise<Fields> {
  const { kind, in: given } = testCase;
  if (kind === "request") return { ok: await requestProperties(given) };
  if (kind === "make_response") return madeResponse(given.rv);
  const spec = specOf(testCase, header);
  if (spec === undefined) throw new Error(`there is no app ${given.app}`);
  return { responses: await runSequence(buildApp(spec, `${header.root}`), given) };
}

function specOf({ in: given }: Case, header: Fields): Spec | undefined {
  return (header.apps as Record<string, Spec>)[`${given.app}`];
}

function comparableAnswers(outcome: Fields): Fields[] {
  if (Array.isArray(outcome.responses)) return outcome.responses.map(comparableAnswer);
  return [comparableAnswer(outcome.ok ?? outcome)];
}

/** A response as it was made, before it is made ready to be sent. */
function madeResponse(recorded: unknown): Fields {
  try {
    const { status, statusText, headers, body, data } = makeResponse(readResult(recorded));
    return {
      ok: {
        status: `${status} ${statusText}`,
        headers: [...headers],
        body: body === null ? "" : writeBytesOrText(data),
      },
    };
  } catch (error) {
    if (error instanceof TypeError) return { error: "TypeError" };
    throw error;
  }
}

/** What a view returned: a neutral value, or a response, by itself or in a tuple. */
function readResult(recorded: unknown): unknown {
  return readValue(recorded, {
    dictionary: "object",
    other: (kind, fields) => (kind === "response" ? readResponse(fields) : readPythonOnly(kind, fields)),
  });
}

function readResponse({ status, headers, body }: Fields): Response {
  const response = new Response(body === null ? undefined : readBytesOrText(body), {
    headers: headers as [string, string][],
  });
  const [code = "", ...phrase] = `${status}`.split(" ");
  response.status = Number(code);
  if (phrase.join(" ") !== statusName(response.status).toUpperCase()) response.statusText = phrase.join(" ");
  return response;
}
