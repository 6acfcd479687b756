/** Whole URLs whose host a client has made up. */
import type { UrlMap } from "../../routing/index.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../logging.ts";

/** What of an application says whether hosts are checked. */
type HostSettings = {
  readonly config: Pick<Config, "serverName" | "trustedHosts">;
  readonly logger: Pick<Logger, "warn">;
  readonly urlMap: Pick<UrlMap, "hostMatching">;
};

/**
 * Warns, once, if nothing says which hosts a whole URL may have: its host is what the client has written in its request
 * then, and a link in a mail would lead to wherever a stranger likes.
 */
export class ForgedHostWarning {
  #isGiven = false;

  /** To be called where a whole URL is built. */
  giveFor({ config, logger, urlMap }: HostSettings): void {
    if (this.#isGiven || urlMap.hostMatching) return;
    if (config.serverName !== undefined || config.trustedHosts !== undefined) return;
    this.#isGiven = true;
    logger.warn(
      "A whole URL was built whose host is the one that the client has sent, and a client can send any: a link in a mail, " +
        'or a page in a cache, could lead elsewhere. Set config.serverName, such as "example.com", or list the hosts ' +
        "that are answered for in config.trustedHosts.",
    );
  }
}
