/** The expressions of the recorded apps, each with what Flagon has for it. */
import {
  currentApp,
  g,
  getFlashedMessages,
  jsonify,
  Markup,
  makeResponse,
  Response,
  redirect,
  request,
  sendFile,
  sendFromDirectory,
  session,
  streamWithContext,
  urlFor,
} from "../../src/index.ts";
import { isTruthy, pythonText, Tuple } from "../../src/python/index.ts";
import type { Fields } from "../area.ts";
import { configKey } from "../flask-app.ts";
import { isFields, readValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";
import { finishNow, type Step, settled } from "./evaluation.ts";
import { camelCase, keywords } from "./keywords.ts";
import { isEqual, KeyError, pythonClass, pythonFloat, pythonInt } from "./python.ts";
import { requestAttribute } from "./request-attributes.ts";

/** An expression: a scalar, which is itself, or a list of what it does and to what. */
export type Expression = unknown;

/** What a program knows: its variables, and the trace that it leaves. */
export type Scope = { readonly variables: Map<string, unknown>; readonly trace: string[] };

/** The value of an expression, within a request. */
export function* evaluate(expression: Expression, scope: Scope): Step {
  if (!Array.isArray(expression)) return expression;
  const [name, ...args] = expression as [string, ...unknown[]];
  const value = yield* evaluateCall(name, args, scope);
  return value === undefined ? null : value;
}

function* evaluateCall(name: string, args: readonly unknown[], scope: Scope): Step {
  const [plain, strict, lookup, steps] = [PLAIN[name], STRICT[name], LOOKUP[name], STEPS[name]];
  if (plain !== undefined) return plain(args, scope);
  if (strict !== undefined) return strict(yield* evaluateList(args, scope));
  if (lookup !== undefined) return lookup(`${args[0]}`, yield* evaluate(args[1] ?? null, scope));
  if (steps !== undefined) return yield* steps(args, scope);
  throw new Error(`no way to evaluate the expression "${name}"`);
}

/** Python's `str` of a value. */
export function text(value: unknown): string {
  return pythonText(value);
}

/** A neutral value as an app uses it. */
export function neutral(value: unknown): unknown {
  return readValue(value, { dictionary: "object", other: readPythonOnly });
}

type Plain = (args: readonly unknown[], scope: Scope) => unknown;
type Strict = (values: readonly unknown[]) => unknown;
type Lookup = (name: string, fallback: unknown) => unknown;
type Steps = (args: readonly unknown[], scope: Scope) => Step;

/** Those whose arguments are taken as they stand. */
const PLAIN: Readonly<Record<string, Plain>> = {
  nv: ([value]) => neutral(value),
  var: ([name], { variables }) => {
    if (!variables.has(`${name}`)) throw new KeyError(`${name}`);
    return variables.get(`${name}`);
  },
  config: ([key]) => (currentApp.config as unknown as Fields)[configKey(`${key}`)],
  req: ([attribute]) => requestAttribute(`${attribute}`),
  index: ([name, key]) => storeOf(`${name}`).require(`${key}`),
  has: ([name, key]) => storeOf(`${name}`).has(`${key}`),
  getlist: ([name, key, type]) => {
    const store = storeOf(`${name}`);
    if (type === undefined) return store.getList(`${key}`);
    return store.getList(`${key}`, type === "int" ? pythonInt : pythonFloat);
  },
  pairs: ([name]) => [...storeOf(`${name}`).lists()],
  json: ([options = {}]) => request.json(options as Fields),
  data: () => request.getData(),
  data_text: () => new TextDecoder("utf-8", { ignoreBOM: true }).decode(request.getData()),
  stream: ([items], scope) => pieces(items as Expression[], scope),
  stream_ctx: ([items], scope) => streamWithContext(() => pieces(items as Expression[], scope))(),
  flashed: ([options = {}]) => {
    const { with_categories: withCategories, category_filter: filter } = options as Fields;
    const categoryFilter = filter as string[] | undefined;
    if (withCategories !== true) return getFlashedMessages({ categoryFilter });
    return getFlashedMessages({ withCategories: true, categoryFilter }).map((pair) => new Tuple(...pair));
  },
  best_match: ([what, offers, fallback]) => acceptOf(`${what}`).bestMatch(offers as string[], fallback),
  accepts: ([type]) => (type === "html" ? request.accept.acceptHtml : request.accept.acceptJson),
  err: ([attribute], { variables }) => errorAttribute(variables.get("error"), `${attribute}`),
  exc_name: (_, { variables }) => {
    const error = variables.get("exc");
    return error === undefined || error === null ? null : pythonClass(error);
  },
  resp: ([attribute], { variables }) =>
    responseAttribute(variables.get("response") as Response, `${attribute}`),
  send_file: ([path, options = {}]) => sendFile(`${path}`, keywords(options as Fields)),
};

/** Those whose arguments are all evaluated first. */
const STRICT: Readonly<Record<string, Strict>> = {
  concat: (values) => values.map(text).join(""),
  str: ([value]) => text(value),
  list: (values) => [...values],
  tuple: (values) => new Tuple(...values),
  jsonify: (values) => jsonify(...values),
  make_response: (values) => {
    if (values.length === 0) return makeResponse();
    return makeResponse(values.length === 1 ? values[0] : new Tuple(...values));
  },
  redirect: ([location, code]) => redirect(`${location}`, code as number | undefined),
  eq: ([a, b]) => isEqual(a, b),
  not: ([value]) => !isTruthy(value),
  escape: ([value]) => Markup.escape(value as string),
};

/** Those that look up a name, with a default that is `None` if it is not given. */
const LOOKUP: Readonly<Record<string, Lookup>> = {
  g: (name, fallback) => (name in g ? (g as unknown as Record<string, unknown>)[name] : fallback),
  session: (key, fallback) => (session.has(key) ? session.get(key) : fallback),
};

/** Those that say themselves which of their arguments they evaluate, and when. */
const STEPS: Readonly<Record<string, Steps>> = {
  *dict(pairs, scope) {
    const entries: [string, unknown][] = [];
    for (const [key, value] of pairs as [string, Expression][])
      entries.push([key, yield* evaluate(value, scope)]);
    return Object.fromEntries(entries);
  },
  *get([name, key, fallback, type], scope) {
    const otherwise = yield* evaluate(fallback ?? null, scope);
    const store = storeOf(`${name}`);
    if (!(type === "int" || type === "float")) return store.get(`${key}`, otherwise);
    return store.get(`${key}`, otherwise, type === "int" ? pythonInt : pythonFloat);
  },
  *file([field, attribute]) {
    const file = request.files.require(`${field}`);
    if (attribute === "text") return yield* settled(file.text());
    return (file as unknown as Fields)[camelCase(`${attribute}`)];
  },
  *url_for([endpoint, values = {}], scope) {
    const evaluated = yield* evaluateAll(values as Fields, scope);
    const options = ["external", "scheme", "anchor", "method"].map((name) => [
      name,
      evaluated[`_${name}`] ?? undefined,
    ]);
    for (const [name] of options) delete evaluated[`_${name}`];
    return urlFor(`${endpoint}`, evaluated, Object.fromEntries(options));
  },
  *jsonify_kw([values], scope) {
    return jsonify(yield* evaluateAll(values as Fields, scope));
  },
  *response([body, options = {}], scope) {
    const { status, headers, mimetype, content_type: contentType } = options as Fields;
    const made = new Response((yield* evaluate(body, scope)) as string, {
      headers: headers as [string, string][] | undefined,
      mimetype: mimetype as string | undefined,
      contentType: contentType as string | undefined,
    });
    return status === undefined ? made : makeResponse(made, status as number | string);
  },
  *traced([label, value], scope) {
    scope.trace.push(`${label}`);
    return yield* evaluate(value, scope);
  },
  *and(values, scope) {
    for (const value of values) if (!isTruthy(yield* evaluate(value, scope))) return false;
    return true;
  },
  *or(values, scope) {
    for (const value of values) if (isTruthy(yield* evaluate(value, scope))) return true;
    return false;
  },
  *send_from_directory([directory, path, options = {}], scope) {
    return sendFromDirectory(`${directory}`, `${yield* evaluate(path, scope)}`, keywords(options as Fields));
  },
};

function* evaluateList(list: readonly Expression[], scope: Scope): Step<unknown[]> {
  const values: unknown[] = [];
  for (const item of list) values.push(yield* evaluate(item, scope));
  return values;
}

function* evaluateAll(values: Fields, scope: Scope): Step<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) entries.push([key, yield* evaluate(value, scope)]);
  return Object.fromEntries(entries);
}

