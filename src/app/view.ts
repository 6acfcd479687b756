/** The types of views and of the options they are registered with. */
import type { RedirectFunction } from "../routing/index.ts";
import type { RouteBody } from "./body-options.ts";
import type { MaybePromise } from "./maybe-promise.ts";

/**
 * What a view may return: text or `Markup` (HTML), bytes, a plain object or array (JSON), a response of ours
 * or the Web's, a stream or a generator. Anything else is an error that names the view.
 */
export type ViewResult = string | object;

/** A function that answers requests; its argument holds the values of the rule's variables. */
export type View<Arguments = Record<string, unknown>> = (values: Arguments) => MaybePromise<ViewResult>;

declare const URL_VALUES: unique symbol;

/** A view that has been registered: the same function, which now tells `urlFor` the values that its URL needs. */
export type RoutedView<Arguments, UrlValues> = View<Arguments> & {
  /** There is none; it is where the compiler keeps the type. */
  readonly [URL_VALUES]?: UrlValues;
};

/** How a rule is registered. */
export type RouteOptions = RouteBody & {
  /** The methods it answers, `["GET"]` unless given. HEAD comes with GET, OPTIONS by itself. */
  readonly methods?: readonly string[] | undefined;
  /** The name for `urlFor`; the view's own name unless given. Needed where a bundler renames functions. */
  readonly endpoint?: string | undefined;
  /** Values that the rule gives its view besides its variables, and that its URL does not need. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** The host it answers on, which may hold variables; for applications with `hostMatching`. */
  readonly host?: string | undefined;
  /** The subdomain it answers on, which may hold variables; for applications with `subdomainMatching`. */
  readonly subdomain?: string | undefined;
  /** `false` answers a path with and without a slash at its end; otherwise one is redirected or not found. */
  readonly strictSlashes?: boolean | undefined;
  /** `false` leaves several slashes in a row alone; otherwise the path is redirected to the one without. */
  readonly mergeSlashes?: boolean | undefined;
  /** Where requests are sent: a URL in which `<name>` stands for a value, or a function that gives one. */
  readonly redirectTo?: string | RedirectFunction | undefined;
  /** Another way to write a rule of the same endpoint, to which requests are redirected. */
  readonly alias?: boolean | undefined;
  /** Never matches; only URLs are built with it. */
  readonly buildOnly?: boolean | undefined;
  /** Whether OPTIONS is answered with the methods there are; the configuration says it unless given. */
  readonly provideAutomaticOptions?: boolean | undefined;
};

/** Options with none that does not exist. */
export type KnownOptions<Options> = {
  readonly [Key in Exclude<keyof Options, keyof RouteOptions>]: never;
};
