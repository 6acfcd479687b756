/** The application object and what belongs to it: the names that every app uses. */

// Stars, so that applications and extensions can add names with `declare module "flagon"`.
export type * from "./app-globals.ts";
export { AppGlobals } from "./app-globals.ts";
export type { UrlBuildErrorHandler } from "./app-setup.ts";
export type { Application } from "./application.ts";
export { Blueprint, type BlueprintOptions, type RegisterOptions, type SetupFunction } from "./blueprint.ts";
export { BlueprintSetupState } from "./blueprint-setup-state.ts";
export type { RouteBody } from "./body-options.ts";
export {
  AppGroup,
  type Command,
  type CommandArgument,
  type CommandArguments,
  type CommandFunction,
  type CommandOption,
  type CommandOptions,
  type CommandOptionValues,
  type NamedOption,
} from "./command-group.ts";
export type * from "./config.ts";
export { AppContext, currentContext, hasAppContext, hasRequestContext } from "./context.ts";
export type { ErrorOfCode, ErrorsByCode } from "./error-codes.ts";
export type { ErrorClass, ErrorHandler } from "./error-handlers.ts";
export { OutsideContextError, SetupFinishedError, ShutdownError, StartupError } from "./errors.ts";
export type { FallbackOptions, FallbackTarget } from "./fallback.ts";
export type { FallbackStats } from "./fallback-stats.ts";
export type { ExecutionContext, FetchApp, FetchHandler } from "./fetch-handler.ts";
export { Flagon, type RunOptions, type ShellContextProcessor } from "./flagon.ts";
export type { FlagonOptions } from "./flagon-options.ts";
export { type FlashedMessagesOptions, flash, getFlashedMessages } from "./flashing.ts";
export type {
  AfterRequestFunction,
  BeforeBodyFunction,
  BeforeRequestFunction,
  ContextProcessor,
  TeardownFunction,
  UrlDefaultsFunction,
  UrlValuePreprocessor,
} from "./hooks.ts";
export {
  DefaultJSONProvider,
  type DumpsOptions,
  JSONProvider,
  type JSONProviderOptions,
} from "./json-provider.ts";
export { json, jsonify } from "./jsonify.ts";
export type { LifecycleFunction } from "./lifecycle.ts";
export { currentApp, g, request, session } from "./locals.ts";
export {
  ConsoleLogger,
  type ConsoleLoggerOptions,
  type Logger,
  type LogLevel,
  type LogSink,
} from "./logging.ts";
export { makeResponse } from "./make-response.ts";
export type { Mountable } from "./mounts.ts";
export { afterThisRequest, copyCurrentRequestContext } from "./request-functions.ts";
export { Resource } from "./resource.ts";
export type { Scaffold } from "./scaffold.ts";
export { developmentKey, type SecretKeySource } from "./secret-key.ts";
export {
  cspNonce,
  type PolicyDirectives,
  type SecurityHeadersOptions,
  securityHeaders,
  type TransportSecurity,
} from "./security-headers.ts";
export { sendFile, sendFromDirectory } from "./send-file.ts";
export {
  appContextPopped,
  appContextPushed,
  appContextTearingDown,
  beforeRenderTemplate,
  gotRequestException,
  messageFlashed,
  type NoExtra,
  type Receiver,
  requestFinished,
  requestStarted,
  requestTearingDown,
  Signal,
  type TemplateExtra,
  templateRendered,
} from "./signals.ts";
export { streamWithContext } from "./stream-with-context.ts";
export {
  type EnvironmentClass,
  getTemplateAttribute,
  renderTemplate,
  renderTemplateString,
  streamTemplate,
  streamTemplateString,
  type TemplateFunction,
  type TemplateToRender,
} from "./templating.ts";
export { type UrlForArguments, type UrlOptions, type UrlValues, urlFor } from "./url-for.ts";
export type { RouteOptions, ViewFunction, ViewResult } from "./view.ts";
export { type ClassViewFunction, MethodView, View, type ViewDecorator } from "./views.ts";
