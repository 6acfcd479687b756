/** The set-up of an application: its configuration, rules, blueprints, templates and files. */
import {
  diskFiles,
  type FileSource,
  type MatchedRule,
  MimeTypes,
  type Request,
  type Response,
} from "../http/index.ts";
import { checkOptionNames } from "../python/index.ts";
import { type MapAdapter, UrlMap } from "../routing/index.ts";
import { AppSettings } from "./app-settings.ts";
import type { Application } from "./application.ts";
import type { Blueprint, RegisterOptions } from "./blueprints/blueprint.ts";
import type { Registration } from "./blueprints/registration.ts";
import { AppGroup } from "./command-group.ts";
import type { Config } from "./config/config.ts";
import { makeConfig } from "./config/config-object.ts";
import { warnOfMisspeltKeys } from "./config/misspelt-keys.ts";
import type { AppContext } from "./contexts/context.ts";
import { type Pipeline, pipelineOf } from "./dispatch/pipeline.ts";
import { SetupFinishedError } from "./errors/errors.ts";
import { folderOf, instancePathOf } from "./files/app-folders.ts";
import { openFile, type Resource } from "./files/resource.ts";
import { checkStaticHost } from "./files/static-files.ts";
import { FLAGON_OPTIONS, type FlagonOptions } from "./flagon-options.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { Fallback, type FallbackOptions, type FallbackTarget } from "./mounts/fallback.ts";
import type { FallbackStats } from "./mounts/fallback-stats.ts";
import { Mounts } from "./mounts/mounts.ts";
import { warnOfExpressVariables } from "./routing/express-variables.ts";
import { type RegisteredView, type Route, Routes } from "./routing/routes.ts";
import {
  boundToRequest,
  boundToServerName,
  type UrlBuildErrorHandler,
  urlInPlaceOf,
} from "./routing/url-adapter.ts";
import type { UrlOptions } from "./routing/url-options.ts";
import { UrlOwners } from "./routing/url-owners.ts";
import type { TeardownFunction, UrlDefaultsFunction } from "./scaffold/hooks.ts";
import type { AnyView, UrlRuleOptions } from "./scaffold/route-scaffold.ts";
import { ForgedHostWarning } from "./security/forged-hosts.ts";
import { FolderLoaders } from "./templating/folder-loaders.ts";
import type { OwnedLoader } from "./templating/owned-loader.ts";
import { Templating } from "./templating/templating.ts";

/** What is set up before the first request, and read while requests are handled. */
export abstract class AppSetup extends AppSettings implements Application {
  /** The folder of the application. */
  readonly root: string;
  /** The folder of what differs from one installation to the next: `Flask.instance_path`. It need not exist. */
  readonly instancePath: string;
  override readonly config: Config;
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
  /** The commands that it adds to the command line `flagon`: `Flask.cli`. */
  readonly cli: AppGroup = new AppGroup("");
  /** The blueprints by the names they were registered with. */
  readonly blueprints: ReadonlyMap<string, Blueprint<string>>;
  /** Are asked for a URL, in order, where `urlFor` cannot build one: `Flask.url_build_error_handlers`. */
  readonly urlBuildErrorHandlers: UrlBuildErrorHandler[] = [];
  /** @internal The applications that are mounted. */
  readonly mounts: Mounts = new Mounts();
  /** @internal The blueprints that handle errors of the router. */
  readonly urlOwners: UrlOwners;
  /** @internal Its templates. */
  override readonly templating: Templating;
  /** @internal Warns of URLs whose host a client has made up. */
  readonly forgedHosts: ForgedHostWarning = new ForgedHostWarning();

  protected override readonly called: string = "app";
  /** What was given to {@link teardownAppContext}, in order. */
  protected readonly teardownAppContextFunctions: TeardownFunction[] = [];
  readonly #routes: Routes;
  readonly #blueprints = new Map<string, Blueprint<string>>();
  readonly #pipelines = new Map<Registration | undefined, Pipeline>();
  readonly #loaders: FolderLoaders;
  #fallback: Fallback | undefined;
  #isServing = false;

