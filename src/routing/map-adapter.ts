/** A map at a server: matches paths and builds URLs there. */
import { HTTPException, MethodNotAllowed, NotFound, quote } from "../http/index.ts";
import { type BuildValues, givenValues, type QueryArgs, queryText } from "./build-values.ts";
import { BuildError, RequestRedirect, ValidationError, WebsocketMismatch } from "./errors.ts";
import type { Miss } from "./matcher.ts";
import { queryOf } from "./query.ts";
import { filledTarget, joined } from "./redirect-target.ts";
import type { BuiltURL, Rule } from "./rule.ts";
import { whyNotBuilt } from "./suggestion.ts";
import type { BindOptions, UrlMap } from "./url-map.ts";
import { encodeMisread } from "./url-text.ts";

/** A rule that matched, with the values of its variables. */
export type RuleMatch = {
  readonly rule: Rule;
  readonly endpoint: string;
  readonly values: Record<string, unknown>;
};

/** What `match` takes besides the path. */
export type MatchOptions = {
  readonly method?: string | undefined;
  /** The query that a redirect keeps; that of the adapter unless given. */
  readonly queryArgs?: QueryArgs;
  readonly websocket?: boolean | undefined;
};

/** How a URL is built. */
export type BuildOptions = {
  /** Builds with a rule that takes the method. */
  readonly method?: string | undefined;
  /** Gives the whole URL, with scheme and host. */
  readonly forceExternal?: boolean | undefined;
  /** Whether values that are no variables go to the query; `true` unless given. */
  readonly appendUnknown?: boolean | undefined;
  /** The scheme of a whole URL, `http` or `https`; "" leaves it out: `//host/path`. */
  readonly urlScheme?: string | undefined;
};

const LEGAL_IN_PATH = "!$&'()*+,/:;=@";
const SECURE: ReadonlySet<string> = new Set(["https", "wss"]);

/** The rule that a URL is built with, and what it gives. */
type Chosen = { readonly rule: Rule; readonly url: BuiltURL };

/** What {@link UrlMap.bind} gives: Werkzeug's `MapAdapter`. */
export class MapAdapter {
  readonly map: UrlMap;
  readonly serverName: string;
  /** Where the application is mounted, with a slash at its end. */
  readonly scriptName: string;
  readonly subdomain: string | undefined;
  readonly urlScheme: string;
  readonly pathInfo: string;
  readonly defaultMethod: string;
  readonly queryArgs: QueryArgs;
  /** Whether requests are for WebSockets. */
  readonly websocket: boolean;

  constructor(map: UrlMap, serverName: string, subdomain: string | undefined, options: BindOptions = {}) {
    const { scriptName = "/", urlScheme = "http" } = options;
    this.map = map;
    this.serverName = serverName;
    this.subdomain = subdomain;
    this.scriptName = scriptName.endsWith("/") ? scriptName : `${scriptName}/`;
    this.urlScheme = urlScheme;
    this.pathInfo = options.pathInfo ?? "/";
    this.defaultMethod = options.defaultMethod ?? "GET";
    this.queryArgs = options.queryArgs;
    this.websocket = urlScheme === "ws" || urlScheme === "wss";
  }

  /**
   * The rule for a path and method.
   *
   * @param path The path, decoded; the adapter's own unless given.
   * @throws NotFound if no rule has the path; MethodNotAllowed, with the methods there are, if none has the method;
   *   RequestRedirect if the path should be written in another way; WebsocketMismatch.
   */
  match(path: string = this.pathInfo, options: MatchOptions = {}): RuleMatch {
    const found = this.lookUp(path, options);
    if (found instanceof HTTPException) throw found;
    return found;
  }

  /**
   * What {@link match} gives, or the reason that it throws where no rule matches: to throw it and catch it again took a
   * twentieth of a request that another server answers.
   *
   * @param missed The reason where no rule has the path, in place of a new one.
   * @throws RequestRedirect of a rule that matches.
   */
  lookUp(
    path: string = this.pathInfo,
    options: MatchOptions = {},
    missed?: HTTPException,
  ): RuleMatch | HTTPException {
    const method = (options.method ?? this.defaultMethod).toUpperCase();
    const queryArgs = options.queryArgs ?? this.queryArgs;
    const found = this.map.find(
      this.#domain,
      path === "" ? "" : `/${path.replace(/^\/+/, "")}`,
      method,
      options.websocket ?? this.websocket,
    );
    if (!("rule" in found)) {
      return missed !== undefined && isPlain(found) ? missed : this.#missed(found, queryArgs);
    }
    const { rule } = found;
    const values = valuesOf(rule, found.texts);
    this.#redirect(rule, method, values, queryArgs);
    return { rule, endpoint: rule.endpoint, values };
  }

