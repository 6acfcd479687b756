/** The rules of an application: Werkzeug's `Map`. */
import { asciiHost, BadHost, type Request } from "../http/index.ts";
import { inspectAs } from "../python/index.ts";
import type { ConverterClass } from "./base-converter.ts";
import type { QueryArgs } from "./build-values.ts";
import { DEFAULT_CONVERTERS } from "./converters.ts";
import { RuleConflictError, ValidationError } from "./errors.ts";
import { MapAdapter, type RuleMatch } from "./map-adapter.ts";
import { type Match, Matcher, type Miss } from "./matcher.ts";
import type { Rule, RuleHost } from "./rule.ts";
import type { RuleFactory } from "./rule-factories.ts";

/** How a map treats its rules: Werkzeug's arguments of `Map`. */
export type UrlMapOptions = {
  /** The subdomain of rules that name none; "" unless given. */
  readonly defaultSubdomain?: string | undefined;
  /** Whether a path without a rule's last slash is redirected to it; `true` unless given. */
  readonly strictSlashes?: boolean | undefined;
  /** Whether a path with several slashes in a row is redirected to the one without; `true` unless given. */
  readonly mergeSlashes?: boolean | undefined;
  /** Whether a URL that spells out a rule's defaults is redirected to the shorter one; `true` unless given. */
  readonly redirectDefaults?: boolean | undefined;
  /** Further converters, by their names. */
  readonly converters?: Iterable<readonly [string, ConverterClass]> | undefined;
  /** Whether the query of a built URL is sorted by its keys. */
  readonly sortParameters?: boolean | undefined;
  /** Matches whole hosts in place of subdomains. */
  readonly hostMatching?: boolean | undefined;
  /** What happens to a rule that another one hides: an error, unless `"allow"` is given. */
  readonly duplicateRules?: "error" | "allow" | undefined;
};

/** Where a map is bound to: what a request knows of the server. */
export type BindOptions = {
  /** Where the application is mounted; `/` unless given. */
  readonly scriptName?: string | undefined;
  readonly subdomain?: string | undefined;
  /** `http` unless given. */
  readonly urlScheme?: string | undefined;
  /** The method that `match` takes if it is given none; GET unless given. */
  readonly defaultMethod?: string | undefined;
  /** The path that `match` takes if it is given none, decoded. */
  readonly pathInfo?: string | undefined;
  /** The query that redirects keep: as it came, or values. */
  readonly queryArgs?: QueryArgs;
};

/** What binding reads of a request. */
export type BindableRequest = Pick<
  Request,
  "host" | "scheme" | "isSecure" | "method" | "path" | "queryString" | "scriptRoot"
> & {
  /** Gives a header by its lower-case name. */
  readonly source: {
    /** Its value, or `undefined` if there is none. */
    header(name: string): string | undefined;
  };
};

/** How a map is bound to a request. */
export type RequestBindOptions = {
  /** The host that subdomains belong to. */
  readonly serverName?: string | undefined;
  /** The subdomain, whatever the request's host says. */
  readonly subdomain?: string | undefined;
};

/** What is found for every path of a host that is no part of the server's name. */
const NOTHING: Miss = { methods: new Set(), websocketMismatch: false, redirect: undefined };

/**
 * Rules, matched and built: Werkzeug's `Map`, under a name of its own beside JavaScript's `Map`.
 *
 * @example
 * ```ts
 * const map = new UrlMap([new Rule("/users/<int:id>", { endpoint: "user" })]);
 * const urls = map.bind("example.com");
 * urls.match("/users/3"); // { rule, endpoint: "user", values: { id: 3 } }
 * urls.build("user", { id: 3 }); // "/users/3"
 * ```
 */
export class UrlMap implements RuleHost {
  /** The converters by their names; add your own before the rules that use them. */
  readonly converters: Map<string, ConverterClass>;
  readonly defaultSubdomain: string;
  strictSlashes: boolean;
  mergeSlashes: boolean;
  redirectDefaults: boolean;
  sortParameters: boolean;
  readonly hostMatching: boolean;
  /** What happens to a rule that another one hides. */
  duplicateRules: "error" | "allow";

