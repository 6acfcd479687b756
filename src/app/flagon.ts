/** The application: its rules, its configuration, and the way of a request through it. */
import {
  diskFiles,
  type FileSource,
  type MatchedRule,
  MimeTypes,
  Request,
  type Response,
  WebRequestSource,
} from "../http/index.ts";
import { checkOptionNames, inspectAs } from "../python/index.ts";
import { type MapAdapter, UrlMap } from "../routing/index.ts";
import { type SecretKey, SecureCookieSessionInterface, type SessionInterface } from "../sessions/index.ts";
import {
  type Environment,
  type EnvironmentOptions,
  FileSystemLoader,
  type Loader,
} from "../templates/index.ts";
import type { Application, BeforeBodyFunction, Logger } from "./application.ts";
import type { BeforeRequestFunction } from "./before-request.ts";
import type { Config, ConfigValues } from "./config.ts";
import { makeConfig } from "./config-object.ts";
import { AppContext, runInContext } from "./context.ts";
import { answer } from "./dispatch.ts";
import { SetupFinishedError } from "./errors.ts";
import { DefaultJSONProvider, type JSONProvider } from "./json-provider.ts";
import { attempt, chain, type MaybePromise } from "./maybe-promise.ts";
import { describeError, printable } from "./printable.ts";
import { type RegisteredView, type Route, Routes } from "./routes.ts";
import { type AnyView, Scaffold, type UrlRuleOptions } from "./scaffold.ts";
import { SecretKeyring, type SecretKeySource } from "./secret-key.ts";
import { sendFromDirectory } from "./send-file.ts";
import { type StaticFiles, staticFiles } from "./static-files.ts";
import { type ContextProcessor, Templating } from "./templating.ts";
import { type ClientOptions, FlagonClient } from "./testing.ts";

/** What an application starts with. */
export type FlagonOptions = {
  /** The folder of the application, such as `import.meta.dirname`; the working directory unless given. */
  readonly root?: string | undefined;
  /** The folder of its static files, absolute or from `root`; `"static"` unless given, `null` for none. */
  readonly staticFolder?: string | null | undefined;
  /** The URL of the static files; a slash and their folder's name unless given, `""` for the root of the site. */
  readonly staticUrlPath?: string | undefined;
  /** The folder of its templates, absolute or from `root`; `"templates"` unless given, `null` for none. */
  readonly templateFolder?: string | null | undefined;
  /** The host of the static files, where `hostMatching` is on. */
  readonly staticHost?: string | undefined;
  /** Lets rules have a host, and matches whole hosts. */
  readonly hostMatching?: boolean | undefined;
  /** Lets rules have a subdomain; `config.serverName` says of which host. */
  readonly subdomainMatching?: boolean | undefined;
  /** Signs the sessions; the same as `config.secretKey`. */
  readonly secretKey?: SecretKeySource | undefined;
  /** Configuration that differs from the defaults. */
  readonly config?: ConfigValues | undefined;
  /** Where the files are that it sends, unless they are on the disk: `new DictionaryFiles({ … })`. */
  readonly files?: FileSource | undefined;
};

const OPTIONS: Readonly<Record<keyof FlagonOptions, true>> = {
  root: true,
  secretKey: true,
  config: true,
  staticFolder: true,
  staticUrlPath: true,
  staticHost: true,
  templateFolder: true,
  hostMatching: true,
  subdomainMatching: true,
  files: true,
};

/** Where to listen. */
export type RunOptions = {
  /** The address to listen on, `"127.0.0.1"` unless given. */
  readonly host?: string | undefined;
  /** The port, 5000 unless given; 0 takes a free one. */
  readonly port?: number | undefined;
  /** Sets `config.debug`; left as it is unless given. */
  readonly debug?: boolean | undefined;
};

/** What a runtime hands to `app.fetch` beside the request, such as a Worker's execution context. */
export type ExecutionContext = { waitUntil?(promise: Promise<unknown>): void };

/** A function that templates call: its keyword arguments come as an object, after the others. */
export type TemplateFunction = (...args: never[]) => unknown;

// Flask leaves out what ends in `.jinja` and `.j2`, and upper-case names.
const ESCAPED_TEMPLATE = /\.(?:html?|xml|xhtml|svg)(?:\.(?:jinja2?|j2))?$/i;

/**
 * A web application: `flask.Flask`.
 *
 * @example
 * ```ts
 * const app = new Flagon({ secretKey: process.env.SECRET_KEY });
 * app.get("/", () => "Hello");
 * export default app;
 * ```
 */
