/** The way of a request through an application: match, receive, open the session, view, response, save. */
import {
  BadRequestKeyError,
  HTTPException,
  InternalServerError,
  type Request,
  Response,
} from "../http/index.ts";
import type { Rule } from "../routing/index.ts";
import { preprocessRequest } from "./before-request.ts";
import { bodyOptions } from "./body-options.ts";
import type { AppContext } from "./context.ts";
import { toResponse } from "./make-response.ts";
import { attempt, chain, type MaybePromise } from "./maybe-promise.ts";
import type { ViewResult } from "./view.ts";

/** The answer to the request of a context that has been entered; it is never an error. */
export function answer(context: AppContext): MaybePromise<Response> {
  const answered = attempt(
    () =>
      chain(receive(context), (early) => early ?? chain(openSession(context), () => answerRequest(context))),
    (error) => errorResponse(error, context),
  );
  return chain(
    chain(answered, (response) => finish(response, context)),
    (response) => {
      const { request } = context;
      if (request.holdsResources) response.callOnClose(() => request.close());
      return response;
    },
  );
}

/** Finds the rule, and receives the body within the limits; a routing error waits until the view's turn. */
function receive(context: AppContext): MaybePromise<Response | undefined> {
  const { app, request } = context;
  if (app.config.trustedHosts !== undefined) request.trustedHosts = app.config.trustedHosts;
  try {
    // A Host header that is none, or none of those that are trusted, is answered with 400, before anything can build a URL with it.
    request.host;
    const { rule, values } = matchRequest(context);
    request.endpoint = rule.endpoint;
    request.urlRule = rule;
    request.viewArgs = values;
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    request.routingException = error;
    return undefined;
  }
  request.prepareBody(bodyOptions(app, request.urlRule));
  return chain(beforeBody(context), (early) => early ?? chain(request.receiveBody(), () => undefined));
}

/** The rule of a request; the way that needs no subdomain, host or redirect first. */
function matchRequest(context: AppContext): { rule: Rule; values: Record<string, unknown> } {
  const { app, request } = context;
  const { urlMap } = app;
  const isPlain = !urlMap.hostMatching && !app.subdomainMatching;
  const direct = isPlain ? urlMap.matchDirect(request.path, request.method) : undefined;
  return direct ?? context.urlAdapter.match(request.path);
}

/** Whether the application answers OPTIONS in the place of a view. */
function isAnsweredFor({ app, request }: AppContext): boolean {
  return request.urlRule !== undefined && app.routeOf(request.urlRule)?.automaticOptions === true;
}

/** Runs the functions that look at a request before its body is read, until one answers it. */
function beforeBody(context: AppContext, index = 0): MaybePromise<Response | undefined> {
  const { app, request } = context;
  const fn = request.hasBody ? app.beforeBodyFunctions[index] : undefined;
  if (fn === undefined) return undefined;
  return chain(fn(request), (result) =>
    result === undefined
      ? beforeBody(context, index + 1)
      : toResponse(result, "A function given to app.beforeBody() returned"),
  );
}

function openSession(context: AppContext): MaybePromise<void> {
  const { app, request } = context;
  return chain(app.sessionInterface.openSession(app, request), (session) => {
    context.session = session ?? app.sessionInterface.makeNullSession(app);
  });
}

/** What a function before the view answers, or the view. */
function answerRequest(context: AppContext): MaybePromise<Response> {
  return chain(preprocessRequest(context), (early) => early ?? callView(context));
}

function callView(context: AppContext): MaybePromise<Response> {
  const { app, request } = context;
  if (request.routingException !== undefined) throw request.routingException;
  if (request.method === "OPTIONS" && isAnsweredFor(context)) {
    return new Response("", { headers: { Allow: context.urlAdapter.allowedMethods().join(", ") } });
  }
  const registered = app.viewOf(request.endpoint ?? "");
  if (registered === undefined) throw new InternalServerError();
  const result: MaybePromise<ViewResult> = registered.view((request.viewArgs ?? {}) as never);
  return chain(result, (value) => viewResponse(value, request));
}

function viewResponse(value: ViewResult, request: Request): Response {
  return toResponse(value, `The view ${JSON.stringify(request.endpoint)} returned`);
}

function errorResponse(error: unknown, context: AppContext): Response {
  if (error instanceof BadRequestKeyError && context.app.config.debug) error.showException = true;
  if (!(error instanceof HTTPException)) return failurePage(error, context);
  try {
    return error.getResponse();
  } catch (failure) {
    // Such as a redirect to what is no URL. Thrown on, it would leave the files of an upload open.
    return failurePage(failure, context);
  }
}

/** Logs an error that no page tells of. */
function failurePage(error: unknown, { app, request }: AppContext): Response {
  app.logException(error, `${request.method} ${request.path}`);
  return new InternalServerError(undefined, { originalException: error }).getResponse();
}

function finish(response: Response, context: AppContext): MaybePromise<Response> {
  let isClaimed = false;
  return attempt(
    () => {
      response.claim();
      isClaimed = true;
      return chain(saveSession(response, context), () => response);
    },
    (error) => {
      const failure = errorResponse(error, context);
      // What streams its body, such as a file, must hear that nobody will read it.
      if (isClaimed) response.bodyToSend("HEAD");
      // The error page must go out, with or without its session; what failed once is logged already.
      return attempt(
        () => chain(saveSession(failure, context), () => failure),
        () => failure,
      );
    },
  );
}

function saveSession(response: Response, context: AppContext): MaybePromise<void> {
  const { app, request, sessionUnread: session } = context;
  if (session === undefined || app.sessionInterface.isNullSession(session)) return undefined;
  return chain(app.sessionInterface.saveSession(app, session, response, request), () => session.close());
}
