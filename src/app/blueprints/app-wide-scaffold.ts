/** What a blueprint registers for the whole application: Flask's methods with `app` in their names. */
import type { ErrorOfCode } from "../errors/error-codes.ts";
import type { ErrorClass, ErrorHandler, ErrorKey } from "../errors/error-handlers.ts";
import type {
  AfterRequestFunction,
  BeforeRequestFunction,
  ContextProcessor,
  TeardownFunction,
  UrlDefaultsFunction,
  UrlValuePreprocessor,
} from "../scaffold/hooks.ts";
import { Scaffold } from "../scaffold/scaffold.ts";
import type { TemplateSetup } from "../templating/template-setup.ts";
import type { TemplateFunction } from "../templating/templating.ts";

/** The part of a blueprint that is told to the application when it is registered there. */
export abstract class AppWideScaffold<Prefix extends string> extends Scaffold<Prefix> {
  /** Calls the function the first time that the blueprint is registered on an application: `bp.record_once`. */
  abstract recordOnce(fn: (state: { readonly app: TemplateSetup }) => void): void;

  /** As `app.beforeRequest`, for all requests of the application. */
  beforeAppRequest<F extends BeforeRequestFunction>(fn: F): F {
    this.recordOnce(({ app }) => app.beforeRequest(fn));
    return fn;
  }

  /** As `app.afterRequest`, for all requests of the application. */
  afterAppRequest<F extends AfterRequestFunction>(fn: F): F {
    this.recordOnce(({ app }) => app.afterRequest(fn));
    return fn;
  }

  /** As `app.teardownRequest`, for all requests of the application. */
  teardownAppRequest<F extends TeardownFunction>(fn: F): F {
    this.recordOnce(({ app }) => app.teardownRequest(fn));
    return fn;
  }

  /** As `app.urlValuePreprocessor`, for all requests of the application. */
  appUrlValuePreprocessor<F extends UrlValuePreprocessor>(fn: F): F {
    this.recordOnce(({ app }) => app.urlValuePreprocessor(fn));
    return fn;
  }

  /** As `app.urlDefaults`, for all endpoints of the application. */
  appUrlDefaults<F extends UrlDefaultsFunction>(fn: F): F {
    this.recordOnce(({ app }) => app.urlDefaults(fn));
    return fn;
  }

  /** As `app.contextProcessor`, for all templates of the application. */
  appContextProcessor<F extends ContextProcessor>(fn: F): F {
    this.recordOnce(({ app }) => app.contextProcessor(fn));
    return fn;
  }

  /** As `app.errorHandler`, for all errors of the application. */
  appErrorHandler<Code extends number>(
    code: Code,
    fn: ErrorHandler<ErrorOfCode<Code>>,
  ): ErrorHandler<ErrorOfCode<Code>>;
  appErrorHandler<E extends Error>(Class: ErrorClass<E>, fn: ErrorHandler<E>): ErrorHandler<E>;
  appErrorHandler(key: ErrorKey, fn: ErrorHandler): ErrorHandler {
    this.recordOnce(({ app }) => app.errorHandler(key as never, fn));
    return fn;
  }

  /** As `app.templateFilter`. */
  appTemplateFilter<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    this.recordOnce(({ app }) => app.templateFilter(...named));
    return named.length === 1 ? named[0] : named[1];
  }

  /** As `app.addTemplateFilter`. */
  addAppTemplateFilter(fn: TemplateFunction, name?: string | undefined): void {
    this.recordOnce(({ app }) => app.addTemplateFilter(fn, name));
  }

  /** As `app.templateTest`. */
  appTemplateTest<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    this.recordOnce(({ app }) => app.templateTest(...named));
    return named.length === 1 ? named[0] : named[1];
  }

  /** As `app.addTemplateTest`. */
  addAppTemplateTest(fn: TemplateFunction, name?: string | undefined): void {
    this.recordOnce(({ app }) => app.addTemplateTest(fn, name));
  }

  /** As `app.templateGlobal`. */
  appTemplateGlobal<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    this.recordOnce(({ app }) => app.templateGlobal(...named));
    return named.length === 1 ? named[0] : named[1];
  }

  /** As `app.addTemplateGlobal`. */
  addAppTemplateGlobal(fn: TemplateFunction, name?: string | undefined): void {
    this.recordOnce(({ app }) => app.addTemplateGlobal(fn, name));
  }
}
