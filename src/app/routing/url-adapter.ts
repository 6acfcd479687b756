/** The rules of an application at a server, and what gives a URL where they build none. */
import type { Request } from "../../http/index.ts";
import { BuildError, type MapAdapter, type UrlMap } from "../../routing/index.ts";
import type { Config } from "../config/config.ts";
import type { UrlOptions } from "./url-options.ts";

/**
 * Gives a URL where none could be built, or `undefined` to leave that to the next one. It gets what `urlFor` was given;
 * its URL is taken as it is, so an anchor is its own to add.
 */
export type UrlBuildErrorHandler = (
  error: Error,
  endpoint: string,
  values: Record<string, unknown>,
  options: UrlOptions,
) => string | undefined | null;

/** What says at which server the rules are. */
type ServerSettings = {
  readonly config: Pick<Config, "serverName" | "applicationRoot" | "preferredUrlScheme">;
  readonly subdomainMatching: boolean;
};

/** The rules of a map at the server that a request came to. @throws BadHost, a 400. */
export function boundToRequest(
  { config, subdomainMatching }: ServerSettings,
  map: UrlMap,
  request: Request,
): MapAdapter {
  if (map.hostMatching) return map.bindToRequest(request);
  const { serverName } = config;
  const subdomain = subdomainMatching ? undefined : map.defaultSubdomain;
  return map.bindToRequest(request, { serverName, subdomain });
}

/** The rules of a map at `config.serverName`. @throws Error if there is none. */
export function boundToServerName({ config }: ServerSettings, map: UrlMap): MapAdapter {
  const { serverName, applicationRoot, preferredUrlScheme } = config;
  if (serverName === undefined) {
    throw new Error(
      "A URL can be built without a request only if config.serverName says for which host, such as " +
        '"example.com"; config.applicationRoot and config.preferredUrlScheme say the rest.',
    );
  }
  return map.bind(serverName, { scriptName: applicationRoot, urlScheme: preferredUrlScheme });
}

/**
 * The URL that one of the handlers gives, asked in order.
 *
 * @throws The error, if none of them gives one; what one of them throws.
 */
export function urlInPlaceOf(
  error: Error,
  handlers: readonly UrlBuildErrorHandler[],
  endpoint: string,
  values: Record<string, unknown>,
  options: UrlOptions,
): string {
  let last = error;
  for (const handler of handlers) {
    try {
      const url = handler(last, endpoint, values, options);
      if (url !== undefined && url !== null) return url;
    } catch (thrown) {
      if (!(thrown instanceof BuildError)) throw thrown;
      last = thrown;
    }
  }
  throw last;
}