export class Flagon extends Scaffold implements Application {
  /** The folder of the application. */
  readonly root: string;
  /** The configuration: Flask's keys in camelCase. */
  readonly config: Config;
  /** Where the files are that it sends: the disk, if the runtime has one. */
  readonly files: FileSource | undefined;
  /** The types of files by their names; `addType` registers more. */
  readonly mimeTypes: MimeTypes = new MimeTypes();
  /** The rules. */
  readonly urlMap: UrlMap;
  /** Whether rules may have a subdomain. */
  readonly subdomainMatching: boolean;
  /** What extensions keep with the application, each under its name. */
  readonly extensions: Map<string, unknown> = new Map();
  /** Opens and saves sessions; replace it to keep them elsewhere. */
  sessionInterface: SessionInterface = new SecureCookieSessionInterface();
  /** Takes warnings and errors; the console unless replaced. */
  logger: Logger = console;

  readonly #routes: Routes;
  readonly #keyring = new SecretKeyring((message) => this.logger.warn(message));
  readonly #beforeBody: BeforeBodyFunction[] = [];
  readonly #beforeRequest: BeforeRequestFunction[] = [];
  readonly #static: StaticFiles | undefined;
  /** @internal Its templates. */
  readonly templating: Templating;
  #json: JSONProvider = new DefaultJSONProvider({ isDebug: () => this.config.debug });
  #serving = false;