  /** Whether a rule has the path, or one that the path redirects to. */
  test(path?: string, options?: MatchOptions): boolean {
    try {
      this.match(path, options);
      return true;
    } catch (error) {
      if (error instanceof RequestRedirect) return true;
      if (error instanceof HTTPException) return false;
      throw error;
    }
  }

  /** The methods that rules take for a path. */
  allowedMethods(path?: string): readonly string[] {
    try {
      this.match(path, { method: "--" });
    } catch (error) {
      if (error instanceof MethodNotAllowed) return error.validMethods ?? [];
      if (!(error instanceof HTTPException)) throw error;
    }
    return [];
  }

  /**
   * Calls a function with the endpoint and the values of a path, and gives what it gives; a redirect is given too.
   *
   * @param options `catchHttpExceptions` gives HTTP errors in place of throwing them.
   */
  dispatch<T>(
    view: (endpoint: string, values: Record<string, unknown>) => T,
    path?: string,
    options: MatchOptions & { readonly catchHttpExceptions?: boolean | undefined } = {},
  ): T | HTTPException {
    try {
      const match = this.#matchOrRedirect(path, options);
      return match instanceof RequestRedirect ? match : view(match.endpoint, match.values);
    } catch (error) {
      if (options.catchHttpExceptions === true && error instanceof HTTPException) return error;
      throw error;
    }
  }

  /** The host of a subdomain; with `hostMatching` the domain itself. */
  getHost(domain: string | undefined): string {
    if (this.map.hostMatching) return domain ?? this.serverName;
    const subdomain = domain ?? this.subdomain;
    return subdomain ? `${subdomain}.${this.serverName}` : this.serverName;
  }

  /**
   * The URL of an endpoint: only path and query, unless its host or scheme is another.
   *
   * @param values Values for the variables; further ones go to the query. `null` and `undefined` count as missing.
   * @throws BuildError if no rule of the endpoint takes the values.
   */
  build(endpoint: string, values?: BuildValues, options: BuildOptions = {}): string {
    const given = givenValues(values);
    const { rule, url } = this.#chosen(endpoint, given, options.method);
    const path = this.#withQuery(rule, url.path, given, options.appendUnknown ?? true).replace(/^\/+/, "");
    const host = this.getHost(url.domain);
    const isHere = this.map.hostMatching ? host === this.serverName : url.domain === this.subdomain;
    if (isHere && options.forceExternal !== true && !rule.websocket) {
      return `${this.#mount}/${path}`;
    }
    const scheme = options.urlScheme ?? this.urlScheme;
    return `${schemeText(scheme, rule.websocket)}//${host}${this.#mount}/${path}`;
  }

