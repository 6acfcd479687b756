/**
 * The router: rules such as `/users/<int:id>`, matched to an endpoint and built back into a URL.
 *
 * @module
 */
export { BaseConverter, type ConverterClass } from "./base-converter.ts";
export type { BuildValues, QueryArgs } from "./build-values.ts";
export type { ConverterArgument, ConverterArguments } from "./converter-arguments.ts";
export {
  AnyConverter,
  PathConverter,
  StringConverter,
  UUIDConverter,
} from "./converters.ts";
export {
  type BuildAttempt,
  BuildError,
  RequestRedirect,
  RuleConflictError,
  RuleSyntaxError,
  ValidationError,
  WebsocketMismatch,
} from "./errors.ts";
export {
  type BuildOptions,
  MapAdapter,
  type MatchOptions,
  type RuleMatch,
} from "./map-adapter.ts";
export { FloatConverter, IntegerConverter } from "./number-converters.ts";
export { Rule } from "./rule.ts";
export type * from "./rule-arguments.ts";
export {
  EndpointPrefix,
  type RuleFactory,
  RuleTemplate,
  Subdomain,
  Submount,
  type TemplateValues,
} from "./rule-factories.ts";
export type { RedirectFunction, RuleOptions } from "./rule-options.ts";
export {
  type BindableRequest,
  type BindOptions,
  type RequestBindOptions,
  UrlMap,
  type UrlMapOptions,
} from "./url-map.ts";
