/** What registers routes: the part of Flask's `Scaffold` that applications and blueprints share. */
import type { CheckedRule, RouteArguments, RouteUrlValues, RouteVariables } from "../../routing/index.ts";
import type { KnownOptions, RoutedView, RouteOptions, ViewFunction } from "../routing/view.ts";

/** A view with the rule and options of its route. */
export type AnyView = ViewFunction<never>;

/** What a rule is registered with, besides its text: Flask's arguments of `add_url_rule`. */
export type UrlRuleOptions = RouteOptions & {
  /** Answers the requests; the view of the endpoint unless given. */
  readonly view?: ViewFunction<never> | undefined;
};

/** What a rule is registered with that has a view, by what bears on the view's arguments. */
export type ViewRuleOptions<
  Rule extends string,
  Vars extends Record<keyof RouteVariables, unknown>,
  Prefix extends string,
> = Omit<RouteOptions, keyof RouteVariables> & {
  readonly [Key in keyof RouteVariables]?: Vars[Key] | undefined;
} & {
  readonly view: ViewFunction<RouteArguments<Rule, Vars, Prefix>>;
};

/** A rule that can be read. Below the prefix of a blueprint it may be empty, for the prefix alone. */
export type RuleBelow<Rule extends string, Prefix extends string> = Rule extends ""
  ? Prefix extends ""
    ? CheckedRule<Rule>
    : unknown
  : CheckedRule<Rule>;

/**
 * The methods that register routes. Each takes the rule and the view, or the rule, options and the view, and returns
 * the view, which `urlFor` then takes.
 */
export abstract class RouteScaffold<Prefix extends string = ""> {
  /**
   * Registers a view: `@app.route`.
   *
   * @param rule The path, with variables such as `<name>` and `<int:id>`.
   * @returns The view, for `urlFor`.
   * @throws RuleSyntaxError if the rule cannot be read; RuleConflictError if another one hides it; Error if another
   *   view has the endpoint; SetupFinishedError after the first request.
   * @example
   * ```ts
   * const show = app.route("/users/<int:id>", { methods: ["GET", "POST"] }, ({ id }) => `User ${id}`);
   * urlFor(show, { id: 3 }); // "/users/3"
   * ```
   */
  route<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  route<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  route(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("route", rule, rest);
  }

  /** Registers a view for GET, and so for HEAD: `@app.get`. Otherwise as {@link route}. */
  get<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  get<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  get(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("get", rule, rest, "GET");
  }

  /** Registers a view for POST: `@app.post`. Otherwise as {@link route}. */
  post<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  post<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  post(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("post", rule, rest, "POST");
  }

  /** Registers a view for PUT: `@app.put`. Otherwise as {@link route}. */
  put<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  put<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  put(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("put", rule, rest, "PUT");
  }

  /** Registers a view for PATCH: `@app.patch`. Otherwise as {@link route}. */
  patch<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  patch<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  patch(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("patch", rule, rest, "PATCH");
  }

  /** Registers a view for DELETE: `@app.delete`. Otherwise as {@link route}. */
  delete<const R extends string>(
    rule: R & RuleBelow<R, Prefix>,
    view: ViewFunction<RouteArguments<R, unknown, Prefix>>,
  ): RoutedView<RouteArguments<R, unknown, Prefix>, RouteUrlValues<R, unknown, Prefix>>;
  delete<const R extends string, const O extends RouteOptions>(
    rule: R & RuleBelow<R, Prefix>,
    options: O & KnownOptions<O>,
    view: ViewFunction<RouteArguments<R, O, Prefix>>,
  ): RoutedView<RouteArguments<R, O, Prefix>, RouteUrlValues<R, O, Prefix>>;
  delete(rule: string, ...rest: [AnyView] | [RouteOptions, AnyView]): AnyView {
    return this.#add("delete", rule, rest, "DELETE");
  }

  /**
   * Registers a rule, with a view or for the view of an endpoint: `app.add_url_rule`.
   *
   * @throws As {@link route} does.
   * @example
   * ```ts
   * app.addUrlRule("/users/<int:id>", { view: ({ id }) => `User ${id}`, endpoint: "user" });
   * ```
   */
  addUrlRule<
    const R extends string,
    const Host extends string | undefined = undefined,
    const Subdomain extends string | undefined = undefined,
    const Defaults extends RouteVariables["defaults"] = undefined,
  >(
    rule: R & RuleBelow<R, Prefix>,
    options: ViewRuleOptions<R, { host: Host; subdomain: Subdomain; defaults: Defaults }, Prefix>,
  ): void;
  addUrlRule(rule: string, options?: UrlRuleOptions): void;
  addUrlRule(rule: string, options: UrlRuleOptions = {}): void {
    this.addRule(rule, options);
  }

  /**
   * Registers a view under an endpoint whose rules were added without one: `@app.endpoint`.
   *
   * @returns The view.
   * @throws Error if another view has the endpoint; SetupFinishedError after the first request.
   */
  abstract endpoint<V extends AnyView>(name: string, view: V): V;

  /** What it is called in errors: `app`, or `bp`. */
  protected abstract readonly called: string;

  /** Adds a rule, however it was registered. */
  protected abstract addRule(rule: string, options: UrlRuleOptions): void;

  /** Throws if it is too late for the method that is named. */
  protected abstract checkSetup(method: string): void;

  #add(name: string, rule: string, rest: [AnyView] | [RouteOptions, AnyView], method?: string): AnyView {
    this.checkSetup(name);
    const [options, view] = rest.length === 1 ? [{}, rest[0]] : rest;
    const call = `${this.called}.${name}(${JSON.stringify(rule)}, …)`;
    if (typeof view !== "function") throw new TypeError(`${call} needs a view function${remedyFor(options)}`);
    if (method !== undefined && options.methods !== undefined) {
      throw new TypeError(
        `${call} has its method; give methods to ${this.called}.route(${JSON.stringify(rule)}, …) instead.`,
      );
    }
    const methods = method === undefined ? options.methods : [method];
    this.addUrlRule(rule, { ...options, methods, view });
    return view;
  }
}

/** What may be meant where the last argument is no view: a decorator, or Flask's order of the arguments. */
function remedyFor(first: unknown): string {
  return typeof first === "function"
    ? " as the last argument; the options go before it."
    : ": give it here, for there are no decorators.";
}