  readonly #rules: Rule[] = [];
  readonly #matcher = new Matcher();
  readonly #byEndpoint = new Map<string, Rule[]>();

  /**
   * @param rules Rules, and what makes rules.
   * @throws RuleSyntaxError, RuleConflictError
   */
  constructor(rules: Iterable<RuleFactory> = [], options: UrlMapOptions = {}) {
    this.converters = new Map([...DEFAULT_CONVERTERS, ...(options.converters ?? [])]);
    this.defaultSubdomain = options.defaultSubdomain ?? "";
    this.strictSlashes = options.strictSlashes ?? true;
    this.mergeSlashes = options.mergeSlashes ?? true;
    this.redirectDefaults = options.redirectDefaults ?? true;
    this.sortParameters = options.sortParameters ?? false;
    this.hostMatching = options.hostMatching ?? false;
    this.duplicateRules = options.duplicateRules ?? "error";
    for (const factory of rules) this.add(factory);
  }

  /**
   * Adds a rule, or the rules that a factory makes.
   *
   * @throws RuleSyntaxError if one cannot be read; RuleConflictError if another one hides it.
   */
  add(factory: RuleFactory): void {
    for (const rule of factory.getRules()) {
      const siblings = this.#byEndpoint.get(rule.endpoint) ?? [];
      rule.bind(this, siblings);
      if (!rule.buildOnly) this.#matcher.add(rule, (others) => this.#check(rule, others));
      this.#rules.push(rule);
      siblings.push(rule);
      siblings.sort(compareForBuilding);
      this.#byEndpoint.set(rule.endpoint, siblings);
    }
  }

  /** The rules in the order in which they were added: of an endpoint, or all. Werkzeug's `iter_rules`. */
  *iterRules(endpoint?: string): Generator<Rule> {
    for (const rule of this.#rules) if (endpoint === undefined || rule.endpoint === endpoint) yield rule;
  }

  /** The endpoints that have rules. */
  get endpoints(): Iterable<string> {
    return this.#byEndpoint.keys();
  }

  /** The rules of an endpoint, the best one to build a URL with first. */
  rulesOf(endpoint: string): readonly Rule[] {
    return this.#byEndpoint.get(endpoint) ?? [];
  }

  /** Whether a rule of the endpoint has all of the variables: Werkzeug's `is_endpoint_expecting`. */
  isEndpointExpecting(endpoint: string, ...names: readonly string[]): boolean {
    return this.rulesOf(endpoint).some((rule) => names.every((name) => rule.arguments.has(name)));
  }

  /** What the machine finds for a path; {@link MapAdapter.match} turns it into an answer. */
  find(domain: string, path: string, method: string, websocket = false): Match | Miss {
    if (domain === INVALID_SUBDOMAIN) return NOTHING;
    return this.#matcher.match(domain, path, method, websocket, this.mergeSlashes);
  }

  /**
   * The rule for a path of the default subdomain, if nothing but the path decides it; `undefined` if there is none, or
   * if its requests may have to be redirected, which {@link MapAdapter.match} knows.
   */
  matchDirect(path: string, method: string): RuleMatch | undefined {
    // Several slashes at the start are one.
    if (path.startsWith("//")) return undefined;
    const found = this.find(this.defaultSubdomain, path, method);
    if (!("rule" in found)) return undefined;
    const { rule } = found;
    if (rule.mayRedirect) return undefined;
    try {
      return { rule, endpoint: rule.endpoint, values: rule.valuesOf(found.texts) };
    } catch (error) {
      if (error instanceof ValidationError) return undefined;
      throw error;
    }
  }

  /**
   * The map at a server: what matches and builds URLs there.
   *
   * @param serverName The host, with its port if that is not the scheme's own.
   * @throws BadHost if it is no host; Error if a subdomain is given and the map matches hosts.
   */
  bind(serverName: string, options: BindOptions = {}): MapAdapter {
    if (this.hostMatching && options.subdomain !== undefined) {
      throw new Error("A map with hostMatching has no subdomains; leave the subdomain out.");
    }
    const subdomain = this.hostMatching ? undefined : (options.subdomain ?? this.defaultSubdomain);
    return new MapAdapter(this, asciiServerName(serverName), subdomain, options);
  }

  /**
   * The map at the server that a request came to: Werkzeug's `bind_to_environ`.
   *
   * @param request The request.
   * @param options What is known besides. Subdomains belong to its `serverName`, `example.com`; to the request's own host
   *   unless it is given. For a host that is no part of it no subdomain matches, not even a variable one.
   * @throws BadHost, a 400, if the request names no host.
   */
  bindToRequest(request: BindableRequest, options: RequestBindOptions = {}): MapAdapter {
    const host = request.host.toLowerCase();
    const scheme = isUpgrade(request) ? (request.isSecure ? "wss" : "ws") : request.scheme;
    const serverName =
      options.serverName === undefined ? host : withoutOwnPort(options.serverName.toLowerCase(), scheme);
    const subdomain = options.subdomain ?? (this.hostMatching ? undefined : subdomainOf(host, serverName));
    return new MapAdapter(this, asciiServerName(serverName), subdomain, {
      scriptName: request.scriptRoot,
      urlScheme: scheme,
      defaultMethod: request.method,
      pathInfo: request.path,
      queryArgs: request.queryString,
    });
  }

  /** The rules as they are listed. */
  toString(): string {
    return `UrlMap([\n${this.#rules.map((rule) => `  ${rule}`).join(",\n")}\n])`;
  }

  #check(rule: Rule, others: readonly Rule[]): void {
    if (this.duplicateRules === "allow") return;
    const hiding = others.find((other) => other.websocket === rule.websocket && sharesMethod(other, rule));
    if (hiding !== undefined) throw new RuleConflictError(`${hiding}`, `${rule}`);
  }
}

