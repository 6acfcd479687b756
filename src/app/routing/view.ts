/** The types of views and of the options they are registered with. */
import type { RuleOptions } from "../../routing/index.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { RouteBody } from "./route-body.ts";

/**
 * What a view may return: text or `Markup` (HTML), bytes, a plain object or array (JSON), a response of ours
 * or the Web's, a stream or a generator. Anything else is an error that names the view.
 */
export type ViewResult = string | object;

/** A function that answers requests; its argument holds the values of the rule's variables. */
export type ViewFunction<Arguments = Record<string, unknown>> = (
  values: Arguments,
) => MaybePromise<ViewResult>;

/** What the function of a class-based view says of itself, as any view may: it counts where its rule says nothing. */
export type SaidByView = {
  readonly methods?: readonly string[] | undefined;
  readonly provideAutomaticOptions?: boolean | undefined;
};

declare const URL_VALUES: unique symbol;

/** A view that has been registered: the same function, which now tells `urlFor` the values that its URL needs. */
export type RoutedView<Arguments, UrlValues> = ViewFunction<Arguments> & {
  /** There is none; it is where the compiler keeps the type. */
  readonly [URL_VALUES]?: UrlValues;
};

/** What of the router's own options a route passes on; it has no WebSockets. */
type PassedOn = Omit<RuleOptions, "methods" | "websocket">;

/** How a rule is registered. */
export type RouteOptions = RouteBody &
  PassedOn & {
    /** The methods it answers, `["GET"]` unless given. HEAD comes with GET, OPTIONS by itself. */
    readonly methods?: readonly string[] | undefined;
    /** Whether OPTIONS is answered with the methods there are; the configuration says it unless given. */
    readonly provideAutomaticOptions?: boolean | undefined;
  };

/** Options with none that does not exist. */
export type KnownOptions<Options> = {
  readonly [Key in Exclude<keyof Options, keyof RouteOptions>]: never;
};
