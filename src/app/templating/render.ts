/** The functions that render templates. */
import { Macro, type Template } from "../../templates/index.ts";
import type { Application } from "../application.ts";
import { type AppContext, currentContext } from "../contexts/context.ts";
import { keepContext } from "../contexts/stream-with-context.ts";
import { beforeRenderTemplate, templateRendered } from "../signals.ts";

/** A template to render: its name, several of which the first that is there is taken, or itself. */
export type TemplateToRender = string | readonly string[] | Template;

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
  const context = contextOf(within, given);
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
  const context = contextOf(within, given);
  beforeRenderTemplate.sendNow(app, { template, context });
  return keepContext(within, toldOf(app, template, context));
}

/** All names that a template sees. @throws TypeError if no object has them: text would be spread over the names 0, 1, 2 … */
function contextOf({ app, pipeline }: AppContext, given: object): Record<string, unknown> {
  if (typeof given === "object" && given !== null) return app.templating.context(given, pipeline);
  throw new TypeError(
    `A template takes its names as an object, such as { name }, not ${JSON.stringify(given) ?? typeof given}.`,
  );
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
