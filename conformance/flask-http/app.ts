/** Builds a recorded app with Flagon's public names, and keeps what its programs trace. */

import {
  type DictionaryFile,
  DictionaryFiles,
  MimeTypes,
  ProxyFix,
  type Request,
} from "../../src/http/index.ts";
import { Blueprint, Flagon, type Response, type RouteOptions } from "../../src/index.ts";
import type { Fields } from "../area.ts";
import { FlaskSessionInterface, flaskConfig } from "../flask-app.ts";
import { readBytesOrText, readValue } from "../neutral-values.ts";
import { findVectors, readVectors } from "../vectors.ts";
import { finish } from "./evaluation.ts";
import { keywords } from "./keywords.ts";
import { builtinErrors, type ErrorClass } from "./python.ts";
import { type Body, type Program, run, runAfter } from "./statements.ts";

/** An app that has been built. */
export type BuiltApp = {
  /** Answers a request; throws what the app lets through, where it propagates errors. */
  respond(request: Request): Response | Promise<Response>;
  /** What its programs traced since it was emptied. */
  readonly trace: string[];
};

/** A spec of an app, or of a blueprint. */
type Spec = Fields & { readonly name: string };

/** What hooks, handlers and routes are registered with: an application or a blueprint. */
type Registrar = Flagon | Blueprint;

/** Builds the app of a spec, whose files lie below `root`. */
export function buildApp(spec: Spec, root: string): BuiltApp {
  const folder = `${root}/${spec.name}`;
  const { static_folder: staticFolder = null, ...options } = (spec.options ?? {}) as Fields;
  const app = new Flagon({
    ...keywords(options),
    staticFolder: staticFolder as string | null,
    root: folder,
    files: new DictionaryFiles(filesOf(spec, folder)),
    config: flaskConfig((spec.config ?? {}) as Fields),
  });
  app.sessionInterface = new FlaskSessionInterface((spec.config ?? {}) as Fields);
  app.logger = { warn: () => {}, error: () => {} };
  // The recorded types, which are Python's, in the place of mrmime's.
  Object.assign(app, { mimeTypes: recordedTypes() });
  // Flask keeps rules of which only the first is ever reached.
  app.urlMap.duplicateRules = "allow";
  if (spec.strict_slashes !== undefined) app.urlMap.strictSlashes = spec.strict_slashes === true;
  Object.assign(app.json, keywords((spec.json ?? {}) as Fields));
  const program = { trace: [], errors: errorsOf(spec) };
  const builder = new Builder(program, folder);
  builder.setUp(app, spec);
  for (const body of bodies(spec.teardown_appcontext)) app.teardownAppContext(builder.hook(body, "exc"));
  for (const body of bodies(spec.url_build_error_handlers)) {
    app.urlBuildErrorHandlers.push(
      builder.hook(body, "error", "endpoint", "values") as () => string | undefined,
    );
  }
  for (const blueprint of specs(spec.blueprints)) builder.register(app, blueprint);
  const proxies = spec.proxy_fix as Fields | undefined;
  const behindProxies = proxies === undefined ? undefined : new ProxyFix(app, keywords(proxies));
  return {
    respond: (request) => behindProxies?.handle(request) ?? app.respond(request),
    trace: program.trace,
  };
}

class Builder {
  readonly #program: Program;
  readonly #root: string;

  constructor(program: Program, root: string) {
    this.#program = program;
    this.#root = root;
  }

