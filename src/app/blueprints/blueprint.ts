/** `Blueprint`: routes and hooks that are registered on an application together. */
import { pathFrom } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import type { Loader } from "../../templates/index.ts";
import { AppGroup } from "../command-group.ts";
import { currentContext, currentContextIfAny } from "../contexts/context.ts";
import { SetupFinishedError } from "../errors/errors.ts";
import { openFile, type Resource } from "../files/resource.ts";
import type { Flagon } from "../flagon.ts";
import { type RouteLimits, routeLimits } from "../routing/route-body.ts";
import type { AnyView, UrlRuleOptions } from "../scaffold/route-scaffold.ts";
import { AppWideScaffold } from "./app-wide-scaffold.ts";
import { BlueprintSetupState, joinedPrefix } from "./blueprint-setup-state.ts";
import type { Registration } from "./registration.ts";

/** What a blueprint is made with. */
export type BlueprintOptions<Prefix extends string = string> = {
  /** Begins all its rules; its variables are arguments of every view. The option of `registerBlueprint` replaces it. */
  readonly urlPrefix?: Prefix | undefined;
  /** The subdomain of its rules. */
  readonly subdomain?: string | undefined;
  /** Values that each of its rules has as defaults: Flask's `url_defaults`. */
  readonly urlDefaults?: Readonly<Record<string, unknown>> | undefined;
  /** The folder that its own folders are in, absolute or from that of the application, which it is unless given. */
  readonly root?: string | undefined;
  /** The folder of its static files, absolute or from `root`; none unless given. */
  readonly staticFolder?: string | undefined;
  /** The URL of its static files, below its prefix; a slash and their folder's name unless given. */
  readonly staticUrlPath?: string | undefined;
  /** The folder of its templates, absolute or from `root`; none unless given. The application's go first. */
  readonly templateFolder?: string | undefined;
  /**
   * Lets its error handlers answer the 404 and 405 of URLs below its prefix, or on its subdomain, that no rule matches;
   * of several blueprints the one with the longest prefix does. Its other hooks run for its own requests only. Flask has
   * no such option: the handlers of the application answer there, as they do unless this is `true`.
   */
  readonly handlesRoutingErrors?: boolean | undefined;
  /**
   * The group that its commands are in on the command line, the name it is registered with unless given; `null` puts them
   * among those of the application: Flask's `cli_group`.
   */
  readonly cliGroup?: string | null | undefined;
} & RouteLimits;

const OPTIONS: Readonly<Record<keyof BlueprintOptions, true>> = {
  urlPrefix: true,
  subdomain: true,
  urlDefaults: true,
  root: true,
  staticFolder: true,
  staticUrlPath: true,
  templateFolder: true,
  handlesRoutingErrors: true,
  cliGroup: true,
  maxContentLength: true,
  maxFormMemorySize: true,
  maxFormParts: true,
};

/** How a blueprint is registered. */
export type RegisterOptions = {
  /** Takes the place of its own name; needed to register it twice. */
  readonly name?: string | undefined;
  /** Takes the place of its own prefix; below the prefix of an outer blueprint. */
  readonly urlPrefix?: string | undefined;
  /** Takes the place of its own subdomain; before that of an outer blueprint. */
  readonly subdomain?: string | undefined;
  /** Further values that each rule has as defaults. */
  readonly urlDefaults?: Readonly<Record<string, unknown>> | undefined;
  /** Takes the place of its own group of commands; `null` for none. */
  readonly cliGroup?: string | null | undefined;
};

const REGISTER_OPTIONS: Readonly<Record<keyof RegisterOptions, true>> = {
  name: true,
  urlPrefix: true,
  subdomain: true,
  urlDefaults: true,
  cliGroup: true,
};

/** Is called when a blueprint is registered. */
export type SetupFunction = (state: BlueprintSetupState) => void;

/**
 * Routes, hooks and error handlers that belong together, to be registered on an application, under a prefix, or on
 * another blueprint: `flask.Blueprint`.
 *
 * @example
 * ```ts
 * const users = new Blueprint("users", { urlPrefix: "/users" });
 * const show = users.get("/<int:id>", ({ id }) => `User ${id}`);
 * app.registerBlueprint(users);
 * urlFor(show, { id: 3 }); // "/users/3"; also urlFor("users.show", { id: 3 })
 * ```
 *
 * The compiler knows the variables of `urlPrefix`. Those that come from elsewhere (an outer blueprint, a subdomain, the
 * prefix that `registerBlueprint` is given) are told to it:
 *
 * ```ts
 * const items = new Blueprint<"/<int:shop>">("items");
 * items.get("/items/<int:id>", ({ shop, id }) => [shop, id]);
 * app.registerBlueprint(items, { urlPrefix: "/<int:shop>" });
 * ```
 */
