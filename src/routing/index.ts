/**
 * The router: rules such as `/users/<int:id>`, matched to an endpoint and built back into a URL.
 *
 * @module
 */
export { BaseConverter, type ConverterClass } from "./base-converter.ts";
export type { ConverterArgument, ConverterArguments } from "./converter-arguments.ts";
export {
  AnyConverter,
  FloatConverter,
  IntegerConverter,
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
  type BuildValues,
  MapAdapter,
  type MatchOptions,
  type QueryArgs,
  type RuleMatch,
} from "./map-adapter.ts";
export { type RedirectFunction, Rule, type RuleOptions } from "./rule.ts";
export type * from "./rule-arguments.ts";
export {
  EndpointPrefix,
  type RuleFactory,
  RuleTemplate,
  Subdomain,
  Submount,
  type TemplateValues,
} from "./rule-factories.ts";
export {
  type BindableRequest,
  type BindOptions,
  type RequestBindOptions,
  UrlMap,
  type UrlMapOptions,
} from "./url-map.ts";
