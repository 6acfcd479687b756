/** The application object and what belongs to it: the names that every app uses. */

// Stars, so that applications and extensions can add names with `declare module "flagon"`.
export type * from "./app-globals.ts";
export type { Application, BeforeBodyFunction, Logger } from "./application.ts";
export type { BeforeRequestFunction } from "./before-request.ts";
export type { RouteBody } from "./body-options.ts";
export type * from "./config.ts";
export { AppContext, currentContext, hasRequestContext } from "./context.ts";
export { OutsideContextError, SetupFinishedError } from "./errors.ts";
export { Flagon, type FlagonOptions, type RunOptions } from "./flagon.ts";
export { type FlashedMessagesOptions, flash, getFlashedMessages } from "./flashing.ts";
export {
  DefaultJSONProvider,
  type DumpsOptions,
  JSONProvider,
  type JSONProviderOptions,
} from "./json-provider.ts";
export { json, jsonify } from "./jsonify.ts";
export { g, request, session } from "./locals.ts";
export { makeResponse } from "./make-response.ts";
export { developmentKey, type SecretKeySource } from "./secret-key.ts";
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
  type ContextProcessor,
  getTemplateAttribute,
  renderTemplate,
  renderTemplateString,
  streamTemplate,
  streamTemplateString,
  type TemplateToRender,
} from "./templating.ts";
export { type UrlForArguments, type UrlOptions, type UrlValues, urlFor } from "./url-for.ts";
export type { RouteOptions, View, ViewResult } from "./view.ts";