  constructor(options: FlagonOptions = {}) {
    super();
    checkOptionNames(options, OPTIONS, "new Flagon()");
    this.root = options.root ?? ".";
    this.files = options.files ?? diskFiles();
    this.config = makeConfig(options.config ?? {}, { files: this.files, folder: this.root });
    if (options.secretKey !== undefined) this.config.secretKey = options.secretKey;
    this.urlMap = new UrlMap([], { hostMatching: options.hostMatching });
    this.subdomainMatching = options.subdomainMatching ?? false;
    this.#routes = new Routes(this.urlMap);
    this.templating = new Templating(
      this,
      options.files === undefined ? this.#templateLoader(options.templateFolder) : undefined,
    );
    this.#static = staticFiles(options);
    if (this.#static !== undefined && this.files !== undefined) {
      const view = ({ filename }: { readonly filename: string }) => this.sendStaticFile(filename);
      this.addUrlRule(this.#static.rule, { endpoint: "static", host: options.staticHost, view });
    }
  }

  /**
   * Writes and reads its JSON. Its settings can be changed (`app.json.sortKeys = false`), and another provider put in its
   * place, of any kind; the type is that of the first.
   */
  get json(): DefaultJSONProvider {
    return this.#json as DefaultJSONProvider;
  }

  set json(provider: JSONProvider) {
    this.#json = provider;
  }

  /** The folder of the static files, absolute on a disk; `undefined` if there is none. */
  get staticFolder(): string | undefined {
    if (this.#static === undefined) return undefined;
    return this.files?.resolve(this.root, this.#static.folder) ?? this.#static.folder;
  }

  /** The URL below which the static files are; `undefined` if there are none. */
  get staticUrlPath(): string | undefined {
    return this.#static?.urlPath;
  }

  /** Whether there is a folder of static files; it need not exist. */
  get hasStaticFolder(): boolean {
    return this.#static !== undefined;
  }

  /**
   * A response that is a static file: `Flask.send_static_file`; the view of the endpoint `static`.
   *
   * @param filename The path below the static folder, which may come from a visitor.
   * @throws NotFound, a 404; Error if there is no static folder.
   */
  async sendStaticFile(filename: string): Promise<Response> {
    const { staticFolder } = this;
    if (staticFolder === undefined) {
      throw new Error(
        "There is no static folder to send a file from; give { staticFolder } to the application.",
      );
    }
    return sendFromDirectory(staticFolder, filename, { maxAge: () => this.getSendFileMaxAge(filename) });
  }

  /** The environment that renders its templates, made at first use: `Flask.jinja_env`. */
  get jinjaEnv(): Environment {
    return this.templating.environment;
  }

  /**
   * Where its templates come from, the templates folder unless set: `Flask.jinja_loader`. A runtime without a disk gets
   * them from a `DictLoader`. Set it before the first template is rendered.
   */
  get jinjaLoader(): Loader | undefined {
    return this.templating.loader;
  }

  set jinjaLoader(loader: Loader | undefined) {
    this.checkSetup("jinjaLoader");
    this.templating.loader = loader;
  }

  /** What {@link jinjaEnv} is made with: `Flask.jinja_options`. Set it before the first template is rendered. */
  get jinjaOptions(): EnvironmentOptions {
    return this.templating.options;
  }

  set jinjaOptions(options: EnvironmentOptions) {
    this.checkSetup("jinjaOptions");
    this.templating.options = options;
  }

  /**
   * Whether a template is escaped: HTML, XML and SVG, also before `.jinja` and `.j2`, and those made from strings.
   * Override it for others: `Flask.select_jinja_autoescape`.
   */
  selectJinjaAutoescape(name: string | undefined): boolean {
    return name === undefined || ESCAPED_TEMPLATE.test(name);
  }

  /**
   * Registers a function that gives names to every template: `@app.context_processor`.
   *
   * @returns The function.
   */
  contextProcessor<F extends ContextProcessor>(fn: F): F {
    this.checkSetup("contextProcessor");
    this.templating.addProcessor(fn);
    return fn;
  }

  /** Registers a filter for templates, under a name or the function's own: `@app.template_filter`. @returns The function. */
  templateFilter<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    return this.#addToTemplates("templateFilter", "filters", named);
  }

  /** Registers a test for templates, `{% if x is NAME %}`: `@app.template_test`. @returns The function. */
  templateTest<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    return this.#addToTemplates("templateTest", "tests", named);
  }

  /** Registers a function that templates can call: `@app.template_global`. @returns The function. */
  templateGlobal<F extends TemplateFunction>(...named: [fn: F] | [name: string, fn: F]): F {
    return this.#addToTemplates("templateGlobal", "globals", named);
  }

  /** The secret key, or where it comes from: the same as `config.secretKey`. */
  get secretKey(): SecretKeySource | undefined {
    return this.config.secretKey;
  }

  set secretKey(secretKey: SecretKeySource | undefined) {
    this.config.secretKey = secretKey;
  }

  /** Whether mistakes are explained to the developer: the same as `config.debug`. */
  get debug(): boolean {
    return this.config.debug;
  }

  set debug(debug: boolean) {
    this.config.debug = debug;
  }

  /** The keys that sign the sessions, oldest first; the last one signs. */
  secretKeys(): readonly SecretKey[] {
    return this.#keyring.keys(this.config.secretKey, this.config.secretKeyFallbacks);
  }

  override addUrlRule(rule: string, options: UrlRuleOptions = {}): void {
    this.checkSetup("addUrlRule");
    const { view, ...route } = options;
    const { provideAutomaticOptions } = this.config;
    this.#routes.add({ rule, options: route, view, provideAutomaticOptions });
  }

  override endpoint<V extends AnyView>(name: string, view: V): V {
    this.checkSetup("endpoint");
    if (typeof view !== "function")
      throw new TypeError(`app.endpoint(${JSON.stringify(name)}, …) needs a view.`);
    this.#routes.setView(name, view);
    return view;
  }

  /**
   * Registers a function that looks at requests that have a body before any of it is read: to reject one by its
   * headers, or to set its limits. It runs after the URL has matched a rule. Flask has no such hook.
   *
   * @returns The function.
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.beforeBody((request) => {
   *   if (!isMember(request)) request.maxContentLength = 1024 * 1024;
   * });
   * ```
   */
  beforeBody<F extends BeforeBodyFunction>(fn: F): F {
    this.checkSetup("beforeBody");
    if (typeof fn !== "function") throw new TypeError("app.beforeBody() needs a function of the request.");
    this.#beforeBody.push(fn);
    return fn;
  }

  /**
   * Registers a function that runs before the view of every request: `@app.before_request`. What it returns
   * answers the request in place of the view; `undefined` lets it go on.
   *
   * @returns The function.
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.beforeRequest(() => {
   *   if (!session.has("user") && request.endpoint !== "login") return redirect(urlFor("login"));
   * });
   * ```
   */
  beforeRequest<F extends BeforeRequestFunction>(fn: F): F {
    this.checkSetup("beforeRequest");
    if (typeof fn !== "function") throw new TypeError("app.beforeRequest() needs a function.");
    this.#beforeRequest.push(fn);
    return fn;
  }

  /** The endpoint of a view, or of the text of a rule. @throws BuildError for a function that is no view. */
  endpointOf(target: string | AnyView): string {
    return this.#routes.endpointOf(target);
  }

  /** The rules at the server that a request came to: `Flask.create_url_adapter`. @throws BadHost, a 400 */
  createUrlAdapter(request: Request): MapAdapter {
    if (this.urlMap.hostMatching) return this.urlMap.bindToRequest(request);
    const { serverName } = this.config;
    const subdomain = this.subdomainMatching ? undefined : this.urlMap.defaultSubdomain;
    return this.urlMap.bindToRequest(request, { serverName, subdomain });
  }

  /** What {@link beforeBody} was given, in order. */
  get beforeBodyFunctions(): readonly BeforeBodyFunction[] {
    return this.#beforeBody;
  }

  /** What {@link beforeRequest} was given, in order. */
  get beforeRequestFunctions(): readonly BeforeRequestFunction[] {
    return this.#beforeRequest;
  }

  /** What the route of a rule says about its requests. */
  routeOf(rule: MatchedRule): Route | undefined {
    return this.#routes.routeOf(rule);
  }

  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined {
    return this.#routes.viewOf(endpoint);
  }

  /**
   * Answers a request of the Web's: the application on any Fetch runtime. It never throws or rejects.
   *
   * @param request The Web's request.
   * @param env What the runtime hands over, such as a Worker's bindings: `request.env`.
   * @param ctx The runtime's execution context: `request.waitUntil`.
   */
  readonly fetch = (
    request: globalThis.Request,
    env?: unknown,
    ctx?: ExecutionContext,
  ): MaybePromise<globalThis.Response> => {
    return attempt(
      () => {
        const waitUntil = ctx?.waitUntil === undefined ? undefined : ctx.waitUntil.bind(ctx);
        const source = new WebRequestSource(request, { env, waitUntil });
        return chain(this.handle(new Request(source)), (response) => response.toWeb(request.method));
      },
      (error) => {
        this.logException(error, `${request.method} ${request.url}`);
        return new globalThis.Response("Internal Server Error", { status: 500 });
      },
    );
  };

  /** Answers a request; what servers call. */
  handle(request: Request): MaybePromise<Response> {
    this.#serving = true;
    return runInContext(new AppContext(this, request), answer);
  }

  /**
   * How long clients may keep a file without asking, in seconds; `undefined` if they shall ask each time. Override
   * it to decide by the path: `Flask.get_send_file_max_age`.
   */
  getSendFileMaxAge(_path: string | undefined): number | undefined {
    return this.config.sendFileMaxAgeDefault;
  }

  /** Logs an error that no one handled: `Flask.log_exception`. */
  logException(error: unknown, request: string): void {
    const entry = `Error while handling ${printable(JSON.stringify(request))}: ${printable(describeError(error))}`;
    try {
      this.logger.error(entry);
    } catch (failure) {
      // The visitor gets an answer even if the log is full.
      console.error(entry, failure);
    }
  }

  /** A client that calls the application without a server: `app.test_client()`. */
  testClient(options?: ClientOptions): FlagonClient {
    return new FlagonClient(this, options);
  }

  /** Serves the application with the runtime's server and prints the address: `app.run()`. */
  async run(options: RunOptions = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
    if (options.debug !== undefined) this.debug = options.debug;
    const { serve } = await import("../servers/index.ts");
    const server = await serve(this, options);
    console.log(`Running on ${server.url}`);
    return server;
  }

  #templateLoader(folder: string | null = "templates"): Loader | undefined {
    if (folder === null || this.files === undefined) return undefined;
    try {
      return new FileSystemLoader(this.files.resolve(this.root, folder));
    } catch {
      // A runtime without a disk: the application sets jinjaLoader.
      return undefined;
    }
  }

  #addToTemplates<F extends TemplateFunction>(
    method: string,
    table: "filters" | "tests" | "globals",
    named: [fn: F] | [name: string, fn: F],
  ): F {
    this.checkSetup(method);
    const [name, fn] = named.length === 1 ? [named[0].name, named[0]] : named;
    if (typeof fn !== "function" || name === "") {
      throw new TypeError(`app.${method}() needs a function, and a name if the function has none.`);
    }
    this.jinjaEnv[table].set(name, fn);
    return fn;
  }

  protected override checkSetup(method: string): void {
    if (this.#serving) throw new SetupFinishedError(method);
  }
}

// Its fields would put the secret key into a log.
inspectAs(Flagon.prototype, ({ root }) => `<Flagon ${JSON.stringify(root)}>`);
