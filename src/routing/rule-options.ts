/** What a rule is made with besides its text. */
import type { MapAdapter } from "./map-adapter.ts";

/** How a rule is made: Werkzeug's arguments of `Rule`. */
export type RuleOptions = {
  /** The name that matching gives and building asks for; a view's own name unless given. Needed where a bundler renames functions. */
  readonly endpoint?: string | undefined;
  /** The methods it takes; HEAD comes with GET. Any, if it is left out. */
  readonly methods?: Iterable<string> | undefined;
  /** Values that belong to the rule: given to the view, and not needed to build its URL. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** The subdomain, which may hold variables; the map's default one unless given. */
  readonly subdomain?: string | undefined;
  /** The whole host, which may hold variables; for maps with `hostMatching`. */
  readonly host?: string | undefined;
  /** Whether a path without the rule's last slash is redirected, and one with a slash more is not found. */
  readonly strictSlashes?: boolean | undefined;
  /** Whether a path with several slashes in a row is redirected. */
  readonly mergeSlashes?: boolean | undefined;
  /** Never matches; only URLs are built with it. */
  readonly buildOnly?: boolean | undefined;
  /**
   * Where its requests are sent: a URL in which `<name>` stands for a value, or a function that gives one. `new/<name>`
   * begins where the application is mounted, `/new/<name>` at the root of the host.
   */
  readonly redirectTo?: string | RedirectFunction | undefined;
  /** Another way to write a rule of the same endpoint, to which its requests are sent. */
  readonly alias?: boolean | undefined;
  /** Takes requests for a WebSocket, and no others. */
  readonly websocket?: boolean | undefined;
};

/** Gives the URL that a rule with `redirectTo` sends its requests to. */
export type RedirectFunction = (adapter: MapAdapter, values: Readonly<Record<string, unknown>>) => string;
