/** Makes the maps, rules and values that the routing cases describe, and tells what a call gave. */
import { getHost, HTTPException, MethodNotAllowed, MultiDict, RequestHeaders } from "../src/http/index.ts";
import { pythonText, Tuple, type UUID } from "../src/python/index.ts";
import {
  AnyConverter,
  BaseConverter,
  type BindableRequest,
  BuildError,
  type ConverterClass,
  IntegerConverter,
  type MapAdapter,
  type QueryArgs,
  RequestRedirect,
  Rule,
  UrlMap,
  UUIDConverter,
} from "../src/routing/index.ts";
import type { Fields } from "./area.ts";
import { isFields, readValue, writeValue } from "./neutral-values.ts";

/** Python's integers have no end; Flagon's own converter finds nothing beyond 2^53. */
class PythonIntegerConverter extends IntegerConverter {
  protected override unsafeInteger(text: string): bigint {
    return this.checkLimits(BigInt(text), text);
  }
}

/** Werkzeug writes a text of the list as it is, even one that ends the path; Flagon encodes it. */
class RawAnyConverter extends AnyConverter {
  override toUrl(value: string): string {
    super.toUrl(value);
    return value;
  }
}

/** Werkzeug writes any value as its text, and encodes nothing. */
class RawUUIDConverter extends UUIDConverter {
  override toUrl(value: UUID): string {
    return pythonText(value);
  }
}

/** A float prints as Python prints it, also where a JavaScript number has lost that it was one. */
class PythonFloat {
  readonly #repr: string;

  constructor(repr: string) {
    this.#repr = repr;
  }

