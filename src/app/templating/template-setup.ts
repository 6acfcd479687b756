/** What an application registers for its templates: its environment, and filters, tests and functions for it. */
import { Environment, type EnvironmentOptions, type Loader } from "../../templates/index.ts";
import { Scaffold } from "../scaffold/scaffold.ts";
import type { EnvironmentClass, TemplateFunction, Templating } from "./templating.ts";

// Flask leaves out what ends in `.jinja` and `.j2`, and upper-case names.
const ESCAPED_TEMPLATE = /\.(?:html?|xml|xhtml|svg)(?:\.(?:jinja2?|j2))?$/i;

/** The templates of an application, as they are set up. */
export abstract class TemplateSetup extends Scaffold {
  /** @internal Its templates. */
  abstract readonly templating: Templating;
  /** The class of {@link jinjaEnv}: `Flask.jinja_environment`. Set it before the first template is rendered. */
  jinjaEnvironment: EnvironmentClass = Environment;

  /** The environment that renders its templates, made at first use: `Flask.jinja_env`. */
  get jinjaEnv(): Environment {
    return this.templating.environment;
  }

  /** Makes {@link jinjaEnv}; override it to add to what it makes: `Flask.create_jinja_environment`. */
  createJinjaEnvironment(): Environment {
    return this.templating.makeEnvironment(this.jinjaEnvironment);
  }

  /**
   * Makes the loader of {@link jinjaEnv}, which asks the application's and then those of its blueprints; override it for
   * another order: `Flask.create_global_jinja_loader`.
   */
  createGlobalJinjaLoader(): Loader {
    return this.templating.makeLoader();
  }

  /**
   * Where its templates come from, the templates folder unless set: `Flask.jinja_loader`. A runtime without a disk gets
   * them from `{ files }` or from a `DictLoader`. Those of blueprints come after them. Set it before the first template is
   * rendered.
   */
  override get jinjaLoader(): Loader | undefined {
    return this.templating.loader;
  }

  override set jinjaLoader(loader: Loader | undefined) {
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

  /** As {@link templateFilter}, with the function first and without a result: `app.add_template_filter`. */
  addTemplateFilter(fn: TemplateFunction, name?: string | undefined): void {
    this.#addToTemplates("addTemplateFilter", "filters", withName(fn, name));
  }

  /** As {@link templateTest}, with the function first and without a result: `app.add_template_test`. */
  addTemplateTest(fn: TemplateFunction, name?: string | undefined): void {
    this.#addToTemplates("addTemplateTest", "tests", withName(fn, name));
  }

  /** As {@link templateGlobal}, with the function first and without a result: `app.add_template_global`. */
  addTemplateGlobal(fn: TemplateFunction, name?: string | undefined): void {
    this.#addToTemplates("addTemplateGlobal", "globals", withName(fn, name));
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
}

function withName(
  fn: TemplateFunction,
  name: string | undefined,
): [fn: TemplateFunction] | [name: string, fn: TemplateFunction] {
  return name === undefined ? [fn] : [name, fn];
}