function* pieces(items: readonly Expression[], scope: Scope): Generator<string> {
  for (const item of items) yield finishNow(evaluate(item, scope)) as string;
}

/** What the dictionaries of a request have in common. */
type Store = {
  get(key: string, fallback?: unknown, type?: (value: string) => unknown): unknown;
  require(key: string): unknown;
  has(key: string): boolean;
  getList(key: string, type?: (value: string) => unknown): unknown[];
  lists(): Iterable<[string, unknown[]]>;
};

function storeOf(name: string): Store {
  if (name === "view_args") return dictionaryStore(new Map(Object.entries(request.viewArgs ?? {})));
  if (name === "session") return dictionaryStore(session as unknown as ReadonlyMap<string, unknown>);
  return (request as unknown as Record<string, Store>)[name] as Store;
}

function dictionaryStore(dictionary: Pick<ReadonlyMap<string, unknown>, "has" | "get">): Store {
  return {
    get: (key, fallback) => (dictionary.has(key) ? dictionary.get(key) : fallback),
    has: (key) => dictionary.has(key),
    require(key) {
      if (!dictionary.has(key)) throw new KeyError(key);
      return dictionary.get(key);
    },
    getList: () => [],
    lists: () => [],
  };
}

function acceptOf(what: string): typeof request.acceptEncodings {
  if (what === "mimetypes") return request.accept;
  if (what === "languages") return request.acceptLanguages;
  return what === "charsets" ? request.acceptCharsets : request.acceptEncodings;
}

function errorAttribute(error: unknown, attribute: string): unknown {
  const fields = (isFields(error) ? error : {}) as Fields;
  if (attribute === "type") return pythonClass(error);
  if (attribute === "str") return fields.message;
  if (attribute === "name") return fields.statusText;
  if (attribute !== "original") return fields[attribute];
  const { originalException } = fields;
  return originalException === undefined ? null : pythonClass(originalException);
}

function responseAttribute(response: Response, attribute: string): unknown {
  if (attribute === "status_code") return response.status;
  if (attribute === "status") return `${response.status} ${response.statusText.toUpperCase()}`;
  return attribute === "text" ? response.text : response.mimetype;
}
