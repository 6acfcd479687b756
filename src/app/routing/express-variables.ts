/** Rules that are written as Express writes them. */
import type { UrlMap } from "../../routing/index.ts";
import type { Logger } from "../logging.ts";

/** `:id` at the beginning of a part of the path. */
const VARIABLE = /\/:([A-Za-z_]\w*)/g;

/** What of a rule is no text: its variables, whose converters have colons. */
const OWN_VARIABLES = /<[^>]*>/g;

/** Warns of rules with a part such as `:id`, which is text here as it is in Flask, and matches nothing else. */
export function warnOfExpressVariables(map: UrlMap, logger: Pick<Logger, "warn">): void {
  for (const { rule } of map.iterRules()) {
    const [found] = rule.replace(OWN_VARIABLES, "").match(VARIABLE) ?? [];
    if (found === undefined) continue;
    const meant = rule.replace(VARIABLE, "/<$1>");
    logger.warn(
      `The rule ${JSON.stringify(rule)} has ${JSON.stringify(found.slice(1))} as text, so it matches these characters alone. ` +
        `A variable is written as <name>: ${JSON.stringify(meant)}.`,
    );
  }
}
