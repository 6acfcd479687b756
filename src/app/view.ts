/** The types of views and of the options they are registered with. */
import type { RouteBody } from "./body-options.ts";
import type { MaybePromise } from "./maybe-promise.ts";

/**
 * What a view may return: text or `Markup` (HTML), bytes, a plain object or array (JSON), a response of ours
 * or the Web's, a stream or a generator. Anything else is an error that names the view.
 */
export type ViewResult = string | object;

/** A function that answers requests; its argument holds the values of the rule's variables. */
export type View<Arguments = Record<string, unknown>> = (values: Arguments) => MaybePromise<ViewResult>;

/** How a rule is registered. */
export type RouteOptions = RouteBody & {
  /** The methods it answers, `["GET"]` unless given. HEAD comes with GET, OPTIONS by itself. */
  readonly methods?: readonly string[] | undefined;
  /** The name for `urlFor`; the view's own name unless given. Needed where a bundler renames functions. */
  readonly endpoint?: string | undefined;
};