  constructor(options: FlagonOptions = {}) {
    if (typeof options === "string") {
      throw new TypeError(
        `new Flagon() takes its options as an object, not ${JSON.stringify(options)}: new Flagon({ root: import.meta.dirname }).`,
      );
    }
    checkOptionNames(options, FLAGON_OPTIONS, "new Flagon()");
    checkStaticHost(options);
    const { staticFolder = "static", staticUrlPath, templateFolder = "templates" } = options;
    super({ staticFolder, staticUrlPath, templateFolder });
    this.root = folderOf(options.root ?? ".");
    this.files = options.files ?? diskFiles();
    this.blueprints = this.#blueprints;
    this.instancePath = instancePathOf(options, this.files, this.root);
    this.config = makeConfig(options.config ?? {}, {
      files: this.files,
      folder: options.instanceRelativeConfig === true ? this.instancePath : this.root,
    });
    if (options.secretKey !== undefined) this.config.secretKey = options.secretKey;
    this.urlMap = new UrlMap([], { hostMatching: options.hostMatching });
    this.subdomainMatching = options.subdomainMatching ?? false;
    this.#routes = new Routes(this.urlMap);
    this.urlOwners = new UrlOwners(this.urlMap);
    this.#loaders = new FolderLoaders(this.root, this.files, options.files);
    this.templating = new Templating(this, this.#loaders.of(this.templateFolder));
    if (this.staticRule !== undefined && this.files !== undefined) {
      const { staticHost: host } = options;
      this.addUrlRule(this.staticRule, { endpoint: "static", host, view: this.staticView });
    }
  }

  /** The folder of the static files that an endpoint leads to: its own, or a blueprint's. */
  staticFolderOf(endpoint: string): string | undefined {
    if (endpoint === "static") return this.staticFolder;
    if (!endpoint.endsWith(".static")) return undefined;
    const blueprint = this.blueprints.get(endpoint.slice(0, -".static".length));
    if (blueprint?.staticFolder === undefined) return undefined;
    return this.files?.resolve(this.root, blueprint.staticFolder);
  }

  override getSendFileMaxAge(_path: string | undefined): number | undefined {
    return this.config.sendFileMaxAgeDefault;
  }

  /**
   * Opens a file in the folder of the application: `Flask.open_resource`.
   *
   * @param path Absolute, or from {@link root}; it must be trusted.
   * @throws FileNotFoundError if there is no regular file; Error on a runtime without a disk.
   * @example
   * ```ts
   * const schema = await (await app.openResource("schema.sql")).text();
   * ```
   */
  openResource(path: string): Promise<Resource> {
    return openFile(this.files, this.root, path);
  }

  /** As {@link openResource}, from {@link instancePath}: `Flask.open_instance_resource`. */
  openInstanceResource(path: string): Promise<Resource> {
    return openFile(this.files, this.instancePath, path);
  }

  protected override addRule(rule: string, options: UrlRuleOptions): void {
    this.addRuleOf(undefined, rule, options);
  }

  override endpoint<V extends AnyView>(name: string, view: V): V {
    this.checkSetup("endpoint");
    if (typeof view !== "function")
      throw new TypeError(`app.endpoint(${JSON.stringify(name)}, …) needs a view.`);
    this.#routes.setView(name, view);
    return view;
  }

  /**
   * Registers what a blueprint has, under its name and prefix: `app.register_blueprint`.
   *
   * @param options Another name, prefix or subdomain than its own, and values that each rule has.
   * @throws Error for a name that is taken; TypeError for an option that does not exist; SetupFinishedError after the
   *   first request.
   */
  abstract registerBlueprint(blueprint: Blueprint<string>, options?: RegisterOptions): void;

  /** The blueprints in the order they were registered: `app.iter_blueprints`. */
  iterBlueprints(): Iterable<Blueprint<string>> {
    return this.#blueprints.values();
  }

  /**
   * Registers a function that runs when a context of the application ends, after those of the request:
   * `@app.teardown_appcontext`. It gets the error that nobody handled, or `undefined`; all of them run.
   *
   * @returns The function.
   * @throws SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.teardownAppContext(() => (g.pop("db") as Database | undefined)?.close());
   * ```
   */
  teardownAppContext<F extends TeardownFunction>(fn: F): F {
    this.checkSetup("teardownAppContext");
    if (typeof fn !== "function") throw new TypeError("app.teardownAppContext() needs a function.");
    this.teardownAppContextFunctions.push(fn);
    return fn;
  }

  /**
   * Hands what no route answers to another server, such as the Flask application that this one takes over from, route by
   * route: a path that no rule matches, a method that no rule of the path takes, a static file that is not here, a
   * redirect for a slash unless the other side knows no such path. An `abort(404)` in a view is an answer of its own.
   *
   * Bodies are streamed both ways and limited by the other server. The session is left as it is: no cookie is added to
   * what the other side answers.
   *
   * @param target The URL of a server, `"http://127.0.0.1:5001"`; or a Fetch handler, or what has one.
   * @param options Which hooks run, which Host header is sent, and the limits in time.
   * @throws TypeError, RangeError for what can't be; Error the second time; SetupFinishedError after the first request.
   * @example
   * ```ts
   * app.fallback(process.env.FLASK_URL ?? "http://127.0.0.1:5001");
   * ```
   */
  fallback(target: FallbackTarget, options: FallbackOptions = {}): void {
    this.checkSetup("fallback");
    if (this.#fallback !== undefined) {
      throw new Error(
        `app.fallback() was called twice; requests fall back to ${this.#fallback.name} already.`,
      );
    }
    this.#fallback = new Fallback(target, options);
  }

  /**
   * What fell back so far, by method and path: what is still to be moved. `undefined` without {@link fallback}. For
   * people who run the site; show it to nobody else.
   */
  get fallbackStats(): FallbackStats | undefined {
    return this.#fallback?.stats;
  }

  /** @internal The other server. */
  get fallsBackTo(): Fallback | undefined {
    return this.#fallback;
  }

  /** Whether requests to change the protocol, such as a WebSocket's, are passed on: a server asks for it. */
  get acceptsUpgrades(): boolean {
    return this.#fallback?.isServer === true;
  }

  /** @internal Where templates are looked up: in the application, then in its blueprints as they were registered. */
  *templateLoaders(): Iterable<OwnedLoader> {
    const { loader } = this.templating;
    if (loader !== undefined) yield { owner: "the application", loader };
    yield* this.#loaders.ofBlueprints(new Set(this.#blueprints.values()));
  }

  /** @internal Adds a rule, of a blueprint or of none. */
  addRuleOf(registration: Registration | undefined, rule: string, options: UrlRuleOptions): void {
    if (typeof options !== "object") {
      throw new TypeError(
        `addUrlRule(${JSON.stringify(rule)}, …) takes { endpoint, view }, not one after the other.`,
      );
    }
    this.checkSetup("addUrlRule");
    if ("viewFunc" in options || "view_func" in options) {
      throw new TypeError(`addUrlRule(${JSON.stringify(rule)}, …) takes the view as { view }.`);
    }
    const { view, ...route } = options;
    const { provideAutomaticOptions } = this.config;
    this.#routes.add({ rule, options: route, view, provideAutomaticOptions, registration });
  }

  /** @internal Keeps a blueprint under its name; `true` if it was not there under another. */
  addBlueprint({ name }: Registration, blueprint: Blueprint<string>): boolean {
    this.checkSetup("registerBlueprint");
    const known = this.#blueprints.get(name);
    if (known !== undefined) {
      const which = known === blueprint ? "this blueprint" : "another blueprint";
      throw new Error(
        `The name ${JSON.stringify(name)} is taken by ${which}; give app.registerBlueprint() another { name }.`,
      );
    }
    const isFirst = ![...this.#blueprints.values()].includes(blueprint);
    this.#blueprints.set(name, blueprint);
    return isFirst;
  }

  abstract handle(request: Request): MaybePromise<Response>;
  abstract respond(request: Request): MaybePromise<Response>;
  abstract readonly propagatesExceptions: boolean;
  abstract ready(): MaybePromise<void>;
  abstract finish(): Promise<void>;
  abstract release(context: AppContext): MaybePromise<void>;
  abstract logException(error: unknown, request: string): void;

  /** The endpoint of a view, or of the text of a rule. @throws BuildError for a function that is no view. */
  endpointOf(target: string | AnyView, blueprint?: string | undefined): string {
    return this.#routes.endpointOf(target, blueprint);
  }

  /**
   * The rules at the server that a request came to; without a request, at `config.serverName`:
   * `Flask.create_url_adapter`.
   *
   * @throws BadHost, a 400; Error if there is neither.
   */
  createUrlAdapter(request: Request | undefined): MapAdapter {
    return request === undefined
      ? boundToServerName(this, this.urlMap)
      : boundToRequest(this, this.urlMap, request);
  }

  /** @internal The blueprint that handles an error of the router; `undefined` if that is for the application. */
  ownerOf(error: unknown, request: Request): Registration | undefined {
    return this.urlOwners.find(error, request, (map) => boundToRequest(this, map, request));
  }

  /** What the route of a rule says about its requests. */
  routeOf(rule: MatchedRule): Route | undefined {
    return this.#routes.routeOf(rule);
  }

  /** The view of an endpoint. */
  viewOf(endpoint: string): RegisteredView | undefined {
    return this.#routes.viewOf(endpoint);
  }

  /** @internal The hooks of the requests that a blueprint owns, or of those that none owns. */
  pipelineOf(registration: Registration | undefined): Pipeline {
    let pipeline = this.#pipelines.get(registration);
    if (pipeline === undefined) {
      pipeline = pipelineOf(this.hooks, registration);
      this.#pipelines.set(registration, pipeline);
    }
    return pipeline;
  }

  /** What adds values to the URLs of an endpoint. */
  urlDefaultsOf(endpoint: string): readonly UrlDefaultsFunction[] {
    return this.pipelineOf(this.#routes.ownerOf(endpoint)).urlDefaults;
  }

  /**
   * Asks {@link urlBuildErrorHandlers} for a URL where none could be built: `Flask.handle_url_build_error`.
   *
   * @throws The error, if none of them gives one; what one of them throws.
   */
  handleUrlBuildError(
    error: Error,
    endpoint: string,
    values: Record<string, unknown>,
    options: UrlOptions = {},
  ): string {
    return urlInPlaceOf(error, this.urlBuildErrorHandlers, endpoint, values, options);
  }

  /** Ends the set-up: from now on, it would come too late for some requests. */
  protected startServing(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    if (!this.config.debug) return;
    warnOfMisspeltKeys(this.config, this.logger);
    warnOfExpressVariables(this.urlMap, this.logger);
  }

  protected override checkSetup(method: string): void {
    if (this.#isServing) {
      throw new SetupFinishedError(
        `app.${method} was called after the application had handled its first request, when part of the requests ` +
          "would not see it. Call it where the application is made, before it is served.",
      );
    }
    this.#pipelines.clear();
  }

  protected override folderFromRoot(folder: string): string {
    return this.files?.resolve(this.root, folder) ?? folder;
  }
}
