/** The methods that a rule takes. */
import type { RuleOptions } from "./rule-options.ts";

const WEBSOCKET_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** Those that are listed, and HEAD with GET; `undefined` if it takes any. @throws TypeError for what is no list */
export function methodsOf(
  rule: string,
  { methods, websocket }: RuleOptions,
): ReadonlySet<string> | undefined {
  if (methods === undefined) return undefined;
  if (typeof methods === "string") {
    throw new TypeError(`The methods of ${JSON.stringify(rule)} must be a list, such as ["GET", "POST"].`);
  }
  const taken = new Set([...methods].map((method) => method.toUpperCase()));
  if (taken.has("GET")) taken.add("HEAD");
  if (websocket === true && [...taken].some((method) => !WEBSOCKET_METHODS.includes(method))) {
    throw new TypeError(`The rule ${rule} is for WebSockets, which come with GET, HEAD or OPTIONS only.`);
  }
  return taken;
}