export class Blueprint<const Prefix extends string = "/"> extends AppWideScaffold<Prefix> {
  /** Begins the names of its endpoints. */
  readonly name: string;
  readonly urlPrefix: string | undefined;
  readonly subdomain: string | undefined;
  readonly root: string | undefined;
  /** Whether its error handlers answer the 404 and 405 of URLs below its prefix that no rule matches. */
  readonly handlesRoutingErrors: boolean;
  /** The commands that it adds to the command line: `Blueprint.cli`. */
  readonly cli: AppGroup;
  /** The group that they are in; `undefined` for the name it is registered with, `null` for none. */
  readonly cliGroup: string | null | undefined;
  /** @internal The defaults of all its rules; `urlDefaults` is the method. */
  readonly urlDefaultValues: Readonly<Record<string, unknown>>;
  protected override readonly called: string = "bp";
  readonly #limits: RouteLimits;
  readonly #setup: SetupFunction[] = [];
  readonly #inner: { readonly blueprint: Blueprint<string>; readonly options: RegisterOptions }[] = [];
  #jinjaLoader: Loader | undefined;
  #isRegistered = false;

  /**
   * @param name Begins its endpoints: the view `show` of the blueprint `users` is `users.show`.
   * @throws TypeError for a name that is empty or has a dot, an option that does not exist, and a limit that is none.
   */
  constructor(name: string, options: BlueprintOptions<Prefix> = {}) {
    super(options);
    checkName(name);
    checkOptionNames(options, OPTIONS, `new Blueprint(${JSON.stringify(name)})`);
    this.name = name;
    this.urlPrefix = options.urlPrefix;
    this.subdomain = options.subdomain;
    this.root = options.root;
    this.handlesRoutingErrors = options.handlesRoutingErrors ?? false;
    this.cli = new AppGroup(name);
    this.cliGroup = options.cliGroup;
    this.urlDefaultValues = options.urlDefaults ?? {};
    this.#limits = routeLimits(options);
  }

  protected override addRule(rule: string, options: UrlRuleOptions): void {
    // A view without a name gets an endpoint by its rule, which may well have dots.
    const endpoint = options.endpoint ?? options.view?.name;
    if (endpoint?.includes(".")) {
      throw new TypeError(
        `The endpoint ${JSON.stringify(endpoint)} of the blueprint ${JSON.stringify(this.name)} must have no dot: its ` +
          "blueprint's name comes before it by itself.",
      );
    }
    this.record((state) => state.addUrlRule(rule, options));
  }

  override getSendFileMaxAge(_path: string | undefined): number | undefined {
    return currentContext("getSendFileMaxAge").app.config.sendFileMaxAgeDefault;
  }

  /**
   * Where its templates come from, in place of its folder of templates: `Blueprint.jinja_loader`. A runtime without a disk
   * gets them from a `DictLoader`. Set it before the blueprint is registered.
   */
  override get jinjaLoader(): Loader | undefined {
    return this.#jinjaLoader;
  }

  override set jinjaLoader(loader: Loader | undefined) {
    this.checkSetup("jinjaLoader");
    this.#jinjaLoader = loader;
  }

  /** Registers a view under an endpoint of this blueprint. Otherwise as `app.endpoint`. */
  override endpoint<V extends AnyView>(name: string, view: V): V {
    this.record(({ app, registration }) => app.endpoint(`${registration.name}.${name}`, view));
    return view;
  }

  /** Calls the function each time the blueprint is registered: `bp.record`. @throws SetupFinishedError once it is. */
  record(fn: SetupFunction): void {
    this.checkSetup("record");
    this.#setup.push(fn);
  }

  /** Calls the function the first time that the blueprint is registered on an application: `bp.record_once`. */
  override recordOnce(fn: SetupFunction): void {
    this.record((state) => {
      if (state.firstRegistration) fn(state);
    });
  }

