/** The statements of the recorded apps, each with what Flagon has for it. */
import {
  abort,
  afterThisRequest,
  flash,
  g,
  makeResponse,
  type Response,
  request,
  type SessionValue,
  session,
} from "../../src/index.ts";
import { isTruthy } from "../../src/python/index.ts";
import type { Fields } from "../area.ts";
import { finish, type Step } from "./evaluation.ts";
import { type Expression, evaluate, type Scope, text } from "./expressions.ts";
import { camelCase, keywords } from "./keywords.ts";
import type { ErrorClass } from "./python.ts";

/** A list of statements: the body of a view, a hook, a handler. */
export type Body = readonly Statement[];

/** A statement: what it does and to what. */
export type Statement = readonly [string, ...unknown[]];

/** What the programs of an app share. */
export type Program = { readonly trace: string[]; readonly errors: ReadonlyMap<string, ErrorClass> };

/** Runs a body; it gives what it returned, `None` (`null`) if it ran off its end. */
export function* run(body: Body, variables: Map<string, unknown>, program: Program): Step {
  const returned = yield* runBlock(body, { ...program, variables });
  return returned === undefined ? null : returned.value;
}

type Returned = { readonly value: unknown };
type Frame = Scope & Program;

function* runBlock(body: Body, frame: Frame): Step<Returned | undefined> {
  for (const [name, ...args] of body) {
    if (name === "return") return { value: yield* evaluate(args[0], frame) };
    if (name === "if") {
      const [condition, then, otherwise = []] = args as [Expression, Body, Body?];
      const returned = yield* runBlock(isTruthy(yield* evaluate(condition, frame)) ? then : otherwise, frame);
      if (returned !== undefined) return returned;
      continue;
    }
    const [plain, steps] = [PLAIN[name], STEPS[name]];
    if (plain === undefined && steps === undefined) throw new Error(`no way to run the statement "${name}"`);
    plain?.(args, frame);
    if (steps !== undefined) yield* steps(args, frame);
  }
  return undefined;
}

/** Those that evaluate nothing. */
const PLAIN: Readonly<Record<string, (args: readonly unknown[], frame: Frame) => void>> = {
  del_session([key]) {
    session.pop(`${key}`);
  },
  clear_session() {
    session.clear();
  },
  pop_value([key, name], frame) {
    const values = valuesOf(frame);
    if (values === undefined) return;
    (g as unknown as Record<string, unknown>)[`${name}`] = values[`${key}`] ?? null;
    delete values[`${key}`];
  },
  del_header([name], frame) {
    responseOf(frame).headers.delete(`${name}`);
  },
  vary([name], frame) {
    responseOf(frame).vary.add(`${name}`);
  },
  delete_cookie([name, options = {}], frame) {
    responseOf(frame).deleteCookie(`${name}`, keywords(options as Fields));
  },
  add_etag(_, frame) {
    responseOf(frame).addEtag();
  },
  make_conditional([options = {}], frame) {
    responseOf(frame).makeConditional(request, keywords(options as Fields));
  },
  after_this_request([body], frame) {
    afterThisRequest((response) => finish(runAfter(body as Body, response, frame)));
  },
  limit([attribute, value]) {
    Object.assign(request, { [camelCase(`${attribute}`)]: value });
  },
};

/** Those that evaluate some of their arguments. */
const STEPS: Readonly<Record<string, (args: readonly unknown[], frame: Frame) => Step<void>>> = {
  *trace([value], frame) {
    frame.trace.push(text(yield* evaluate(value, frame)));
  },
  *let([name, value], frame) {
    frame.variables.set(`${name}`, yield* evaluate(value, frame));
  },
  *set_g([name, value], frame) {
    (g as unknown as Record<string, unknown>)[`${name}`] = yield* evaluate(value, frame);
  },
  *set_session([key, value], frame) {
    session.set(`${key}`, (yield* evaluate(value, frame)) as string);
  },
  *permanent_session([value], frame) {
    session.permanent = isTruthy(yield* evaluate(value, frame));
  },
  *set_value([key, value], frame) {
    const values = valuesOf(frame);
    const evaluated = yield* evaluate(value, frame);
    if (values !== undefined) values[`${key}`] = evaluated;
  },
  *default_value([key, value], frame) {
    const values = valuesOf(frame) ?? {};
    const evaluated = yield* evaluate(value, frame);
    if (!Object.hasOwn(values, `${key}`)) values[`${key}`] = evaluated;
  },
  *flash([message, category], frame) {
    const value = (yield* evaluate(message, frame)) as SessionValue;
    flash(value, category === undefined ? undefined : `${category}`);
  },
  *abort([what, description], frame) {
    const code = (yield* evaluate(what, frame)) as number;
    if (description === undefined) abort(code);
    else abort(code, text(yield* evaluate(description, frame)));
  },
  *raise([name, ...args], frame) {
    const values: unknown[] = [];
    for (const arg of args) values.push(yield* evaluate(arg, frame));
    const Class = frame.errors.get(`${name}`);
    if (Class === undefined) throw new Error(`there is no class ${name}`);
    throw new Class(...(values as never[]));
  },
  *header([name, value], frame) {
    responseOf(frame).headers.set(`${name}`, (yield* evaluate(value, frame)) as string);
  },
  *add_header([name, value], frame) {
    responseOf(frame).headers.add(`${name}`, (yield* evaluate(value, frame)) as string);
  },
  *status([value], frame) {
    makeResponse(responseOf(frame), (yield* evaluate(value, frame)) as number | string);
  },
  *set_body([value], frame) {
    responseOf(frame).data = (yield* evaluate(value, frame)) as string;
  },
  *set_cookie([name, value, options = {}], frame) {
    const evaluated = (yield* evaluate(value, frame)) as string;
    responseOf(frame).setCookie(`${name}`, evaluated, keywords(options as Fields));
  },
  *do([value], frame) {
    yield* evaluate(value, frame);
  },
};

/** Runs the body of an after hook; `None` keeps the response. */
export function* runAfter(body: Body, response: Response, program: Program): Step<Response> {
  const returned = yield* run(body, new Map([["response", response]]), program);
  return returned === null ? response : (returned as Response);
}

function responseOf({ variables }: Frame): Response {
  return variables.get("response") as Response;
}

function valuesOf({ variables }: Frame): Record<string, unknown> | undefined {
  return (variables.get("values") ?? undefined) as Record<string, unknown> | undefined;
}
