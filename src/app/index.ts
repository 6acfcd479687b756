/** The application object and what belongs to it: the names that every app uses. */

export type { Application } from "./application.ts";
export {
  Blueprint,
  type BlueprintOptions,
  type RegisterOptions,
  type SetupFunction,
} from "./blueprints/blueprint.ts";
export { BlueprintSetupState } from "./blueprints/blueprint-setup-state.ts";
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
export type * from "./config/config.ts";
// Stars, so that applications and extensions can add names with `declare module "flagon"`.
export type * from "./contexts/app-globals.ts";
export { AppGlobals } from "./contexts/app-globals.ts";
export { AppContext, currentContext, hasAppContext, hasRequestContext } from "./contexts/context.ts";
export { currentApp } from "./contexts/current-app.ts";
export { g, request, session } from "./contexts/locals.ts";
export { afterThisRequest, copyCurrentRequestContext } from "./contexts/request-functions.ts";
export { streamWithContext } from "./contexts/stream-with-context.ts";
export { makeResponse } from "./dispatch/make-response.ts";
export type { ErrorOfCode, ErrorsByCode } from "./errors/error-codes.ts";
export type { ErrorClass, ErrorHandler } from "./errors/error-handlers.ts";
export { OutsideContextError, SetupFinishedError, ShutdownError, StartupError } from "./errors/errors.ts";
export { Resource } from "./files/resource.ts";
export { sendFile, sendFromDirectory } from "./files/send-file.ts";
export { Flagon, type ShellContextProcessor } from "./flagon.ts";
export type { FlagonOptions } from "./flagon-options.ts";
export { type FlashedMessagesOptions, flash, getFlashedMessages } from "./flashing.ts";
export {
  DefaultJSONProvider,
  type DumpsOptions,
  JSONProvider,
  type JSONProviderOptions,
} from "./json/json-provider.ts";
export { json, jsonify } from "./json/jsonify.ts";
export type { LifecycleFunction } from "./lifecycle.ts";
export {
  ConsoleLogger,
  type ConsoleLoggerOptions,
  type Logger,
  type LogLevel,
  type LogSink,
} from "./logging.ts";
export type { FallbackOptions, FallbackTarget } from "./mounts/fallback.ts";
export type { FallbackStats } from "./mounts/fallback-stats.ts";
export type { ExecutionContext, FetchApp, FetchHandler } from "./mounts/fetch-handler.ts";
export type { Mountable } from "./mounts/mounts.ts";
export type { RouteBody } from "./routing/route-body.ts";
export type { UrlBuildErrorHandler } from "./routing/url-adapter.ts";
export { type UrlForArguments, type UrlValues, urlFor } from "./routing/url-for.ts";
export type { UrlOptions } from "./routing/url-options.ts";
export type { RouteOptions, ViewFunction, ViewResult } from "./routing/view.ts";
export { type ClassViewFunction, MethodView, View, type ViewDecorator } from "./routing/views.ts";
export type { RunningApp, RunOptions } from "./run.ts";
export type {
  AfterRequestFunction,
  BeforeBodyFunction,
  BeforeRequestFunction,
  ContextProcessor,
  TeardownFunction,
  UrlDefaultsFunction,
  UrlValuePreprocessor,
} from "./scaffold/hooks.ts";
export type { Scaffold } from "./scaffold/scaffold.ts";
export { developmentKey, type SecretKeySource } from "./security/secret-key.ts";
export {
  cspNonce,
  type PolicyDirectives,
  type SecurityHeadersOptions,
  securityHeaders,
  type TransportSecurity,
} from "./security/security-headers.ts";
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
export {
  getTemplateAttribute,
  renderTemplate,
  renderTemplateString,
  streamTemplate,
  streamTemplateString,
  type TemplateToRender,
} from "./templating/render.ts";
export type { EnvironmentClass, TemplateFunction } from "./templating/templating.ts";
