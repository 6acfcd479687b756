/** Password hashes and CSRF tokens: Werkzeug's `security` module, and Flask-WTF's `CSRFProtect`. */
import { type Config, Flagon, session } from "../../src/app/index.ts";
import { CSRFProtect, generateCsrf, ValidationError, validateCsrf } from "../../src/forms/index.ts";
import { checkPasswordHash, Request, WebRequestSource } from "../../src/http/index.ts";
import { hashPassword } from "../../src/http/passwords.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { FlaskSessionInterface, flaskConfig } from "../flask-app.ts";
import { isFields, isSame } from "../neutral-values.ts";
import { comparablePage, recordedResponse } from "../responses.ts";

const area: Area = {
  file: "flask/security.json",
  // Item 34 alone changes 18 of the 437 recorded cases.
  departureLimit: 4.2,
  departures: [
    {
      cites: "section 14, item 34: what is no password hash is false, never an exception",
      applies: ({ kind, out }) => kind === "check" && out.error !== undefined,
      expected: () => ({ ok: false }),
    },
  ],
  async check(testCase: Case, wanted: Fields): Promise<Mismatch | undefined> {
    const comparable = plain(wanted);
    const got = plain(await outcome(testCase));
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

async function outcome({ kind, in: given }: Case): Promise<Fields> {
  try {
    if (kind === "hash")
      return { ok: await hashPassword(`${given.password}`, `${given.salt}`, `${given.method}`) };
    if (kind === "check") return { ok: await checkPasswordHash(`${given.pwhash}`, `${given.password}`) };
    if (kind === "csrf_protect") return { ok: await protectedAnswer(given) };
    return {
      ok: await inRequest(given, () => (kind === "csrf_generate" ? generate(given) : validate(given))),
    };
  } catch (error) {
    if (error instanceof ValidationError) return { error: "ValidationError", message: error.message };
    return { error: error instanceof Error ? error.name : "Error" };
  }
}

function generate(given: Fields): string {
  return generateCsrf({ secretKey: text(given.secret_key), tokenKey: text(given.token_key) });
}

function validate(given: Fields): boolean {
  validateCsrf(text(given.token), {
    secretKey: text(given.secret_key),
    tokenKey: text(given.token_key),
    timeLimit: given.time_limit as number | undefined,
  });
  return true;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function appFor(given: Fields): Flagon {
  const keys = (given.config ?? {}) as Fields;
  const config: Partial<Config> = flaskConfig(keys);
  if (keys.WTF_CSRF_TIME_LIMIT === null) config.wtfCsrfTimeLimit = null;
  const app = new Flagon({ config });
  app.sessionInterface = new FlaskSessionInterface(keys);
  app.logger = { warn: () => {}, error: () => {} };
  return app;
}

/** Calls the function in a request whose session holds the recorded value. */
async function inRequest<T>(given: Fields, fn: () => T): Promise<T> {
  const app = appFor(given);
  let result: { readonly value: T } | { readonly error: unknown } | undefined;
  app.get("/", function view() {
    try {
      if (given.session_value !== null)
        session.set(`${given.field ?? "csrf_token"}`, `${given.session_value}`);
      result = { value: fn() };
    } catch (error) {
      result = { error };
    }
    return "";
  });
  await app.handle(new Request(new WebRequestSource(new globalThis.Request("http://localhost/"))));
  if (result === undefined) throw new Error("The view did not run.");
  if ("error" in result) throw result.error;
  return result.value;
}

async function protectedAnswer(given: Fields): Promise<Fields> {
  const app = appFor(given);
  const csrf = new CSRFProtect(app);
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  app.route("/", { methods, endpoint: "index" }, () => "ok");
  csrf.exempt(app.post("/exempt", { endpoint: "exempt" }, () => "exempt"));
  const request = given.request as Fields;
  const url = new URL(`${request.path ?? "/"}`.slice(1), `${request.base_url ?? "http://localhost/"}`);
  const headers = new globalThis.Headers((request.headers ?? []) as [string, string][]);
  if (typeof request.content_type === "string") headers.set("Content-Type", request.content_type);
  const method = `${request.method ?? "GET"}`;
  // A Web request of these methods takes no body, and no view here would read it.
  const body = method === "GET" || method === "HEAD" ? null : (text(request.body) ?? null);
  const web = new globalThis.Request(url, { method, headers, body });
  const response = await app.handle(new Request(new WebRequestSource(web)));
  const { body: sent } = recordedResponse(response, method);
  return { status: response.status, body: sent, vary: response.headers.get("Vary") ?? null };
}

/** Python tells a wrong value by many names; a page that is not about the token has sentences of its own. */
function plain(outcome: Fields): Fields {
  const { ok } = outcome;
  if (isFields(ok) && ok.status === 404) return { ok: { ...ok, body: comparablePage(`${ok.body}`) } };
  const { error } = outcome;
  if (error === undefined || error === "ValidationError") return outcome;
  const isValue = error === "ValueError" || error === "TypeError" || error === "RangeError";
  return { error: isValue ? "ValueError" : "Error" };
}
