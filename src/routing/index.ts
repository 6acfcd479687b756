/**
 * The router: rules such as `/users/<int:id>`, matched to an endpoint and built back into a URL.
 *
 * @module
 */
export { BuildError, RuleSyntaxError } from "./errors.ts";
export { Rule } from "./rule.ts";
export type * from "./rule-arguments.ts";
export { type RuleMatch, UrlMap } from "./url-map.ts";
