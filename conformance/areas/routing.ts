/** Routing: maps of rules, with what they match and build. */
import { MultiDict } from "../../src/http/index.ts";
import { type MapAdapter, RuleSyntaxError, type UrlMap } from "../../src/routing/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isFields, isSame } from "../neutral-values.ts";
import { bind, buildingValues, describeError, describeValues, mapOf, queryOf } from "../routing-map.ts";

const area: Area = {
  file: "flask/routing.json",
  departureLimit: 2,
  departures: [
    {
      cites: "section 14, item 16: negative arguments of converters can be read",
      applies: ({ out, in: input }) => "error" in out && rulesOf(input).some(hasNegativeArgument),
      // No integer without a sign is below a negative number, so the rule is the one without it.
      expected: ({ in: input }) => ({
        results: answers(mapOf({ ...input, rules: rulesOf(input).map(unbounded) }), input),
      }),
    },
    {
      cites: "section 14, item 16: an argument without a value is an error",
      applies: ({ in: input }) => rulesOf(input).some(({ rule }) => /=\s*[,)]/.test(`${rule}`)),
      expected: () => ({ error: "RuleSyntaxError" }),
    },
    {
      cites: "section 14, item 20: a Host header that is none is a BadHost, and no URL is built with it",
      applies: ({ in: input }) => (input.binds as Fields[]).some(hasNoHost),
      expected: ({ in: input, out }) => ({
        results: (out.results as Fields[]).map((result, index) => {
          const call = (input.calls as Fields[])[index];
          const to = (input.binds as Fields[])[call?.bind as number];
          return to !== undefined && hasNoHost(to) ? { error: "BadHost" } : result;
        }),
      }),
    },
  ],
  check(testCase, wanted) {
    return "results" in wanted
      ? checkCalls(testCase, wanted.results as Fields[])
      : checkRefused(testCase, wanted);
  },
};

export default area;

function rulesOf(input: Fields): readonly Fields[] {
  return input.rules as Fields[];
}

function hasNegativeArgument({ rule }: Fields): boolean {
  return /=\s*-\d/.test(`${rule}`);
}

function unbounded(rule: Fields): Fields {
  return { ...rule, rule: `${rule.rule}`.replace(/\(?min=-[\d.]+,?\s*\)?/, "") };
}

function hasNoHost({ environ }: Fields): boolean {
  return isFields(environ) && environ.HTTP_HOST === "";
}

/** Werkzeug refuses the map with one of Python's errors; Flagon says what is wrong with the rule. */
function checkRefused({ in: input }: Case, wanted: Fields): Mismatch | undefined {
  try {
    mapOf(input);
  } catch (error) {
    if (error instanceof RuleSyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
  return { wanted, got: "a map" };
}

function checkCalls({ in: input }: Case, results: readonly Fields[]): Mismatch | undefined {
  const calls = input.calls as Fields[];
  const given = answers(mapOf(input), input);
  const wrong = calls
    .map((call, index) => ({ call, wanted: withoutMessage(results[index] ?? {}), got: given[index] }))
    .filter(({ wanted, got }) => !isSame(comparable(wanted), comparable(got)));
  const [first] = wrong;
  return first === undefined
    ? undefined
    : { wanted: { call: first.call, result: first.wanted }, got: { result: first.got, wrong: wrong.length } };
}

function answers(map: UrlMap, input: Fields): Fields[] {
  const binds = input.binds as Fields[];
  return (input.calls as Fields[]).map((call) =>
    attempt(() => answer(bind(map, binds[call.bind as number] ?? {}), call)),
  );
}

function attempt(call: () => Fields): Fields {
  try {
    return call();
  } catch (error) {
    return describeError(error);
  }
}

function answer(adapter: MapAdapter, call: Fields): Fields {
  const path = call.path as string | undefined;
  const method = call.method as string | undefined;
  switch (call.op) {
    case "match": {
      const { rule, endpoint, values } = adapter.match(path, {
        method,
        queryArgs: queryOf(call.query_args),
        websocket: call.websocket as boolean | undefined,
      });
      const got = describeValues(values);
      return call.return_rule ? { ok: [rule.rule, got], endpoint } : { ok: [endpoint, got] };
    }
    case "build":
      return {
        ok: adapter.build(`${call.endpoint}`, buildingValues(call.values), {
          method,
          forceExternal: call.force_external as boolean | undefined,
          appendUnknown: call.append_unknown as boolean | undefined,
          urlScheme: call.url_scheme as string | undefined,
        }),
      };
    case "allowed_methods":
      return { ok: [...adapter.allowedMethods(path)].sort() };
    case "test":
      return { ok: adapter.test(path, { method }) };
    case "dispatch": {
      const options = { method, catchHttpExceptions: call.catch as boolean | undefined };
      const got = adapter.dispatch((endpoint, values) => [endpoint, describeValues(values)], path, options);
      return Array.isArray(got) ? { ok: got } : { returned: describeError(got) };
    }
    case "get_host":
      return { ok: adapter.getHost((call.domain_part as string | null) ?? undefined) };
    case "adapter":
      return { ok: describeAdapter(adapter) };
    default:
      throw new Error(`the operation ${JSON.stringify(call.op)} is not known`);
  }
}

function describeAdapter(adapter: MapAdapter): Fields {
  return {
    server_name: adapter.serverName,
    script_name: adapter.scriptName,
    subdomain: adapter.subdomain ?? null,
    url_scheme: adapter.urlScheme,
    path_info: adapter.pathInfo,
    default_method: adapter.defaultMethod,
    query_args: describeQuery(adapter.queryArgs),
  };
}

function describeQuery(query: MapAdapter["queryArgs"]): unknown {
  if (typeof query === "string" || query === undefined || query === null) return query ?? null;
  if (query instanceof MultiDict)
    return {
      $: "multidict",
      v: [...query.lists()].flatMap(([key, all]) => all.map((value) => [key, value])),
    };
  return describeValues(Object.fromEntries(query instanceof Map ? query : Object.entries(query)));
}

function withoutMessage({ message: _, ...rest }: Fields): Fields {
  if (rest.error === "TypeError") return { ...rest, error: "ValueError" };
  return rest;
}

/** A whole float is a whole number in JavaScript. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isFields(value)) return value;
  if (value.$ === "float" && /^-?\d+\.0$/.test(`${value.v}`)) return Number(value.v);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
}
