/** The routes of an application: its views by their endpoints, and what each rule says of its requests. */
import type { MatchedRule } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import { BuildError, Rule, type UrlMap } from "../../routing/index.ts";
import { outwards, type Registration } from "../blueprints/registration.ts";
import { type RouteBody, routeBody } from "./route-body.ts";
import type { RouteOptions, SaidByView, ViewFunction } from "./view.ts";

/** A view as it was registered under its endpoint. */
export type RegisteredView = {
  readonly view: ViewFunction<never>;
  /** The rule it was first registered with; `undefined` if it came without one. */
  readonly rule: string | undefined;
};

/** What a rule says of the requests that match it. */
export type Route = {
  readonly body: RouteBody;
  /** Whether OPTIONS is answered by the application, with the methods there are. */
  readonly automaticOptions: boolean;
  /** The blueprint that it is of. */
  readonly registration: Registration | undefined;
};

/** A rule to be registered; without a view it leads to that of its endpoint. */
export type RouteToAdd = {
  readonly rule: string;
  readonly options: RouteOptions;
  readonly view?: ViewFunction<never> | undefined;
  /** Whether OPTIONS is answered where the route does not say. */
  readonly provideAutomaticOptions: boolean;
  /** The blueprint that it is of; its name begins the endpoint. */
  readonly registration?: Registration | undefined;
};

/** Views, endpoints and rules that belong together. */
export class Routes {
  readonly #map: UrlMap;
  readonly #views = new Map<string, RegisteredView>();
  readonly #endpoints = new Map<ViewFunction<never>, string[]>();
  readonly #owners = new Map<string, Registration>();
  readonly #routes = new Map<MatchedRule, Route>();

  constructor(map: UrlMap) {
    this.#map = map;
  }

  /**
   * Adds a rule, and its view under the endpoint.
   *
   * @throws RuleSyntaxError, RuleConflictError; Error if another view has the endpoint; TypeError for options that
   *   are none.
   */
  add({ rule, options, view, provideAutomaticOptions, registration }: RouteToAdd): void {
    checkOptionNames(options, OPTIONS, `The rule ${JSON.stringify(rule)}`);
    const said: SaidByView = (view as SaidByView | undefined) ?? {};
    const methods = methodsOf(rule, options.methods ?? said.methods);
    const own = options.endpoint ?? endpointOf(rule, view, methods);
    const endpoint = registration === undefined ? own : `${registration.name}.${own}`;
    const around = Array.from(outwards(registration), ({ limits }) => limits);
    const body = routeBody(rule, options, around);
    if (view !== undefined && "asView" in view) {
      throw new TypeError(
        `${view.name} of the rule ${rule} is a class; give ${view.name}.asView("name of the endpoint").`,
      );
    }
    if (view !== undefined) this.#check(endpoint, view, rule);
    const automaticOptions =
      options.provideAutomaticOptions ??
      said.provideAutomaticOptions ??
      (!methods.includes("OPTIONS") && provideAutomaticOptions);
    const taken = automaticOptions ? [...methods, "OPTIONS"] : methods;
    const added = new Rule(rule, { ...options, endpoint, methods: taken });
    this.#map.add(added);
    this.#routes.set(added, { body, automaticOptions, registration });
    if (registration !== undefined) this.#owners.set(endpoint, registration);
    if (view !== undefined) this.setView(endpoint, view, rule);
  }

  /** Puts a view under an endpoint, whose rules may come later. @throws Error if another view has the endpoint. */
  setView(endpoint: string, view: ViewFunction<never>, rule?: string): void {
    this.#check(endpoint, view, rule);
    if (!this.#views.has(endpoint)) this.#views.set(endpoint, { view, rule });
    const endpoints = this.#endpoints.get(view);
    if (endpoints === undefined) this.#endpoints.set(view, [endpoint]);
    else if (!endpoints.includes(endpoint)) endpoints.push(endpoint);
  }

  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined {
    return this.#views.get(endpoint);
  }

  /** What a rule says of its requests. */
  routeOf(rule: MatchedRule): Route | undefined {
    return this.#routes.get(rule);
  }

  /** The blueprint that an endpoint is of. */
  ownerOf(endpoint: string): Registration | undefined {
    return this.#owners.get(endpoint);
  }

  /**
   * The endpoint of a view, of the text of a rule, or the endpoint itself. A view of a blueprint that is registered
   * several times has several: the one within the blueprint given goes first.
   *
   * @throws BuildError for a strange function
   */
  endpointOf(target: string | ViewFunction<never>, blueprint?: string | undefined): string {
    if (typeof target === "function") {
      const endpoints = this.#endpoints.get(target) ?? [];
      const near = endpoints.find((endpoint) => this.#owners.get(endpoint)?.name === blueprint);
      const endpoint = near ?? endpoints[0];
      if (endpoint !== undefined) return endpoint;
      throw new BuildError(target.name, "this function is not registered as a view");
    }
    if (!target.startsWith("/")) return target;
    for (const { rule, endpoint } of this.#map.iterRules()) if (rule === target) return endpoint;
    return target;
  }

  #check(endpoint: string, view: ViewFunction<never>, rule: string | undefined): void {
    const known = this.#views.get(endpoint);
    if (known === undefined || known.view === view) return;
    throw new Error(
      `The endpoint ${JSON.stringify(endpoint)}${at(" of the rule", rule)} is taken by another view` +
        `${at(", at the rule", known.rule)}. Name one of the functions anew, or give { endpoint }.`,
    );
  }
}

const OPTIONS: Readonly<Record<keyof RouteOptions, true>> = {
  methods: true,
  endpoint: true,
  defaults: true,
  host: true,
  subdomain: true,
  strictSlashes: true,
  mergeSlashes: true,
  redirectTo: true,
  alias: true,
  buildOnly: true,
  provideAutomaticOptions: true,
  body: true,
  maxContentLength: true,
  maxFormMemorySize: true,
  maxFormParts: true,
};

function at(where: string, rule: string | undefined): string {
  return rule === undefined ? "" : `${where} ${rule}`;
}

function methodsOf(rule: string, methods: readonly string[] = ["GET"]): string[] {
  if (!Array.isArray(methods) || methods.some((method) => typeof method !== "string")) {
    throw new TypeError(`The methods of ${JSON.stringify(rule)} must be a list, such as ["GET", "POST"].`);
  }
  return methods.map((method: string) => method.toUpperCase());
}

/** A function without a name gets an endpoint of its own for each rule and methods. */
function endpointOf(rule: string, view: ViewFunction<never> | undefined, methods: readonly string[]): string {
  if (view === undefined) {
    throw new TypeError(
      `The rule ${JSON.stringify(rule)} has neither a view nor an endpoint; give it one of them.`,
    );
  }
  return view.name || `${methods.join(",")} ${rule}`;
}
