/** Templates in an application: its environment, and the functions that render. */
import {
  type Environment,
  type EnvironmentOptions,
  type Loader,
  Macro,
  type Template,
} from "../../templates/index.ts";
import type { Application } from "../application.ts";
import { type AppContext, currentContext } from "../contexts/context.ts";
import { keepContext } from "../contexts/stream-with-context.ts";
import type { ContextProcessor } from "../scaffold/hooks.ts";
import { beforeRenderTemplate, templateRendered } from "../signals.ts";
import { templateGlobals } from "./template-globals.ts";
import { DispatchingJinjaLoader } from "./template-loaders.ts";

/** A function that templates call: its keyword arguments come as an object, after the others. */
export type TemplateFunction = (...args: never[]) => unknown;

/** A class of environments, such as `SandboxedEnvironment`. */
export type EnvironmentClass = new (options: EnvironmentOptions) => Environment;

/** A template to render: its name, several of which the first that is there is taken, or itself. */
export type TemplateToRender = string | readonly string[] | Template;

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
  context(given: object, { pipeline }: AppContext): Record<string, unknown> {
    const names: Record<string, unknown> = {};
    for (const processor of pipeline.contextProcessors) Object.assign(names, namesOf(processor));
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

/**
 * Renders a template from the templates folder: `flask.render_template`.
 *
 * @param name Its name; or several, of which the first that is there is taken; or a template.
 * @param context The names it sees, besides those of the context processors.
 * @throws TemplateNotFound; TemplateSyntaxError; OutsideContextError where there is no request.
 * @example
 * ```ts
 * app.get("/hello/<name>", ({ name }) => renderTemplate("hello.html", { name }));
 * ```
 */
export function renderTemplate(name: TemplateToRender, context: object = {}): string {
  const within = currentContext("renderTemplate");
  return render(within, within.app.templating.environment.getOrSelectTemplate(name), context);
}

/** Renders a template from its source, which is escaped: `flask.render_template_string`. Otherwise as {@link renderTemplate}. */
export function renderTemplateString(source: string, context: object = {}): string {
  const within = currentContext("renderTemplateString");
  return render(within, within.app.templating.environment.stringTemplate(source), context);
}

function render(within: AppContext, template: Template, given: object): string {
  const { app } = within;
  const context = app.templating.context(given, within);
  beforeRenderTemplate.sendNow(app, { template, context });
  const text = template.render(context);
  templateRendered.sendNow(app, { template, context });
  return text;
}

/**
 * Renders a template piece by piece, as the client takes it: `flask.stream_template`. The request and session stay
 * usable until the last piece; the session can no longer be changed.
 *
 * @example
 * ```ts
 * app.get("/report", () => streamTemplate("report.html", { rows }));
 * ```
 */
export function streamTemplate(name: TemplateToRender, context: object = {}): Generator<string> {
  const within = currentContext("streamTemplate");
  return stream(within, within.app.templating.environment.getOrSelectTemplate(name), context);
}

/** Renders a template from its source, piece by piece: `flask.stream_template_string`. Otherwise as {@link streamTemplate}. */
export function streamTemplateString(source: string, context: object = {}): Generator<string> {
  const within = currentContext("streamTemplateString");
  return stream(within, within.app.templating.environment.stringTemplate(source), context);
}

function stream(within: AppContext, template: Template, given: object): Generator<string> {
  const { app } = within;
  const context = app.templating.context(given, within);
  beforeRenderTemplate.sendNow(app, { template, context });
  return keepContext(within, toldOf(app, template, context));
}

function* toldOf(app: Application, template: Template, context: Record<string, unknown>): Generator<string> {
  yield* template.generate(context);
  templateRendered.sendNow(app, { template, context });
}

/**
 * The value that a template sets, or the macro that it defines, as a function of its arguments by position:
 * `flask.get_template_attribute`.
 *
 * @throws TemplateNotFound; ReferenceError if the template has no such name; OutsideContextError where there is no context.
 * @example
 * ```ts
 * const hello = getTemplateAttribute<(name: string) => Markup>("macros.html", "hello");
 * hello("World");
 * ```
 */
export function getTemplateAttribute<T = unknown>(name: string, attribute: string): T {
  const { templating } = currentContext("getTemplateAttribute").app;
  const { exports } = templating.environment.getTemplate(name).module;
  if (exports.has(attribute)) {
    const value = exports.get(attribute);
    return (value instanceof Macro ? value.toFunction() : value) as T;
  }
  const known = [...exports.keys()].join(", ") || "nothing";
  throw new ReferenceError(
    `The template ${JSON.stringify(name)} has no ${JSON.stringify(attribute)}; it exports ${known}.`,
  );
}
