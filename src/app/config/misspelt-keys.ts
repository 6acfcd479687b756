/** Keys of a configuration that are an application's own by their names, and probably were not meant to be. */
import type { Logger } from "../logging.ts";
import type { Config } from "./config.ts";
import { KEYS_BY_NAME } from "./config-keys.ts";
import { plainName } from "./config-names.ts";

/** Warns of keys that are one slip of the finger away from one that Flagon reads: they change nothing. */
export function warnOfMisspeltKeys(config: Config, logger: Pick<Logger, "warn">): void {
  const known = [...KEYS_BY_NAME.keys()];
  for (const name of Object.keys(config)) {
    if (KEYS_BY_NAME.has(name)) continue;
    const meant = known.find((one) => isOneSlip(plainName(one), plainName(name)));
    if (meant === undefined) continue;
    logger.warn(
      `The configuration key ${JSON.stringify(name)} is none that Flagon reads, so it changes nothing; did you mean ${meant}? ` +
        "A key of your own is better named otherwise.",
    );
  }
}

/** Whether one letter more, less or another, or two that changed places, make one text of the other. */
function isOneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length < 2 && right.length < 2) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
