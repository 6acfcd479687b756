/** The page that explains an error to the developer: who may see it, and what of a request it shows. */
import { isFromThisMachine, type Request, type Response } from "../../http/index.ts";
import type { Application } from "../application.ts";
import { HIDDEN, isSecretName, withoutSecrets } from "../security/secrets.ts";

/**
 * Whether whoever asks is the developer, at the machine that the application runs on: `config.debug` is on,
 * `NODE_ENV` is not `production`, and the request came from that machine itself.
 */
export function mayShowDebugPage({ config }: Application, request: Request): boolean {
  if (!config.debug || globalThis.process?.env?.NODE_ENV === "production") return false;
  return isFromThisMachine(request);
}

/** What is shown of a request, in groups of names and values; no secret is among the values. */
export type RequestGroups = readonly {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
}[];

/** Makes the page. @throws What goes wrong in that: the visitor gets an answer nevertheless. */
export async function debugPage(app: Application, request: Request, error: unknown): Promise<Response> {
  const { debugPage: page } = await import("../../debug/index.ts");
  const hide = hiderOf(app, request);
  return page({
    error,
    groups: groupsOf(request, hide),
    hide,
    wantsText: wantsText(request),
    templateSource: (name) => app.templating.loader?.getSource(app.templating.environment, name).source,
  });
}

/** Programs, which say what they take, get text; a browser takes HTML. */
function wantsText(request: Request): boolean {
  return !(request.headers.get("Accept") ?? "text/html").includes("text/html");
}

function groupsOf(request: Request, hide: (text: string) => string): RequestGroups {
  const { method, path, endpoint, urlRule, viewArgs, remoteAddr, id } = request;
  const query = pairsOf(request.args);
  const search = query.map((pair) => pair.join("=")).join("&");
  const about = [
    ["Method", method],
    ["URL", search === "" ? path : `${path}?${search}`],
    ["Rule", urlRule?.rule],
    ["Endpoint", endpoint],
    ["View arguments", viewArgs === undefined ? undefined : jsonOf(withoutSecrets("", viewArgs))],
    ["From", remoteAddr],
    ["Request id", id],
  ];
  const groups = [
    { title: "Request", rows: about.filter((row): row is [string, string] => row[1] !== undefined) },
    { title: "Headers", rows: Array.from(request.headers, headerRow) },
    { title: "Query", rows: query },
    { title: "Form", rows: request.isBodyReceived ? attempted(() => pairsOf(request.form)) : [] },
  ];
  return groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => ({ title, rows: rows.map(([name, value]) => [hide(name), hide(value)]) }));
}

function headerRow([name, value]: readonly [string, string]): [string, string] {
  const lower = name.toLowerCase();
  // Its names tell which cookies came.
  if (lower === "cookie") return [name, value.replace(/=[^;]*/g, `=${HIDDEN}`)];
  if (lower === "referer") return [name, value.replace(/\?.*$/s, `?${HIDDEN}`)];
  return [name, SECRET_FIELD.test(lower) || isSecretName(lower) ? HIDDEN : value];
}

// What people type into forms, and what programs send, beside the names of settings.
const SECRET_FIELD = /auth|session|cookie|csrf|xsrf|otp|cvc|cvv|card|iban|ssn|^pins?$|signature|jwt/i;

function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name) || isSecretName(name);
}

function pairsOf(fields: Request["args"]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, values] of fields.lists()) {
    for (const value of values) pairs.push([name, isSecretField(name) ? HIDDEN : value]);
  }
  return pairs;
}

const SHORTEST_SECRET = 4;
// A cookie such as "dark" is no secret, and a word of many sources.
const SHORTEST_COOKIE = 12;

/** Hides in a text, such as the message of an error, the secrets of the configuration and of the request. */
function hiderOf(app: Application, request: Request): (text: string) => string {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(app.config)) collect(secrets, name, value, 0);
  for (const value of request.cookies.values()) if (value.length >= SHORTEST_COOKIE) secrets.add(value);
  const { authorization } = request;
  for (const text of [authorization?.password, authorization?.token]) if (text) secrets.add(text);
  for (const [name, value] of Object.entries(request.viewArgs ?? {})) {
    // It is part of the path, too.
    if (isSecretField(name)) secrets.add(String(value)).add(encodeURIComponent(String(value)));
  }
  const forms = [request.args, ...(request.isBodyReceived ? attempted(() => [request.form]) : [])];
  for (const [name, values] of forms.flatMap((form) => [...form.lists()])) {
    if (isSecretField(name)) for (const value of values) secrets.add(value);
  }
  const longestFirst = [...secrets]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const shown = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
    // Passwords of URLs are hidden in every text.
    return String(withoutSecrets("", shown));
  };
}

const DEEPEST = 5;

function collect(secrets: Set<string>, name: string, value: unknown, depth: number): void {
  if (typeof value === "string" && isSecretName(name)) secrets.add(value);
  if (typeof value !== "object" || value === null || depth > DEEPEST) return;
  for (const [key, inner] of Object.entries(value)) {
    // What lies within a secret is one too.
    collect(secrets, isSecretName(name) ? name : key, inner, depth + 1);
  }
}

/** A form may be too large, or none; then the page has none. */
function attempted<T>(step: () => T[]): T[] {
  try {
    return step();
  } catch {
    return [];
  }
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
  } catch {
    return String(value);
  }
}
