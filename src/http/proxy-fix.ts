/** `ProxyFix`: an application behind proxies, which say where a request came from. */
import { checkOptionNames } from "../python/index.ts";
import { ForwardedSource, type TrustedProxies } from "./forwarded-source.ts";
import type { Handler } from "./handler.ts";
import { describeError, printable } from "./printable.ts";
import { Request } from "./request.ts";
import type { Response } from "./response.ts";
import { WebRequestSource } from "./web-request-source.ts";

const PROXIES: Readonly<Record<keyof TrustedProxies, true>> = {
  xFor: true,
  xProto: true,
  xHost: true,
  xPort: true,
  xPrefix: true,
};

/**
 * An application behind proxies: `remoteAddr`, `scheme`, `host` and `rootPath` are what they were before, and so
 * is the URL of `request.raw`. It is served in place of the application. After Werkzeug's middleware; the request
 * as it came is `request.source.original`, of a {@link ForwardedSource}.
 *
 * Say for each header how many proxies set it, and no more: what they do not set, a client can.
 *
 * @example
 * ```ts
 * export default new ProxyFix(app, { xFor: 1, xProto: 1, xHost: 1 });
 * ```
 */
export class ProxyFix implements Handler {
  /** The application. */
  readonly app: Handler;
  readonly #proxies: TrustedProxies;

  /**
   * @param app - The application.
   * @param proxies - How many proxies set each header.
   * @throws RangeError if one of the numbers is none; TypeError for a header that is none of these.
   */
  constructor(app: Handler, proxies: TrustedProxies = {}) {
    checkOptionNames(proxies, PROXIES, "new ProxyFix()");
    for (const [header, count] of Object.entries(proxies)) {
      if (count === undefined || (Number.isInteger(count) && count >= 0)) continue;
      throw new RangeError(`ProxyFix: ${header} must be a number of proxies, 0 or more, not ${count}.`);
    }
    this.app = app;
    this.#proxies = proxies;
  }

  /** Whether the application takes requests to change the protocol. */
  get acceptsUpgrades(): boolean {
    return this.app.acceptsUpgrades === true;
  }

  /** The answer of the application to a request that came by the proxies. */
  handle(request: Request): Response | Promise<Response> {
    const Class = this.app.requestClass ?? Request;
    return this.app.handle(new Class(new ForwardedSource(request.source, this.#proxies)));
  }

  /** Starts the application. */
  startup(): void | Promise<void> {
    return this.app.startup?.();
  }

  /** Ends the application. */
  shutdown(): void | Promise<void> {
    return this.app.shutdown?.();
  }

  /** Logs an error as the application does. */
  logException(error: unknown, request: string): void {
    if (this.app.logException === undefined) console.error(printable(describeError(error)));
    else this.app.logException(error, request);
  }

  /**
   * The same for a Web `Request`, on any Fetch runtime: it is bound, to be passed on as it is.
   *
   * @param request - The request.
   * @param env - What the runtime passes beside it, such as the bindings on Workers.
   * @param context - Keeps the runtime alive with `waitUntil`.
   */
  readonly fetch = async (
    request: globalThis.Request,
    env?: unknown,
    context?: { waitUntil?(promise: Promise<unknown>): void },
  ): Promise<globalThis.Response> => {
    const waitUntil = context?.waitUntil?.bind(context);
    const response = await this.handle(new Request(new WebRequestSource(request, { env, waitUntil })));
    return response.toWeb(request.method, (error) =>
      this.logException(error, `${request.method} ${new URL(request.url).pathname}`),
    );
  };
}
