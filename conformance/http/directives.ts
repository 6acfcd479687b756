/** Headers of named values: Cache-Control, Content-Security-Policy, Authorization, WWW-Authenticate, Age. */
import {
  Authorization,
  dumpAge,
  parseAge,
  parseCacheControlHeader,
  parseCspHeader,
  type RequestCacheControl,
  ResponseCacheControl,
  WWWAuthenticate,
} from "../../src/http/index.ts";
import type { Arguments, Calls } from "./arguments.ts";

/** How the calls of these functions are run. */
export const directiveCalls: Calls = {
  parse_cache_control: cacheControl,
  parse_csp_header: (args) => {
    const policy = parseCspHeader(args.optional("value"));
    return { items: [...policy], header: policy.toHeader() };
  },
  parse_age: (args) => parseAge(args.optional("value")) ?? null,
  dump_age: (args) => {
    const age = args.raw("age");
    return dumpAge(typeof age === "string" || typeof age === "number" ? Number(age) : -1);
  },
  authorization_from_header: (args) => described(Authorization.fromHeader(args.optional("value"))),
  authorization_to_header: (args) => new Authorization(args.text("type"), credentials(args, true)).toHeader(),
  www_authenticate_from_header: (args) => described(WWWAuthenticate.fromHeader(args.optional("value"))),
  www_authenticate_to_header: (args) =>
    new WWWAuthenticate(args.text("type"), credentials(args, false)).toHeader(),
};

function cacheControl(args: Arguments): unknown {
  const value = args.optional("value");
  const parsed =
    args.text("cls") === "response"
      ? parseCacheControlHeader(value, ResponseCacheControl)
      : parseCacheControlHeader(value);
  const result: Record<string, unknown> = {
    items: [...parsed].map(([name, value]) => [name, value ?? null]),
    header: parsed.toHeader(),
    props: properties(parsed),
  };
  if (args.raw("set") === undefined) return result;
  const values = parsed as unknown as Record<string, unknown>;
  for (const [property, value] of args.list("set") as [string, unknown][]) {
    const name = camelCase(property);
    // Python takes any value for true or false, and a number for text, where TypeScript does not.
    if (TEXTUAL.has(name)) values[name] = typeof value === "number" ? `${value}` : (value ?? undefined);
    else values[name] = typeof values[name] === "boolean" ? Boolean(value) : (value ?? undefined);
  }
  return { ...result, after_set: parsed.toHeader() };
}

const TEXTUAL: ReadonlySet<string> = new Set(["noCache", "private"]);
const SHARED = ["no_cache", "no_store", "max_age", "no_transform", "stale_if_error"];
const OF_REQUEST = [...SHARED, "max_stale", "min_fresh", "only_if_cached"];
const OF_RESPONSE = [
  ...SHARED,
  "public",
  "private",
  "must_revalidate",
  "proxy_revalidate",
  "s_maxage",
  "immutable",
  "must_understand",
  "stale_while_revalidate",
];

function properties(parsed: RequestCacheControl | ResponseCacheControl): unknown {
  const names = parsed instanceof ResponseCacheControl ? OF_RESPONSE : OF_REQUEST;
  const values = parsed as unknown as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, values[camelCase(name)] ?? null]));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function described(parsed: Authorization | WWWAuthenticate | undefined): unknown {
  if (parsed === undefined) return null;
  const parameters = parsed instanceof Authorization ? parsed.parameters : parsed;
  return {
    type: parsed.type,
    parameters: [...parameters].map(([name, value]) => [name, value ?? null]),
    token: parsed.token ?? null,
    header: parsed.toHeader(),
  };
}

function credentials(args: Arguments, isRequest: boolean) {
  const parameters = new Map<string, string | undefined>();
  for (const [name, value] of args.dictionary("parameters")) {
    parameters.set(name, value === null || value === undefined ? undefined : `${value}`);
  }
  // Basic without a name: Python writes what is missing as `None`.
  if (isRequest && args.text("type") === "basic") {
    for (const name of ["username", "password"]) if (!parameters.has(name)) parameters.set(name, "None");
  }
  return { parameters, token: args.optional("token") };
}