  valueOf(): number {
    return Number(this.#repr);
  }

  toString(): string {
    return this.#repr;
  }
}

/** A value for building: what a JavaScript number cannot tell of a Python float is kept. */
export function buildingValue(neutral: unknown): unknown {
  if (isFields(neutral) && neutral.$ === "float" && /^-?\d+\.0$/.test(`${neutral.v}`)) {
    return new PythonFloat(`${neutral.v}`);
  }
  if (isFields(neutral) && neutral.$ === "tuple")
    return Tuple.from((neutral.v as unknown[]).map(buildingValue));
  return Array.isArray(neutral) ? neutral.map(buildingValue) : readValue(neutral, { dictionary: "map" });
}

/** The values of a call that builds a URL. */
export function buildingValues(neutral: unknown): Map<string, unknown> | MultiDict<unknown> | null {
  if (!isFields(neutral)) return null;
  const pairs = (neutral.v as [string, unknown][]).map(
    ([key, value]) => [key, buildingValue(value)] as const,
  );
  return neutral.$ === "multidict" ? new MultiDict<unknown>(pairs) : new Map(pairs);
}

/** The map of a case, with its rules. */
export function mapOf(input: Fields): UrlMap {
  const settings = input.map as Fields;
  const converters: [string, ConverterClass][] = [
    ["int", PythonIntegerConverter],
    ["any", RawAnyConverter],
    ["uuid", RawUUIDConverter],
  ];
  for (const custom of (settings.converters ?? []) as Fields[])
    converters.push([`${custom.name}`, converterOf(custom)]);
  const rules = (input.rules as Fields[]).map(ruleOf);
  return new UrlMap(rules, {
    defaultSubdomain: settings.default_subdomain as string | undefined,
    strictSlashes: settings.strict_slashes as boolean | undefined,
    mergeSlashes: settings.merge_slashes as boolean | undefined,
    redirectDefaults: settings.redirect_defaults as boolean | undefined,
    sortParameters: settings.sort_parameters as boolean | undefined,
    hostMatching: settings.host_matching as boolean | undefined,
    converters,
    // Werkzeug takes rules that are never reached.
    duplicateRules: "allow",
  });
}

/** The map where a case binds it. */
export function bind(map: UrlMap, to: Fields): MapAdapter {
  if (isFields(to.environ)) {
    return map.bindToRequest(requestOf(to.environ), {
      serverName: to.server_name as string | undefined,
      subdomain: to.subdomain as string | undefined,
    });
  }
  return map.bind(`${to.server_name}`, {
    scriptName: (to.script_name as string | null) ?? undefined,
    subdomain: (to.subdomain as string | null) ?? undefined,
    urlScheme: to.url_scheme as string | undefined,
    defaultMethod: to.default_method as string | undefined,
    pathInfo: (to.path_info as string | null) ?? undefined,
    queryArgs: queryOf(to.query_args),
  });
}

/** A query as text or values. */
export function queryOf(neutral: unknown): QueryArgs {
  return typeof neutral === "string" ? neutral : buildingValues(neutral);
}

/** What an error is called in the recorded cases, with what they tell of it. */
export function describeError(error: unknown): Fields {
  if (error instanceof RequestRedirect)
    return { error: "RequestRedirect", url: error.newUrl, code: error.code };
  if (error instanceof MethodNotAllowed) {
    return { error: "MethodNotAllowed", allowed: [...(error.validMethods ?? [])].sort() };
  }
  // Werkzeug lets a converter's own error through; a BuildError carries it as its cause.
  if (error instanceof BuildError && error.cause !== undefined) return { error: "ValueError" };
  if (error instanceof HTTPException || error instanceof BuildError) return { error: error.name };
  throw error;
}

/** The values of a match. */
export function describeValues(values: Readonly<Record<string, unknown>>): unknown {
  return {
    $: "dict",
    v: Object.entries(values).map(([key, value]) => [
      key,
      writeValue(value instanceof PythonFloat ? value.valueOf() : value),
    ]),
  };
}

function ruleOf(rule: Fields): Rule {
  const defaults = isFields(rule.defaults)
    ? Object.fromEntries(
        (rule.defaults.v as [string, unknown][]).map(([key, value]) => [key, buildingValue(value)]),
      )
    : undefined;
  return new Rule(`${rule.rule}`, {
    endpoint: rule.endpoint as string | undefined,
    methods: rule.methods as string[] | undefined,
    defaults,
    subdomain: rule.subdomain as string | undefined,
    host: rule.host as string | undefined,
    buildOnly: rule.build_only as boolean | undefined,
    strictSlashes: rule.strict_slashes as boolean | undefined,
    mergeSlashes: rule.merge_slashes as boolean | undefined,
    redirectTo: rule.redirect_to as string | undefined,
    alias: rule.alias as boolean | undefined,
    websocket: rule.websocket as boolean | undefined,
  });
}

function converterOf(custom: Fields): ConverterClass {
  return class extends BaseConverter {
    override readonly regex: string = (custom.regex as string | undefined) ?? "[^/]+";
    override readonly weight: number = (custom.weight as number | undefined) ?? 100;
    override readonly partIsolating: boolean | undefined = custom.part_isolating as boolean | undefined;
  };
}

function requestOf(environ: Fields): BindableRequest {
  const scheme = `${environ["wsgi.url_scheme"] ?? "http"}`;
  const headers = new RequestHeaders(
    Object.entries(environ)
      .filter(([name]) => name.startsWith("HTTP_"))
      .map(([name, value]) => [name.slice("HTTP_".length).replaceAll("_", "-"), `${value}`]),
  );
  const server = [`${environ.SERVER_NAME}`, Number(environ.SERVER_PORT)] as const;
  const host = environ.HTTP_HOST as string | undefined;
  return {
    host: getHost(scheme, host, server),
    scheme,
    isSecure: scheme === "https",
    method: `${environ.REQUEST_METHOD ?? "GET"}`,
    path: decoded(environ.PATH_INFO),
    queryString: decoded(environ.QUERY_STRING),
    scriptRoot: decoded(environ.SCRIPT_NAME),
    source: { header: (name) => headers.get(name) },
  };
}

/** A WSGI string, one character a byte, as text. */
function decoded(value: unknown): string {
  return Buffer.from(`${value ?? ""}`, "latin1").toString("utf8");
}
