/** Builds URLs from views and endpoints. */
import { ImmutableMultiDict, quoteFragment } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import { BuildError, type RuleError } from "../../routing/index.ts";
import type { Application } from "../application.ts";
import { type AppContext, currentContext } from "../contexts/context.ts";
import { withStaticHash } from "../files/static-hash.ts";
import type { UrlOptions } from "./url-options.ts";
import type { RoutedView, ViewFunction } from "./view.ts";

/** Values for a rule's variables; further ones go to the query. */
export type UrlValues<Values> = Values & { readonly [name: string]: unknown };

/** The arguments of `urlFor` after the view: values are required if the rule has variables. */
export type UrlForArguments<Values> =
  Record<never, never> extends Values
    ? [values?: UrlValues<Values> | ImmutableMultiDict<unknown>, options?: UrlOptions]
    : [values: UrlValues<Values>, options?: UrlOptions];

/** Nothing, if a URL needs no values; else the reason why the call is wrong, which no view is. */
type Complete<Values> =
  Record<never, never> extends Values ? unknown : RuleError<"the rule has variables, which need values">;

/**
 * The URL of a view or endpoint: `flask.url_for`. Values that are no variables of the rule go to the query: lists
 * repeat their key, `null` and `undefined` are left out, and others are written as Flask writes them: `True`, and a
 * `Date` as a datetime of UTC, `2026-11-28 15:00:00+00:00`. A `MultiDict` such as `request.args` stands for the first value of
 * each name, as in Flask's `url_for("search", **request.args)`; to spread it gives nothing, since its values are no
 * properties.
 *
 * @param target The view itself, whose values are then checked by the compiler; or its endpoint; or the text
 *   of its rule.
 * @param values For the variables of the rule and the query, by their names.
 * @param options How the URL is written.
 * @throws BuildError if there is no such endpoint, or a value is missing or cannot be written; TypeError for a scheme
 *   that is none or runs scripts, or one of a URL that is not external, and for an option that does not exist or is
 *   among the values.
 * @example
 * ```ts
 * const show = app.get("/users/<int:id>", ({ id }) => `User ${id}`);
 * urlFor(show, { id: 3 }); // "/users/3"
 * urlFor("login", { next: "/" }); // "/login?next=/"
 * ```
 */
export function urlFor(
  target: string,
  values?: Readonly<Record<string, unknown>> | ImmutableMultiDict<unknown>,
  options?: UrlOptions,
): string;
// These last, since the compiler tells of the last one with as many arguments what is wrong with a call.
export function urlFor<Values>(target: RoutedView<never, Values> & Complete<Values>): string;
export function urlFor<Values>(target: RoutedView<never, Values>, ...rest: UrlForArguments<Values>): string;
export function urlFor(
  target: string | ViewFunction<never>,
  given: Readonly<Record<string, unknown>> | ImmutableMultiDict<unknown> = {},
  options: UrlOptions = {},
): string {
  const context = currentContext("urlFor");
  // A visitor names what is in a query: nothing there is an option, nor a mistake of the caller's.
  const isQuery = given instanceof ImmutableMultiDict;
  const values = isQuery ? given.toObject() : given;
  if (!isQuery) checkValueNames(values);
  for (const name in options)
    if (!Object.hasOwn(OPTIONS, name)) checkOptionNames(options, OPTIONS, "urlFor()");
  const { scheme, external = scheme !== undefined || !context.hasRequest } = options;
  if (scheme !== undefined) checkScheme(scheme, external);
  const endpoint = endpointOf(context, target);
  const all = withDefaults(context.app, endpoint, values);
  try {
    return write(context, endpoint, all, { ...options, external });
  } catch (error) {
    if (error instanceof BuildError)
      return context.app.handleUrlBuildError(error, endpoint, { ...all }, options);
    throw error;
  }
}

const OPTIONS: Readonly<Record<keyof UrlOptions, true>> = {
  anchor: true,
  external: true,
  scheme: true,
  method: true,
};

/** Flask takes its options among the values, where they would be part of the query here, and nobody would see why. */
function checkValueNames(values: Readonly<Record<string, unknown>>): void {
  if (typeof values !== "object" || values === null) {
    throw new TypeError(
      `urlFor() takes the values as an object, such as { id: 3 }, not ${JSON.stringify(values) ?? typeof values}.`,
    );
  }
  for (const name in values) {
    if (!name.startsWith("_") || !Object.hasOwn(OPTIONS, name.slice(1))) continue;
    throw new TypeError(
      `urlFor() takes ${name} as an option, after the values: urlFor(…, {}, { ${name.slice(1)}: ${JSON.stringify(values[name])} }).`,
    );
  }
}

const HTTP_SCHEMES: ReadonlySet<string> = new Set(["http", "https"]);
// RFC 3986, section 3.1.
const SCHEME = /^[a-z][a-z0-9+.-]*$/i;
// A browser runs what follows these, and a template that passes on a query, `**request.args`, lets a visitor choose one.
const SCRIPTS = /^(?:data|javascript|vbscript)$/i;

function checkScheme(scheme: string, external: boolean): void {
  if (scheme !== "" && !SCHEME.test(scheme)) {
    throw new TypeError(`${JSON.stringify(scheme)} is no scheme of a URL; give one such as "https".`);
  }
  if (SCRIPTS.test(scheme)) {
    throw new TypeError(
      `A URL with the scheme ${JSON.stringify(scheme)} could be run as a script; give "https".`,
    );
  }
  if (!external) {
    throw new TypeError(
      `A URL with the scheme ${JSON.stringify(scheme)} is external; leave { external: false } out.`,
    );
  }
}

/** An endpoint that starts with a dot is one of the blueprint that answers; outside of one the dot says nothing. */
function endpointOf(context: AppContext, target: string | ViewFunction<never>): string {
  if (!context.hasRequest) return context.app.endpointOf(target);
  const { blueprint } = context.request;
  const endpoint = context.app.endpointOf(target, blueprint);
  if (!endpoint.startsWith(".")) return endpoint;
  return blueprint === undefined ? endpoint.slice(1) : `${blueprint}${endpoint}`;
}

function withDefaults(
  app: Application,
  endpoint: string,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const defaults = app.urlDefaultsOf(endpoint);
  if (defaults.length === 0) return given;
  const values = { ...given };
  for (const fn of defaults) fn(endpoint, values);
  return values;
}

function write(
  { app, urlAdapter }: AppContext,
  endpoint: string,
  values: Readonly<Record<string, unknown>>,
  { anchor, external, method, scheme }: UrlOptions,
): string {
  // What is neither http nor https is written before what stands for any scheme.
  const isForeign = scheme !== undefined && !HTTP_SCHEMES.has(scheme);
  if (external === true) app.forgedHosts.giveFor(app);
  const whole = app.config.hashStaticUrls ? withStaticHash(app, endpoint, values) : values;
  const url = urlAdapter.build(endpoint, whole, {
    method: method?.toUpperCase(),
    forceExternal: external,
    urlScheme: isForeign ? "" : scheme,
  });
  const fragment = anchor === undefined ? "" : `#${quoteFragment(anchor)}`;
  return `${isForeign && scheme !== "" ? `${scheme}:` : ""}${url}${fragment}`;
}