  /** A function that runs a body with its arguments under these names; `None` lets the request go on. */
  hook(body: Body, ...names: string[]): (...args: unknown[]) => never {
    return (...args) => {
      const variables = new Map(names.map((name, index) => [name, args[index]]));
      const result = finish(run(body, variables, this.#program));
      // What a hook gives is as wrong as the app may have it.
      return (result instanceof Promise ? result.then(noneAsUndefined) : noneAsUndefined(result)) as never;
    };
  }

  setUp(target: Registrar, spec: Fields): void {
    for (const body of bodies(spec.before_request)) target.beforeRequest(this.hook(body));
    for (const body of bodies(spec.after_request)) target.afterRequest(this.#after(body));
    for (const body of bodies(spec.teardown_request)) target.teardownRequest(this.hook(body, "exc"));
    for (const body of bodies(spec.url_value_preprocessor)) {
      target.urlValuePreprocessor(this.hook(body, "endpoint", "values"));
    }
    for (const body of bodies(spec.url_defaults)) target.urlDefaults(this.hook(body, "endpoint", "values"));
    for (const { key, body } of this.#handlers(spec.errorhandlers)) {
      target.errorHandler(key, this.hook(body, "error"));
    }
    for (const [index, route] of specs(spec.routes).entries()) this.#addRoute(target, route, index);
  }

  register(parent: Registrar, spec: Spec): void {
    const blueprint = this.#blueprint(spec);
    for (const { values_defaults: urlDefaults, ...options } of specs(spec.register ?? [{}])) {
      parent.registerBlueprint(blueprint, { ...keywords(options), urlDefaults: defaultsOf(urlDefaults) });
    }
  }

  #blueprint(spec: Spec): Blueprint {
    const blueprint = new Blueprint(spec.name, {
      ...keywords(pick(spec, ["url_prefix", "subdomain", "static_folder", "static_url_path"])),
      urlDefaults: defaultsOf(spec.values_defaults),
      root: this.#root,
    });
    this.setUp(blueprint, spec);
    for (const body of bodies(spec.before_app_request)) blueprint.beforeAppRequest(this.hook(body));
    for (const body of bodies(spec.after_app_request)) blueprint.afterAppRequest(this.#after(body));
    for (const body of bodies(spec.teardown_app_request))
      blueprint.teardownAppRequest(this.hook(body, "exc"));
    for (const body of bodies(spec.app_url_value_preprocessor)) {
      blueprint.appUrlValuePreprocessor(this.hook(body, "endpoint", "values"));
    }
    for (const body of bodies(spec.app_url_defaults)) {
      blueprint.appUrlDefaults(this.hook(body, "endpoint", "values"));
    }
    for (const { key, body } of this.#handlers(spec.app_errorhandlers)) {
      blueprint.appErrorHandler(key, this.hook(body, "error"));
    }
    for (const child of specs(spec.blueprints)) this.register(blueprint, child);
    return blueprint;
  }

  #after(body: Body): (response: Response) => Response | Promise<Response> {
    return (response) => finish(runAfter(body, response, this.#program));
  }

  #handlers(handlers: unknown): { readonly key: ErrorClass; readonly body: Body }[] {
    return specs(handlers).map(({ for: key, do: body }) => ({
      // A code or a class: both are taken.
      key: (typeof key === "number" ? key : this.#program.errors.get(`${key}`)) as ErrorClass,
      body: body as Body,
    }));
  }

  #addRoute(target: Registrar, route: Fields, index: number): void {
    const { rule, do: statements, defaults, endpoint = `r${index}`, methods, ...options } = route;
    const body = statements as Body | undefined;
    target.addUrlRule(`${rule}`, {
      ...(keywords(options) as RouteOptions),
      methods: methods as string[] | undefined,
      endpoint: `${endpoint}`,
      defaults: defaultsOf(defaults),
      view: body === undefined ? undefined : (this.#view(body) as never),
    });
  }

  #view(body: Body): (values: Record<string, unknown>) => unknown {
    return (values) => finish(run(body, new Map(Object.entries(values)), this.#program));
  }
}

function errorsOf(spec: Fields): Map<string, ErrorClass> {
  const errors = builtinErrors();
  for (const { name, base, ...attributes } of specs(spec.exceptions)) {
    const Base = errors.get(`${base}`) as new (...args: unknown[]) => Error;
    const Class = class extends Base {};
    Object.defineProperty(Class, "name", { value: name });
    for (const [key, value] of Object.entries(attributes)) Object.defineProperty(Class, key, { value });
    errors.set(`${name}`, Class);
  }
  return errors;
}

function filesOf(spec: Fields, folder: string): Record<string, DictionaryFile> {
  const files = Object.entries((spec.files ?? {}) as Record<string, Fields>);
  return Object.fromEntries(
    files.map(([path, { content, mtime = 1_600_000_000 }]) => {
      const read = readBytesOrText(content);
      const bytes = typeof read === "string" ? new TextEncoder().encode(read) : read;
      return [`${folder}/${path}`, { content: bytes, modified: Number(mtime) }];
    }),
  );
}

let types: MimeTypes | undefined;

function recordedTypes(): MimeTypes {
  types ??= new MimeTypes({
    types: (readVectors(findVectors() ?? "", "flask/mimetypes.json")?.header.types ?? {}) as Record<
      string,
      string
    >,
  });
  return types;
}

function defaultsOf(neutral: unknown): Record<string, unknown> | undefined {
  return neutral === undefined
    ? undefined
    : (readValue(neutral, { dictionary: "object" }) as Record<string, unknown>);
}

function bodies(list: unknown): readonly Body[] {
  return (list ?? []) as readonly Body[];
}

function specs(list: unknown): readonly Spec[] {
  return (list ?? []) as readonly Spec[];
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

function noneAsUndefined(value: unknown): unknown {
  return value === null ? undefined : value;
}
