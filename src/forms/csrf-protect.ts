/** `CSRFProtect`: refuses requests that change something and do not come from the site's own pages. */
import { type Blueprint, currentContext, type Flagon, type ViewFunction } from "../app/index.ts";
import { printable, type Request } from "../http/index.ts";
import { html, type Markup } from "../markup/index.ts";
import { generateCsrf, validateCsrf } from "./csrf.ts";
import { type CSRFSettings, csrfSettings } from "./csrf-config.ts";
import { csrfRemedy } from "./csrf-remedies.ts";
import { CSRFError, ValidationError } from "./errors.ts";
import { isSameOrigin } from "./same-origin.ts";

type AnyView = ViewFunction<never>;

// The requests whose token has been found good, so that a form need not check it again.
const CHECKED = new WeakSet<Request>();

/**
 * Checks the CSRF token of every request that changes something: POST, PUT, PATCH and DELETE. After Flask-WTF's
 * extension. The token stands in the form's field `csrf_token`, in one whose name ends so, or in a header. What no rule
 * matches is not checked: it is a 404, or falls back to a server that has a check of its own.
 *
 * @example
 * ```ts
 * const csrf = new CSRFProtect(app);
 * csrf.exempt(app.post("/hook", receiveHook));
 * ```
 */
export class CSRFProtect {
  readonly #exempt = new Set<AnyView | Blueprint<string> | string>();

  /** @param app - An application to protect; more with {@link CSRFProtect.initApp}. */
  constructor(app?: Flagon | undefined) {
    if (app !== undefined) this.initApp(app);
  }

  /** Protects an application, and gives its templates `csrf_token()`. */
  initApp(app: Flagon): void {
    app.extensions.set("csrf", this);
    app.templateGlobal("csrf_token", () => generateCsrf());
    app.beforeRequest(() => {
      if (this.#isChecked(currentContext("CSRFProtect").request, app)) this.protect();
    });
  }

  /**
   * Leaves a view unchecked, such as one that another site's server calls and that knows it by a signature.
   *
   * @param view - The view, its endpoint, or a blueprint with all of its own views; the blueprints in it stay protected.
   * @returns The same.
   */
  exempt<V extends AnyView | Blueprint<string> | string>(view: V): V {
    this.#exempt.add(view);
    return view;
  }

  /**
   * Checks the token of the request being answered, whatever is exempt: for applications that choose by
   * themselves (`wtfCsrfCheckDefault: false`).
   *
   * @throws CSRFError, a 400.
   */
  protect(): void {
    const { app, request } = currentContext("CSRFProtect.protect");
    const settings = csrfSettings(app.config);
    if (!settings.methods.has(request.method)) return;
    try {
      validateCsrf(tokenOf(request, settings));
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#refuse(error.message);
    }
    if (request.isSecure && settings.isStrict) this.#checkReferrer(request);
    CHECKED.add(request);
  }

  /** Called with the reason when a request is refused; it throws a {@link CSRFError} as it is. */
  errorResponse(reason: string): never {
    throw new CSRFError(reason);
  }

  #isChecked(request: Request, app: Flagon): boolean {
    const { isEnabled, checksByDefault, methods } = csrfSettings(app.config);
    if (!isEnabled || !checksByDefault || !methods.has(request.method)) return false;
    const { endpoint } = request;
    if (endpoint === undefined || this.#exempt.has(endpoint)) return false;
    const blueprint = app.blueprints.get(request.blueprint ?? "");
    if (blueprint !== undefined && this.#exempt.has(blueprint)) return false;
    const view = app.viewOf(endpoint)?.view;
    return view === undefined || !this.#exempt.has(view);
  }

  /** Over https, where no one can take the Referer away unseen, the page must be of this very site. */
  #checkReferrer(request: Request): void {
    const { referrer } = request;
    if (referrer === undefined || referrer === "") this.#refuse("The referrer header is missing.");
    if (!isSameOrigin(referrer, `https://${request.host}/`)) {
      this.#refuse("The referrer does not match the host.");
    }
  }

  /** The page tells the visitor the reason; what to do about it is for the developer. */
  #refuse(reason: string): never {
    const { app, request } = currentContext("CSRFProtect");
    const remedy = app.config.debug ? csrfRemedy(reason, csrfSettings(app.config)) : undefined;
    if (remedy !== undefined) {
      const what = printable(JSON.stringify(`${request.method} ${request.path}`));
      app.logger.warn(`${what} was refused: ${reason} ${remedy}`);
    }
    this.errorResponse(reason);
  }
}

/** Whether {@link CSRFProtect} has found the token of the request being answered good. Flask-WTF's `g.csrf_valid`. */
export function isCsrfValid(): boolean {
  return CHECKED.has(currentContext("isCsrfValid").request);
}

/** A `<meta>` with the token, for scripts that send it in a header. Flask-WTF's `csrf_meta_tag`. */
export function csrfMetaTag(): Markup {
  const { metaName } = csrfSettings(currentContext("csrfMetaTag").app.config);
  return html`<meta name="${metaName}" content="${generateCsrf()}">`;
}

function tokenOf(request: Request, { fieldName, headers }: CSRFSettings): string | undefined {
  // On a route that streams its body nobody has read a form; a header can carry the token there.
  const token = request.isBodyReceived ? tokenIn(request.form, fieldName) : undefined;
  if (token) return token;
  for (const name of headers) {
    const header = request.headers.get(name);
    if (header) return header;
  }
  return undefined;
}

function tokenIn(form: Request["form"], fieldName: string): string | undefined {
  const token = form.get(fieldName);
  if (token) return token;
  // The fields of a form with a prefix are named `prefix-csrf_token`.
  for (const key of form.keys()) {
    const prefixed = key.endsWith(fieldName) ? form.get(key) : undefined;
    if (prefixed) return prefixed;
  }
  return undefined;
}
