/** The way of a request through an application, in steps that can each be overridden, as in Flask. */
import {
  BadRequest,
  BadRequestKeyError,
  describeError,
  HTTPException,
  InternalServerError,
  NotFound,
  type Request,
  Response,
} from "../../http/index.ts";
import { RequestRedirect } from "../../routing/index.ts";
import { AppSetup } from "../app-setup.ts";
import {
  type AppContext,
  AppContext as Context,
  currentContextIfAny,
  runInContext,
} from "../contexts/context.ts";
import { type ErrorHandler, type ErrorHandlers, findErrorHandler } from "../errors/error-handlers.ts";
import { HandlerStatusWarning } from "../errors/handler-status.ts";
import { exceptionEntry, logSafely } from "../logging.ts";
import { after, attempt, chain, type MaybePromise } from "../maybe-promise.ts";
import { callMounted } from "../mounts/mounts.ts";
import type { ViewResult } from "../routing/view.ts";
import type { AfterRequestFunction } from "../scaffold/hooks.ts";
import { gotRequestException, requestFinished, requestStarted } from "../signals.ts";
import { begin, type Failure, type Start, tellOfStart } from "./begin.ts";
import { fallBack } from "./fall-back.ts";
import { abandon, leave } from "./leave.ts";
import { toResponse } from "./make-response.ts";
import { isForFile, isOptionsAnswered, leaveSession, saveSession } from "./receive.ts";
import { runAfterRequest, runBeforeRequest, runUrlValuePreprocessors } from "./run-hooks.ts";
import { tearDown } from "./tear-down.ts";
import { discardAll } from "./unsent-responses.ts";

/** The steps of a request; each gets the context, which has been entered. */
export abstract class Dispatcher extends AppSetup {
  readonly #handlerStatus = new HandlerStatusWarning();