  /**
   * Registers a blueprint within this one: below its prefix, and with its name before its own.
   *
   * @throws TypeError for the blueprint itself; SetupFinishedError once this one is registered.
   */
  registerBlueprint(blueprint: Blueprint<string>, options: RegisterOptions = {}): void {
    this.checkSetup("registerBlueprint");
    if (blueprint === this.#plain) throw new TypeError("A blueprint cannot be registered on itself.");
    this.#inner.push({ blueprint, options });
  }

  /** What functions given to {@link record} get; override it for a state of your own: `bp.make_setup_state`. */
  makeSetupState(
    app: Flagon,
    registration: Registration,
    options: RegisterOptions & { readonly firstRegistration: boolean },
  ): BlueprintSetupState {
    return new BlueprintSetupState(app, this.#plain, registration, options);
  }

  /**
   * Registers it: called by `app.registerBlueprint`; override it to act when that happens.
   *
   * @throws TypeError for a name that is taken, or an option that does not exist.
   */
  register(app: Flagon, options: RegisterOptions = {}, outer?: Registration | undefined): void {
    checkOptionNames(options, REGISTER_OPTIONS, "registerBlueprint()");
    const own = options.name ?? this.name;
    checkName(own);
    const name = outer === undefined ? own : `${outer.name}.${own}`;
    const registration: Registration = { name, hooks: this.hooks, limits: this.#limits, outer };
    const firstRegistration = app.addBlueprint(registration, this.#plain);
    this.#isRegistered = true;
    const state = this.makeSetupState(app, registration, { ...options, firstRegistration });
    if (this.handlesRoutingErrors) app.urlOwners.add(registration, state);
    if (this.staticRule !== undefined && app.files !== undefined) {
      state.addUrlRule(this.staticRule, { endpoint: "static", view: this.staticView });
    }
    for (const fn of this.#setup) fn(state);
    this.#addCommands(app, name, options);
    for (const { blueprint, options: inner } of this.#inner) {
      blueprint.register(app, within(state, blueprint, inner), registration);
    }
  }

  /**
   * Opens a file in the folder of the blueprint: `Blueprint.open_resource`. Without a folder of its own, it is that of the
   * application whose context this is.
   *
   * @param path Absolute, or from {@link root}; it must be trusted.
   * @throws FileNotFoundError if there is no regular file; Error if there is neither a folder nor an application.
   */
  async openResource(path: string): Promise<Resource> {
    const app = currentContextIfAny()?.app;
    const root =
      this.root ?? currentContext(`openResource of the blueprint ${this.name}, which has no root,`).app.root;
    // As its other folders, from that of the application.
    return openFile(app?.files, app?.files?.resolve(app.root, root) ?? root, path);
  }

  /**
   * This blueprint, for those to whom its prefix is nothing. Each known prefix can be told so to the compiler without
   * more; while it is open the compiler cannot compare the arguments of views.
   */
  get #plain(): Blueprint<string> {
    return this as unknown as Blueprint<string>;
  }

  #addCommands(app: Flagon, name: string, { cliGroup = this.cliGroup }: RegisterOptions): void {
    if (this.cli.commands.size === 0) return;
    if (cliGroup === null) app.cli.merge(this.cli);
    else app.cli.addCommand(this.cli, cliGroup ?? name);
  }

  protected override folderFromRoot(folder: string): string {
    return pathFrom(this.root, folder);
  }

  protected override checkSetup(method: string): void {
    if (this.#isRegistered) {
      throw new SetupFinishedError(
        `bp.${method} was called after the blueprint ${JSON.stringify(this.name)} had been registered, when its ` +
          "application would not see it. Call it where the blueprint is made, before app.registerBlueprint().",
      );
    }
  }
}

function checkName(name: string): void {
  if (typeof name !== "string" || name === "" || name.includes(".")) {
    throw new TypeError(
      `${JSON.stringify(name)} is no name for a blueprint: it must not be empty, and have no dot, which stands before ` +
        "the names of its views.",
    );
  }
}

/** How an inner blueprint is registered when its outer one is. */
function within(
  outer: BlueprintSetupState,
  inner: Blueprint<string>,
  options: RegisterOptions,
): RegisterOptions {
  const subdomain = options.subdomain ?? inner.subdomain;
  return {
    ...options,
    urlPrefix: joinedPrefix(outer.urlPrefix, options.urlPrefix ?? inner.urlPrefix),
    subdomain:
      outer.subdomain === undefined || subdomain === undefined
        ? (subdomain ?? outer.subdomain)
        : `${subdomain}.${outer.subdomain}`,
  };
}
