/** Builds URLs from views and endpoints. */
import { currentContext } from "./context.ts";
import type { View } from "./view.ts";

/** How a URL is written. */
export type UrlOptions = {
  /** Added after `#`. */
  readonly anchor?: string | undefined;
  /** Gives the whole URL with scheme and host, not only the path. */
  readonly external?: boolean | undefined;
  /** The scheme of an external URL; that of the request unless given. */
  readonly scheme?: string | undefined;
};

/** Values for a rule's variables; further ones go to the query. */
export type UrlValues<Arguments> = Arguments & { readonly [name: string]: unknown };

/** The arguments of `urlFor` after the view: values are required if the rule has variables. */
export type UrlForArguments<Arguments> =
  Record<never, never> extends Arguments
    ? [values?: Readonly<Record<string, unknown>>, options?: UrlOptions]
    : [values: UrlValues<Arguments>, options?: UrlOptions];

/**
 * The URL of a view or endpoint: `flask.url_for`.
 *
 * @param target The view itself, whose values are then checked by the compiler; or its endpoint; or the text
 *   of its rule.
 * @throws BuildError if there is no such endpoint, or a value is missing or cannot be written.
 * @example
 * ```ts
 * const show = app.get("/users/<int:id>", ({ id }) => `User ${id}`);
 * urlFor(show, { id: 3 }); // "/users/3"
 * urlFor("login", { next: "/" }); // "/login?next=%2F"
 * ```
 */
export function urlFor<Arguments>(target: View<Arguments>, ...rest: UrlForArguments<Arguments>): string;
export function urlFor(
  target: string,
  values?: Readonly<Record<string, unknown>>,
  options?: UrlOptions,
): string;
export function urlFor(
  target: string | View<never>,
  values: Readonly<Record<string, unknown>> = {},
  options: UrlOptions = {},
): string {
  const { app, request } = currentContext("urlFor");
  const path = request.rootPath + app.buildPath(target, values);
  const fragment = options.anchor === undefined ? "" : `#${encodeURIComponent(options.anchor)}`;
  if (options.external !== true && options.scheme === undefined) return path + fragment;
  return `${options.scheme ?? request.scheme}://${request.host}${path}${fragment}`;
}
