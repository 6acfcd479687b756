/** Applications of nested blueprints whose functions write down when they run, made of a description. */
import { abort, Blueprint, Flagon, HTTPException, makeResponse, type Response } from "flagon";
import { Request, WebRequestSource } from "flagon/http";

/** What a function does: nothing, answer, raise an error of a class, or abort with a code. */
export type Act = "pass" | "answer" | "E1" | "E2" | 403 | 404 | 410;

/** What an error handler is for. */
export type Key = "E1" | "E2" | "Error" | "HTTPException" | 403 | 404 | 405 | 410 | 500;

/** An application or a blueprint; a blueprint's prefix is its name. */
export type Scope = {
  readonly name: string;
  readonly before: readonly Act[];
  readonly after: readonly Act[];
  readonly handlers: readonly (readonly [Key, Act])[];
  readonly view: Act;
  /** A function of a blueprint that runs before all requests. */
  readonly beforeApp?: Act | undefined;
  readonly children: readonly Scope[];
};

/** An application, and the requests to send it. */
export type HookedSpec = {
  readonly scope: Scope;
  readonly testing: boolean;
  readonly requests: readonly (readonly [method: string, path: string])[];
};

/** What came of a request. */
export type Outcome =
  | {
      readonly status: number;
      readonly text: string;
      readonly after: readonly string[];
      readonly trace: readonly string[];
    }
  | { readonly raises: string; readonly trace: readonly string[] };

class E1 extends Error {}
class E2 extends E1 {}

const ERRORS = { E1, E2, Error, HTTPException };

/** Builds the application with Flagon, and sends it the requests. */
export async function outcomesOf({ scope, testing, requests }: HookedSpec): Promise<Outcome[]> {
  const trace: string[] = [];
  const app = new Flagon({ staticFolder: null, config: { testing } });
  app.logger = { warn: () => undefined, error: () => undefined };
  setUp(app, scope, trace);
  app.teardownAppContext((error) => trace.push(`context:${nameOf(error)}`));
  const outcomes: Outcome[] = [];
  for (const [method, path] of requests) {
    trace.length = 0;
    const source = new WebRequestSource(new globalThis.Request(`http://localhost${path}`, { method }));
    try {
      const response = await app.respond(new Request(source));
      outcomes.push({ ...shown(response), trace: [...trace] });
    } catch (error) {
      outcomes.push({ raises: nameOf(error), trace: [...trace] });
    }
  }
  return outcomes;
}

function setUp(target: Flagon | Blueprint, scope: Scope, trace: string[]): void {
  const { name } = scope;
  const acting = (label: string, act: Act, orElse?: string) => (): Response | undefined => {
    trace.push(label);
    if (act !== "pass") return perform(act, label, 200);
    return orElse === undefined ? undefined : makeResponse(orElse);
  };
  scope.before.forEach((act, i) => void target.beforeRequest(acting(`${name}.before${i}`, act)));
  scope.after.forEach((act, i) => {
    const label = `${name}.after${i}`;
    target.afterRequest((response) => {
      trace.push(`${label}:${response.status}`);
      if (act !== "pass" && act !== "answer") return perform(act, label, 200);
      response.headers.add("X-After", label);
      return response;
    });
  });
  target.teardownRequest((error) => trace.push(`${name}.teardown:${nameOf(error)}`));
  for (const [key, act] of scope.handlers) {
    const handler = (error: Error) => {
      trace.push(`${name}:${key}:${nameOf(error)}`);
      // Nothing is no answer to an error: its text is.
      return perform(act, `${name} handled ${key}`, 418);
    };
    if (typeof key === "number") target.errorHandler(key, handler);
    else target.errorHandler(ERRORS[key], handler);
  }
  target.addUrlRule("/", {
    endpoint: "view",
    view: () => acting(`${name}.view`, scope.view, "seen")() ?? "",
  });
  if (scope.beforeApp !== undefined && target instanceof Blueprint) {
    target.beforeAppRequest(acting(`${name}.beforeApp`, scope.beforeApp));
  }
  for (const child of scope.children) {
    const blueprint = new Blueprint(child.name, { urlPrefix: `/${child.name}` });
    setUp(blueprint as unknown as Blueprint, child, trace);
    target.registerBlueprint(blueprint);
  }
}

function perform(act: Act, text: string, status: number): Response {
  if (act === "E1" || act === "E2") throw new ERRORS[act]();
  if (typeof act === "number") return abort(act);
  return makeResponse(text, status);
}

function shown(response: Response): { status: number; text: string; after: string[] } {
  const { status, text, headers } = response;
  // The pages of errors have sentences of their own.
  return { status, text: text.startsWith("<!doctype") ? "" : text, after: headers.getList("X-After") };
}

/** The name of the class that Python has for it. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : "None";
}