inspectAs(UrlMap.prototype, (map) => map.toString());

/** The subdomain of a host that is no part of the server's name; it is no name, and matches nothing. */
export const INVALID_SUBDOMAIN = "<invalid>";

function subdomainOf(host: string, serverName: string): string {
  if (host === serverName) return "";
  return host.endsWith(`.${serverName}`) ? host.slice(0, -serverName.length - 1) : INVALID_SUBDOMAIN;
}

function isUpgrade(request: BindableRequest): boolean {
  if (request.source.header("upgrade")?.toLowerCase() !== "websocket") return false;
  const tokens = request.source.header("connection")?.toLowerCase().split(",") ?? [];
  return tokens.some((token) => token.trim() === "upgrade");
}

function withoutOwnPort(serverName: string, scheme: string): string {
  const own = scheme === "https" || scheme === "wss" ? ":443" : ":80";
  return serverName.endsWith(own) ? serverName.slice(0, -own.length) : serverName;
}

function asciiServerName(serverName: string): string {
  const colon = serverName.startsWith("[") ? serverName.indexOf("]:") + 1 : serverName.indexOf(":");
  const host = (colon > 0 ? serverName.slice(0, colon) : serverName).toLowerCase();
  try {
    return (
      (host.startsWith("[") || host === "" ? host : asciiHost(host)) +
      (colon > 0 ? serverName.slice(colon) : "")
    );
  } catch (cause) {
    throw new BadHost(`${JSON.stringify(serverName)} is no host.`, { cause });
  }
}

/** Those that are no alias first, then those with more arguments, then those with more defaults. */
function compareForBuilding(a: Rule, b: Rule): number {
  return (
    Number(a.alias) - Number(b.alias) ||
    b.arguments.size - a.arguments.size ||
    Object.keys(b.defaults ?? {}).length - Object.keys(a.defaults ?? {}).length
  );
}

/** OPTIONS and HEAD come by themselves and conflict with nothing. */
function sharesMethod(a: Rule, b: Rule): boolean {
  if (a.methods === undefined || b.methods === undefined) return true;
  const alike = [...a.methods].filter((method) => b.methods?.has(method));
  return alike.some((method) => method !== "OPTIONS" && method !== "HEAD");
}