  /**
   * Answers a request, as Flask's `wsgi_app` does: where errors are propagated, one that nobody handled is thrown on.
   *
   * @throws What `config.propagateExceptions` lets through, and what fails in the answer to another error.
   */
  respond(request: Request): MaybePromise<Response> {
    this.startServing();
    return runInContext(new Context(this, request), this.#answer);
  }

  readonly #answer = (context: AppContext): MaybePromise<Response> =>
    chain(
      attempt(
        () =>
          attempt(
            () => chain(begin(context), (start) => this.#goOn(context, start)),
            (error) => this.handleException(context, error),
          ),
        (error) => abandon(context, error),
      ),
      (response) => leave(context, response),
    );

  /** Runs the hooks and the view, and makes the response: `Flask.full_dispatch_request`. */
  fullDispatchRequest(context: AppContext): MaybePromise<Response> {
    const value = attempt(
      () => chain(this.preprocessRequest(context), (early) => early ?? this.dispatchRequest(context)),
      (error) => this.handleUserException(context, error),
    );
    return chain(value, (result) => this.finalizeRequest(context, result));
  }

  /** Runs the functions before the view, until one answers: `Flask.preprocess_request`. */
  preprocessRequest(context: AppContext): MaybePromise<Response | undefined> {
    const { pipeline } = context;
    const functions =
      this.fallsBackTo?.takes(context.request) === true
        ? this.fallsBackTo.beforeRequest(pipeline.beforeRequest)
        : pipeline.beforeRequest;
    if (pipeline.urlValuePreprocessors.length === 0) return runBeforeRequest(functions);
    return chain(runUrlValuePreprocessors(context), () => runBeforeRequest(functions));
  }

  /** Calls the view, answers OPTIONS, or throws why no rule matched: `Flask.dispatch_request`. */
  dispatchRequest(context: AppContext): MaybePromise<ViewResult> {
    const { request } = context;
    const { routingException } = request;
    if (context.mounted !== undefined) return callMounted(context.mounted, request);
    if (routingException !== undefined) {
      const { fallsBackTo } = this;
      if (fallsBackTo?.takes(request) === true) return fallBack(fallsBackTo, context, routingException);
      throw routingException;
    }
    if (request.method === "OPTIONS" && isOptionsAnswered(this, request)) {
      return this.makeDefaultOptionsResponse(context);
    }
    const registered = this.viewOf(request.endpoint ?? "");
    if (registered === undefined) {
      throw new Error(
        `The endpoint ${JSON.stringify(request.endpoint)} of the rule ${request.urlRule?.rule} has no view; register one ` +
          "with app.endpoint().",
      );
    }
    const values = (request.viewArgs ?? {}) as never;
    const { fallsBackTo } = this;
    if (fallsBackTo === undefined || !isForFile(context)) return registered.view(values);
    return attempt(
      () => registered.view(values),
      (error) => {
        if (error instanceof NotFound) return fallBack(fallsBackTo, context, error);
        throw error;
      },
    );
  }

  /** The answer to OPTIONS, with the methods there are: `Flask.make_default_options_response`. */
  makeDefaultOptionsResponse(context: AppContext): Response {
    const methods = context.urlAdapter.allowedMethods();
    return new Response("", methods.length === 0 ? {} : { headers: { Allow: methods.join(", ") } });
  }

  /**
   * Makes the response of what a view or a handler returned, and completes it: `Flask.finalize_request`.
   *
   * @param isErrorResponse Whether it answers an error that nobody handled: it goes out even if hooks fail.
   */
  finalizeRequest(
    context: AppContext,
    value: ViewResult,
    { isErrorResponse = false }: { readonly isErrorResponse?: boolean | undefined } = {},
  ): MaybePromise<Response> {
    const response = toResponse(value, () => {
      const { endpoint } = context.request;
      return endpoint === undefined
        ? "An error handler returned"
        : `The view ${JSON.stringify(endpoint)} returned`;
    });
    response.claim(context.request);
    return attempt(
      () =>
        chain(this.processResponse(context, response), (processed) =>
          requestFinished.hasReceivers
            ? after(requestFinished.send(this, { response: processed }), processed)
            : processed,
        ),
      (error) => {
        discardAll(context, response, isErrorResponse ? response : undefined);
        if (!isErrorResponse) throw error;
        // A session that cannot be saved cannot be saved with the 500 either.
        if (!isSameError(error, context.failure)) this.logException(error, context.place);
        return response;
      },
    );
  }

  /** Runs the functions after the view, and saves the session: `Flask.process_response`. */
  processResponse(context: AppContext, response: Response): MaybePromise<Response> {
    return chain(runAfterRequest(context, this.#afterRequest(context), response), (processed) =>
      context.isForwarded
        ? after(leaveSession(context, processed), processed)
        : after(saveSession(context, processed), processed),
    );
  }

  /** Answers an error of a hook or a view by its handler, or throws it: `Flask.handle_user_exception`. */
  handleUserException(context: AppContext, error: unknown): MaybePromise<ViewResult> {
    if (
      error instanceof BadRequestKeyError &&
      (this.config.debug || this.config.trapBadRequestErrors === true)
    ) {
      // Somebody may have frozen it.
      Reflect.set(error, "showException", true);
    }
    if (error instanceof HTTPException && !this.trapHttpException(error)) {
      return this.handleHttpException(context, error);
    }
    const handler = findErrorHandler(error, this.#scopesOf(error, context));
    if (handler === undefined) throw error;
    return handler(error as never);
  }

  /** Answers an HTTP error by its handler, or by its own page: `Flask.handle_http_exception`. */
  handleHttpException(context: AppContext, error: HTTPException): MaybePromise<ViewResult> {
    // A redirect of the router, and a response that was given to abort(), are answers and no errors.
    const isAnswer = error instanceof RequestRedirect || isBare(error);
    const handler = isAnswer ? undefined : findErrorHandler(error, this.#scopesOf(error, context));
    return handler === undefined ? error.getResponse() : this.#handledBy(handler, error);
  }

  /** Whether an HTTP error is treated as any other error: `Flask.trap_http_exception`. */
  trapHttpException(error: HTTPException): boolean {
    const { trapHttpExceptions, trapBadRequestErrors, debug } = this.config;
    if (error instanceof RequestRedirect) return false;
    if (trapHttpExceptions) return true;
    if (trapBadRequestErrors === undefined) return debug && error instanceof BadRequestKeyError;
    return trapBadRequestErrors && error instanceof BadRequest;
  }

  /**
   * Answers an error that nobody handled with a logged 500, whose handlers are asked first: `Flask.handle_exception`.
   *
   * @throws The error, where errors are propagated.
   */
  handleException(context: AppContext, thrown: unknown): MaybePromise<Response> {
    const error = thrown ?? nothingThrown(thrown);
    context.failure = error;
    return chain(this.#tellOf(context, error), () => {
      if (this.propagatesExceptions) throw error;
      this.logException(error, context.place);
      const failure = new InternalServerError(undefined, { originalException: error });
      const handler = findErrorHandler(failure, context.pipeline.errorHandlers);
      const value = handler === undefined ? failure.getResponse() : this.#handledBy(handler, failure);
      return chain(value, (result) => this.finalizeRequest(context, result, { isErrorResponse: true }));
    });
  }

  /** Whether errors that nobody handled are thrown on: by `config.propagateExceptions`, else in tests and in debug. */
  get propagatesExceptions(): boolean {
    const { propagateExceptions, testing, debug } = this.config;
    return propagateExceptions ?? (testing || debug);
  }

  /** Logs an error that no one handled: `Flask.log_exception`. */
  logException(error: unknown, request: string): void {
    const context = currentContextIfAny();
    const id = context?.hasRequest === true ? context.request.id : undefined;
    logSafely(this.logger, "error", exceptionEntry(error, request, id));
  }

  /** Whose handlers are asked about an error: of the blueprint that owns the request, or the URL that no rule matched. */
  #scopesOf(error: unknown, { pipeline, request }: AppContext): readonly ErrorHandlers[] {
    const owner = this.ownerOf(error, request);
    return owner === undefined ? pipeline.errorHandlers : this.pipelineOf(owner).errorHandlers;
  }

  /** @internal Lets a context go; the last one who does ends it. */
  release(context: AppContext): MaybePromise<void> {
    context.users--;
    return context.users > 0 ? undefined : tearDown(context, this.teardownAppContextFunctions);
  }

  #afterRequest({ isForwarded, pipeline }: AppContext): readonly AfterRequestFunction[] {
    if (!isForwarded || this.fallsBackTo === undefined) return pipeline.afterRequest;
    return this.fallsBackTo.afterRequest(pipeline.afterRequest);
  }

  #goOn(context: AppContext, start: Start): MaybePromise<Response> {
    if (requestStarted.hasReceivers) {
      return chain(tellOfStart(context, start), () => this.#dispatch(context, start));
    }
    return this.#dispatch(context, start);
  }

  #dispatch(context: AppContext, start: Start): MaybePromise<Response> {
    if (start === undefined) return this.fullDispatchRequest(context);
    if (start instanceof Response) return this.finalizeRequest(context, start);
    return this.#dispatchFailure(context, start);
  }

  #dispatchFailure(context: AppContext, { error }: Failure): MaybePromise<Response> {
    return chain(this.handleUserException(context, error), (value) => this.finalizeRequest(context, value));
  }