  /** The script name without its last slash; one slash starts it, lest it name a host: `//evil.example`. */
  get #mount(): string {
    const { scriptName } = this;
    if (scriptName === "/") return "";
    const root = encodeMisread(scriptName.replace(/^[/\\]+|\/+$/g, ""));
    return root === "" ? "" : `/${root}`;
  }

  get #domain(): string {
    return this.map.hostMatching || this.subdomain === undefined ? this.serverName : this.subdomain;
  }

  #matchOrRedirect(path: string | undefined, options: MatchOptions): RuleMatch | RequestRedirect {
    try {
      return this.match(path, options);
    } catch (error) {
      if (error instanceof RequestRedirect) return error;
      throw error;
    }
  }

  #missed(miss: Miss, queryArgs: QueryArgs): HTTPException {
    // Where in the router a path was missed tells nobody anything, and the trace took an eighth of such a request.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return this.#reasonOf(miss, queryArgs);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  #reasonOf(miss: Miss, queryArgs: QueryArgs): HTTPException {
    if (miss.redirect !== undefined) {
      return new RequestRedirect(
        this.#redirectUrl(quote(miss.redirect.toWellFormed(), LEGAL_IN_PATH), queryArgs),
      );
    }
    if (miss.methods.size > 0) return new MethodNotAllowed([...miss.methods]);
    return miss.websocketMismatch ? new WebsocketMismatch() : new NotFound();
  }

  #redirect(rule: Rule, method: string, values: Record<string, unknown>, queryArgs: QueryArgs): void {
    const { redirectDefaults } = this.map;
    if (rule.alias && redirectDefaults) {
      const url = this.build(rule.endpoint, values, { method, appendUnknown: false, forceExternal: true });
      const query = queryText(queryArgs);
      throw new RequestRedirect(query === "" ? url : `${url}?${query}`);
    }
    if (redirectDefaults) this.#redirectToDefaults(rule, method, values, queryArgs);
    if (rule.redirectTo !== undefined) throw new RequestRedirect(this.#target(rule, rule.redirectTo, values));
  }

  /** A rule that has the values as its defaults has the shorter URL. */
  #redirectToDefaults(
    rule: Rule,
    method: string,
    values: Record<string, unknown>,
    queryArgs: QueryArgs,
  ): void {
    let given: Map<string, unknown> | undefined;
    for (const other of this.map.rulesOf(rule.endpoint)) {
      // Those after the rule are not better than it.
      if (other === rule) return;
      if (!other.providesDefaultsFor(rule)) continue;
      given ??= new Map(Object.entries(values));
      if (!other.suitableFor(given, method)) continue;
      const { domain, path } = other.build(new Map([...given, ...Object.entries(other.defaults ?? {})]));
      throw new RequestRedirect(this.#redirectUrl(path, queryArgs, domain));
    }
  }

  #redirectUrl(path: string, queryArgs: QueryArgs, domain?: string): string {
    const query = queryText(queryArgs);
    const whole = `${this.#mount}/${path.replace(/^\/+/, "")}`;
    return `${this.urlScheme || "http"}://${this.getHost(domain)}${whole}${query === "" ? "" : `?${query}`}`;
  }

  #target(rule: Rule, redirectTo: NonNullable<Rule["redirectTo"]>, values: Record<string, unknown>): string {
    const host = this.subdomain ? `${this.subdomain}.${this.serverName}` : this.serverName;
    const base = `${this.urlScheme || "http"}://${host}${this.#mount}/`;
    return typeof redirectTo === "function"
      ? joined(base, redirectTo(this, values))
      : filledTarget(rule, redirectTo, values, base);
  }

  #withQuery(rule: Rule, path: string, values: ReadonlyMap<string, unknown>, appendUnknown: boolean): string {
    if (!appendUnknown || values.size === 0) return path;
    const unknown = [...values].filter(([name]) => !rule.uses(name));
    const query = queryOf(unknown, this.map.sortParameters);
    return query === "" ? path : `${path}?${query}`;
  }

  /** The rule to build with: one for the adapter's own method first, then one for any. */
  #chosen(endpoint: string, values: ReadonlyMap<string, unknown>, method: string | undefined): Chosen {
    const chosen =
      method === undefined
        ? (this.#chosenFor(endpoint, values, this.defaultMethod) ??
          this.#chosenFor(endpoint, values, undefined))
        : this.#chosenFor(endpoint, values, method);
    if (chosen !== undefined) {
      checkHost(chosen, values);
      return chosen;
    }
    const { reason, suggested } = whyNotBuilt(this.map.iterRules(), endpoint, values, method);
    throw new BuildError(endpoint, reason, { values, method, suggested });
  }

  #chosenFor(
    endpoint: string,
    values: ReadonlyMap<string, unknown>,
    method: string | undefined,
  ): Chosen | undefined {
    let first: Chosen | undefined;
    for (const rule of this.map.rulesOf(endpoint)) {
      if (!rule.suitableFor(values, method)) continue;
      const url = rule.build(values);
      if (!this.map.hostMatching || url.domain === this.serverName) return { rule, url };
      first ??= { rule, url };
    }
    return first;
  }
}

function valuesOf(rule: Rule, texts: readonly string[]): Record<string, unknown> {
  try {
    return rule.valuesOf(texts);
  } catch (error) {
    if (error instanceof ValidationError) throw new NotFound(undefined, { cause: error });
    throw error;
  }
}

const ENDS_HOST = /[/?#@]/;

/** A value that is a part of a host must not end it before the part that the rule names: `evil.example/`. */
function checkHost({ rule, url: { domain } }: Chosen, values: ReadonlyMap<string, unknown>): void {
  if (rule.isForAnyHost || !ENDS_HOST.test(domain)) return;
  throw new BuildError(rule.endpoint, `${JSON.stringify(domain)} cannot be part of a host`, { values });
}

/** Werkzeug knows two kinds: what is not secure is `http`, whatever it is called. */
function schemeText(scheme: string, isWebsocket: boolean): string {
  const isSecure = SECURE.has(scheme);
  if (isWebsocket) return isSecure ? "wss:" : "ws:";
  if (scheme === "") return "";
  return isSecure ? "https:" : "http:";
}

/** Whether a path was missed for no other reason than that no rule has it. */
function isPlain({ redirect, methods, websocketMismatch }: Miss): boolean {
  return redirect === undefined && methods.size === 0 && !websocketMismatch;
}
