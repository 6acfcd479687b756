/** The first steps of a request: its rule is found, and its body received within the limits. */
import { HTTPException, printable, type Request, type Response } from "../../http/index.ts";
import type { Rule } from "../../routing/index.ts";
import type { Session } from "../../sessions/index.ts";
import type { AppContext } from "../contexts/context.ts";
import { takeRequestId } from "../logging.ts";
import { after, chain, isPromise, type MaybePromise } from "../maybe-promise.ts";
import { bodyOptions } from "./body-options.ts";
import { toResponse } from "./make-response.ts";

/**
 * Finds the rule, and receives the body; a routing error waits until the view's turn. Gives the response of a function
 * that answers before the body is read.
 */
export function receive(context: AppContext): MaybePromise<Response | undefined> {
  const { app, request } = context;
  matchRequest(context);
  const { urlRule } = request;
  if (urlRule === undefined) return undefined;
  request.prepareBody(() => bodyOptions(app, urlRule));
  if (!request.hasBody) {
    request.receiveBody();
    return undefined;
  }
  return chain(beforeBody(context), (early) => {
    // A file that is not here is asked of another server, which gets the body as it comes.
    if (early !== undefined || (app.fallsBackTo !== undefined && isForFile(context))) return early;
    return after(request.receiveBody(), undefined);
  });
}

/** Whether a request is for a static file, of the application or of a blueprint; a view may be called `static` too. */
export function isForFile({ app, request: { endpoint } }: AppContext): boolean {
  return endpoint !== undefined && app.staticFolderOf(endpoint) !== undefined;
}

/** Finds the rule of a request, or why there is none: `RequestContext.match_request`. */
export function matchRequest(context: AppContext): void {
  const { app, request } = context;
  const { trustedHosts, requestIdHeader } = app.config;
  if (trustedHosts !== undefined) request.trustedHosts = trustedHosts;
  if (requestIdHeader !== undefined) takeRequestId(request, requestIdHeader);
  try {
    // A Host header that is none, or none of those that are trusted, is answered with 400, before anything can build a URL with it.
    request.host;
    context.mounted = app.mounts.find(request);
    if (context.mounted !== undefined) return;
    const found = findRule(context);
    if (found instanceof HTTPException) {
      request.routingException = found;
      return;
    }
    const { rule, values } = found;
    request.endpoint = rule.endpoint;
    request.urlRule = rule;
    request.viewArgs = values;
    const registration = app.routeOf(rule)?.registration;
    if (registration !== undefined) {
      context.pipeline = app.pipelineOf(registration);
      request.blueprints = context.pipeline.blueprints;
    }
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    request.routingException = error;
  }
}

/** The rule of a request, or why there is none; the way that needs no subdomain, host or redirect first. */
function findRule(context: AppContext): { rule: Rule; values: Record<string, unknown> } | HTTPException {
  const { app, request } = context;
  const { urlMap } = app;
  const isPlain = !urlMap.hostMatching && !app.subdomainMatching;
  const direct = isPlain ? urlMap.matchDirect(request.path, request.method) : undefined;
  return direct ?? context.urlAdapter.lookUp(request.path, {}, app.fallsBackTo?.missed);
}

/** Runs the functions that look at a request before its body is read, until one answers it. */
function beforeBody(context: AppContext, index = 0): MaybePromise<Response | undefined> {
  const { pipeline, request } = context;
  const fn = pipeline.beforeBody[index];
  if (fn === undefined) return undefined;
  return chain(fn(request), (result) =>
    result === undefined
      ? beforeBody(context, index + 1)
      : toResponse(result, "A function given to app.beforeBody() returned"),
  );
}

/** Opens the session of a request. */
export function openSession(context: AppContext): MaybePromise<void> {
  const { app, request } = context;
  const opened = app.sessionInterface.openSession(app, request);
  if (isPromise(opened)) return keepLater(context, opened as Promise<Session | undefined>);
  keepSession(context, opened as Session | undefined);
  return undefined;
}

function keepLater(context: AppContext, opened: Promise<Session | undefined>): Promise<void> {
  return opened.then((session) => keepSession(context, session));
}

function keepSession(context: AppContext, session: Session | undefined): void {
  context.session = session ?? context.app.sessionInterface.makeNullSession(context.app);
}

/** Saves the session with the response, unless it stands in for a missing one. */
export function saveSession(context: AppContext, response: Response): MaybePromise<void> {
  const { app, request, sessionUnread: session } = context;
  // A stream may read the cookies when it is too late for a header.
  if (context.streams !== undefined) response.vary.add("Cookie");
  if (session === undefined || app.sessionInterface.isNullSession(session)) return undefined;
  if (context.mounted !== undefined && !session.modified) {
    // To refresh it would undo what a mounted application of the same session has just saved.
    leaveSession(context, response);
    return undefined;
  }
  return chain(app.sessionInterface.saveSession(app, session, response, request), () =>
    session.close({ watch: context.streams !== undefined }),
  );
}

/**
 * Leaves the session as it is, since another server has answered: that one has saved it. A response that was only given
 * because of what the session holds says so to caches.
 */
export function leaveSession({ app, request, sessionUnread: session }: AppContext, response: Response): void {
  if (session === undefined) return;
  if (session.accessed) response.vary.add("Cookie");
  if (app.sessionInterface.isNullSession(session)) return;
  if (session.accessed && session.modified) {
    app.logger.warn(
      `The session was changed before ${printable(JSON.stringify(`${request.method} ${request.path}`))} fell back to ` +
        `${app.fallsBackTo?.name}, and the change is lost: what falls back leaves the session to the other side.`,
    );
  }
  session.close();
}

/** Whether the application answers OPTIONS in the place of a view. */
export function isOptionsAnswered(app: AppContext["app"], request: Request): boolean {
  return request.urlRule !== undefined && app.routeOf(request.urlRule)?.automaticOptions === true;
}