  /** What the handler of an HTTP error gives; in debug mode a page without a status is pointed out. */
  #handledBy(handler: ErrorHandler, error: HTTPException): MaybePromise<ViewResult> {
    const value = handler(error as never);
    if (!this.config.debug) return value;
    return chain(value, (result) => {
      this.#handlerStatus.giveFor(this, handler, error, result);
      return result;
    });
  }

  /** An error of who listens must not hide the one that they are told of. */
  #tellOf(context: AppContext, error: unknown): MaybePromise<void> {
    if (!gotRequestException.hasReceivers) return undefined;
    return attempt(
      () => gotRequestException.send(this, { exception: error }),
      (failure) => this.logException(failure, context.place),
    );
  }
}

/** Whether it is what `abort(response)` throws. */
function isBare(error: HTTPException): boolean {
  return error.constructor === HTTPException && error.response !== undefined;
}

function isSameError(one: unknown, other: unknown): boolean {
  return one === other || describeError(one).split("\n")[0] === describeError(other).split("\n")[0];
}

/** A thrown `undefined` would tell the functions that tear down that all is well. */
function nothingThrown(thrown: undefined | null): TypeError {
  return new TypeError(
    `${thrown} was thrown while a request was handled; throw an Error, whose stack says where.`,
  );
}
