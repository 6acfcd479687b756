/** Whole sessions: requests to one application, and the cookies it answers with. */
import { Flagon } from "../../src/app/index.ts";
import { Request, Response, WebRequestSource } from "../../src/http/index.ts";
import { Session } from "../../src/sessions/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { FlaskSessionInterface, flaskConfig } from "../flask-app.ts";
import { isFields, isSame, readValue, writeValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";
import { isCanonical, isSameCookie, resigned } from "../session-cookie.ts";
import { runOperations } from "../session-operations.ts";
import { wholeFloatsAsIntegers } from "../signed-payload.ts";

const area: Area = {
  file: "flask/session-cookies.json",
  departureLimit: 2,
  departures: [
    {
      cites: "section 14, item 10: every duplicate cookie is tried; and a signature has one spelling only",
      applies: (testCase) => stepsOf(testCase).some((step) => isRefused(testCase, step)),
      expected: (testCase) =>
        outcome(withSteps(testCase, (step) => (isRefused(testCase, step) ? withoutRefused(step) : step))),
    },
    {
      cites: 'api.md: "a whole float becomes an integer"; JavaScript has one type of number',
      applies: (testCase) => testCase.tags?.includes("integral-float") === true,
      expected: (testCase) => ({
        ok: (testCase.out.ok as Step[]).map((step) => ({
          ...step,
          set_cookie: step.set_cookie.map((header) =>
            resigned(header, testCase.in.config as Fields, wholeFloatsAsIntegers),
          ),
        })),
      }),
    },
    {
      cites: 'api.md, "Changes inside a value": they are saved as if `modified = true` had been set by hand',
      applies: (testCase) => stepsOf(testCase).some((step) => operationsOf(step).some(isNestedChange)),
      expected: expectedOfNestedChanges,
    },
    {
      cites: "api.md, getFlashedMessages: its messages are pairs, whatever else was stored under `_flashes`",
      applies: (testCase) =>
        stepsOf(testCase).some((step) => operationsOf(step).some(([name]) => name === "get_flashed")),
      expected: (testCase) => ({
        ok: (testCase.out.ok as Step[]).map((step, i) => ({
          ...step,
          results: step.results?.map((result, j) =>
            operationsOf(stepsOf(testCase)[i] ?? {})[j]?.[0] === "get_flashed" && !Array.isArray(result)
              ? []
              : result,
          ),
        })),
      }),
    },
  ],
  async check(testCase: Case, wanted: Fields): Promise<Mismatch | undefined> {
    const got = await outcome(testCase);
    const comparable = comparableFields(testCase, wanted);
    return isSameOutcome(testCase, comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

type Step = {
  readonly status?: number;
  readonly set_cookie: string[];
  readonly vary: string[];
  readonly results?: unknown[];
};

function stepsOf(testCase: Case): readonly Fields[] {
  return (testCase.in.steps ?? []) as readonly Fields[];
}

function operationsOf(step: Fields): readonly (readonly unknown[])[] {
  return (step.ops ?? []) as readonly (readonly unknown[])[];
}

function withSteps(testCase: Case, change: (step: Fields) => Fields): Case {
  return { ...testCase, in: { ...testCase.in, steps: stepsOf(testCase).map(change) } };
}

function pairsOf(step: Fields): string[] {
  return typeof step.cookie === "string" ? step.cookie.split("; ") : [];
}

/** Whether the step sends the session twice, or with a signature that an encoder would spell otherwise. */
function isRefused(testCase: Case, step: Fields): boolean {
  const name = (testCase.in.config as Fields).SESSION_COOKIE_NAME ?? "session";
  const sessions = pairsOf(step).filter((pair) => pair.startsWith(`${name}=`));
  return sessions.length > 1 || sessions.some((pair) => !isCanonical(pair));
}

/** In the recorded cases the last of several is the valid one. */
function withoutRefused(step: Fields): Fields {
  const last = pairsOf(step).at(-1);
  return { ...step, cookie: last !== undefined && isCanonical(last) ? last : null };
}

function isNestedChange([name]: readonly unknown[]): boolean {
  return name === "append" || name === "nested_set";
}

/** What is given when each nested change is followed by `session.modified = True`, without the results of that. */
async function expectedOfNestedChanges(testCase: Case): Promise<Fields> {
  const byHand = withSteps(testCase, (step) => ({
    ...step,
    ops: operationsOf(step).flatMap((operation) =>
      isNestedChange(operation) ? [operation, ["set_modified", true]] : [operation],
    ),
  }));
  const { ok } = await outcome(byHand);
  const steps = (ok as Step[]).map((step, i) => {
    const added = operationsOf(stepsOf(byHand)[i] ?? {}).map(
      (_, j, all) => j > 0 && isNestedChange(all[j - 1] ?? []),
    );
    return { ...step, results: (step.results ?? []).filter((_, j) => !added[j]) };
  });
  return { ok: steps };
}

async function outcome(testCase: Case): Promise<Fields> {
  const { kind, in: given } = testCase;
  const keys = (given.config ?? {}) as Fields;
  const app = new Flagon({ config: flaskConfig(keys) });
  app.sessionInterface = new FlaskSessionInterface(keys);
  app.logger = { warn: () => {}, error: () => {} };
  if (kind === "open") return { ok: openedSession(app, given) };
  if (kind === "save") return savedSession(app, given);
  return { ok: await runSteps(app, given.steps as readonly Fields[]) };
}

async function runSteps(app: Flagon, steps: readonly Fields[]): Promise<Step[]> {
  let operations: readonly (readonly unknown[])[] = [];
  let results: unknown[] = [];
  app.get("/", () => runOperations(operations, results));
  const answers: Step[] = [];
  let previous = "";
  for (const step of steps) {
    const now = Number(step.now) * 1000;
    Date.now = () => now;
    operations = (step.ops ?? []) as readonly (readonly unknown[])[];
    results = [];
    const cookies = [step.from_previous === true ? previous : "", `${step.cookie ?? ""}`].filter(
      (text) => text !== "",
    );
    const response = await app.handle(request(`${step.base_url ?? "http://localhost/"}`, cookies.join("; ")));
    const setCookie = response.headers.getList("Set-Cookie");
    if (setCookie.length > 0) previous = setCookie.map((header) => header.split("; ")[0]).join("; ");
    answers.push({
      status: response.status,
      set_cookie: setCookie,
      vary: response.headers.getList("Vary"),
      results: results.map(normalizedResult),
    });
  }
  return answers;
}

function openedSession(app: Flagon, given: Fields): unknown {
  const session = app.sessionInterface.openSession(
    app,
    request("http://localhost/", `${given.cookie ?? ""}`),
  );
  return session instanceof Session ? writeValue(new Map(session)) : null;
}

function savedSession(app: Flagon, given: Fields): Fields {
  const { serializer } = new FlaskSessionInterface();
  const data = readValue(given.session, { dictionary: "map", other: readPythonOnly });
  const session = new Session(serializer, () => serializer.loadEntries(serializer.dumps(data)));
  session.open();
  if (given.modified === true) session.modified = true;
  session.accessed = given.accessed === true;
  const response = new Response("");
  try {
    void app.sessionInterface.saveSession(app, session, response, request("http://localhost/", ""));
  } catch {
    return { error: "ValueError" };
  }
  return {
    ok: { set_cookie: response.headers.getList("Set-Cookie"), vary: response.headers.getList("Vary") },
  };
}

/** The path plays no part: the application has one view for all. */
function request(baseUrl: string, cookie: string): Request {
  const url = new URL("/", baseUrl);
  return new Request(
    new WebRequestSource(new globalThis.Request(url, cookie === "" ? {} : { headers: { Cookie: cookie } })),
  );
}

/** The recorded steps, with their values as JavaScript has them. */
function comparableFields({ kind }: Case, wanted: Fields): Fields {
  if (!("ok" in wanted)) return { error: wanted.error };
  if (kind === "open") return { ok: normalized(wanted.ok) };
  if (kind === "save") return wanted;
  return {
    ok: (wanted.ok as Step[]).map((step) => ({ ...step, results: (step.results ?? []).map(recordedResult) })),
  };
}

function recordedResult(result: unknown): unknown {
  return isError(result) ? result : normalized(result);
}

function normalizedResult(result: unknown): unknown {
  return isError(result) ? result : writeValue(result);
}

/** An operation's error is written beside the neutral values, without their `$`. */
function isError(result: unknown): boolean {
  return isFields(result) && "error" in result && !("$" in result);
}

function normalized(neutral: unknown): unknown {
  return writeValue(readValue(neutral, { dictionary: "map", other: readPythonOnly }));
}

function isSameOutcome(testCase: Case, wanted: Fields, got: Fields): boolean {
  if (!("ok" in wanted) || !("ok" in got) || testCase.kind === "open") return isSame(wanted, got);
  const [left, right] = testCase.kind === "save" ? [[wanted.ok], [got.ok]] : [wanted.ok, got.ok];
  const config = (testCase.in.config ?? {}) as Fields;
  return isSameList(left as Step[], right as Step[], (a, b) => {
    const { set_cookie: wantedCookies, ...wantedRest } = a;
    const { set_cookie: gotCookies, ...gotRest } = b;
    return (
      isSame(wantedRest, gotRest) &&
      isSameList(wantedCookies, gotCookies, (x, y) => isSameCookie(x, y, config))
    );
  });
}

function isSameList<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}
