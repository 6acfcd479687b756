/** The templates of an application: its environment, and the names that they are rendered with. */
import type { Environment, EnvironmentOptions, Loader } from "../../templates/index.ts";
import type { Application } from "../application.ts";
import type { Pipeline } from "../dispatch/pipeline.ts";
import type { ContextProcessor } from "../scaffold/hooks.ts";
import { templateGlobals } from "./template-globals.ts";
import { DispatchingJinjaLoader } from "./template-loaders.ts";

/** A function that templates call: its keyword arguments come as an object, after the others. */
export type TemplateFunction = (...args: never[]) => unknown;

/** A class of environments, such as `SandboxedEnvironment`. */
export type EnvironmentClass = new (options: EnvironmentOptions) => Environment;

/** The environment of an application, made at first use, and what is registered for it. */
export class Templating {
  /** What the environment is made with, besides the loader and what is escaped: `Flask.jinja_options`. */
  options: EnvironmentOptions = {};
  /** Where templates come from; set it before the first template is rendered. */
  loader: Loader | undefined;
  readonly #app: Application;
  #environment: Environment | undefined;

  constructor(app: Application, loader: Loader | undefined) {
    this.#app = app;
    this.loader = loader;
  }

  /** The environment; the first use makes it. */
  get environment(): Environment {
    this.#environment ??= this.#app.createJinjaEnvironment();
    return this.#environment;
  }

  /**
   * The names that a template is rendered with; the last of these that has a name counts: the processors of the
   * application and of the blueprints in order, and what the caller gives.
   *
   * @throws TypeError for a processor that gives no object, or a promise of one.
   */
  context(given: object, { contextProcessors }: Pipeline): Record<string, unknown> {
    const names: Record<string, unknown> = {};
    for (const processor of contextProcessors) Object.assign(names, namesOf(processor));
    return Object.assign(names, given);
  }

  /** Reads templates again when they change, or no longer, where the configuration does not say. */
  followDebug(debug: boolean): void {
    const isSaid = (this.options.autoReload ?? this.#app.config.templatesAutoReload) !== undefined;
    // One that is still to be made looks for itself.
    if (this.#environment !== undefined && !isSaid) this.#environment.autoReload = debug;
  }

  /** Where an environment finds the templates of the application and of its blueprints. */
  makeLoader(): Loader {
    return new DispatchingJinjaLoader(this.#app);
  }

  /** An environment with what belongs to the application. */
  makeEnvironment(Class: EnvironmentClass): Environment {
    const app = this.#app;
    const environment = new Class({
      loader: app.createGlobalJinjaLoader(),
      autoescape: (name) => app.selectJinjaAutoescape(name),
      autoReload: app.config.templatesAutoReload ?? app.config.debug,
      ...this.options,
    });
    environment.policies.set("json.dumps_function", (value: unknown, keywords: DumpsKeywords) =>
      app.json.dumps(value, { sortKeys: keywords.sort_keys, indent: keywords.indent ?? undefined }),
    );
    for (const [name, value] of templateGlobals(app)) environment.globals.set(name, value);
    return environment;
  }
}

/** What the filter `tojson` asks for, in Python's spelling. */
type DumpsKeywords = { readonly sort_keys?: boolean; readonly indent?: number | null };

function namesOf(processor: ContextProcessor): object {
  const names: unknown = processor();
  if (typeof names === "object" && names !== null && !("then" in names)) return names;
  throw new TypeError(
    `The context processor ${processor.name || "without a name"} must give an object with the names it adds, at once; ` +
      "load what takes time in a function of app.beforeRequest(), and keep it in g.",
  );
}
