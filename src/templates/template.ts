/** `Template`: a compiled template, ready to be rendered. */

import { closeTemplate } from "./closures/close-template.ts";
import { compileTemplate } from "./compiler/compiler.ts";
import type { Environment } from "./environment.ts";
import { TemplateNotFound, TemplatesNotFound, UndefinedError } from "./errors.ts";
import type {
  CompiledCode,
  CompiledTemplate,
  MakeTemplate,
  RuntimeTemplate,
  VariantName,
} from "./runtime/compiled.ts";
import { Context, EvalContext, type Names, type Variables } from "./runtime/context.ts";
import { makeRuntime } from "./runtime/runtime.ts";
import type { Template as Tree } from "./syntax/nodes.ts";
import { TemplateModule } from "./template-module.ts";
import { nativeConcat } from "./values/native-concat.ts";
import { str } from "./values/text.ts";
import { Undefined } from "./values/undefined.ts";

/** @internal */
export const VARIANTS: Readonly<
  Record<VariantName, { readonly isAsync: boolean; readonly isStream: boolean }>
> = {
  string: { isAsync: false, isStream: false },
  stream: { isAsync: false, isStream: true },
  async: { isAsync: true, isStream: false },
  asyncStream: { isAsync: true, isStream: true },
};

/** What a template is made of. */
export type TemplateParts = {
  readonly source: string;
  readonly name?: string | undefined;
  readonly filename?: string | undefined;
  readonly globals?: Variables | undefined;
  readonly isUpToDate?: (() => boolean) | undefined;
  /** The parsed source, if it is there already. */
  readonly tree?: Tree | undefined;
  /** The code, if it was written ahead of time. */
  readonly compiled?: CompiledTemplate | undefined;
};

const NO_VARIABLES: Variables = Object.freeze({});

/**
 * A template of an {@link Environment}; `environment.getTemplate` and `environment.fromString` make them.
 *
 * @typeParam C - The names that it renders with.
 */
export class Template<C extends object = object> implements RuntimeTemplate {
  readonly environment: Environment;
  /** The name it was loaded by; `undefined` if it was made from a string. */
  readonly name: string | undefined;
  /** The file it was read from, if it was one. */
  readonly filename: string | undefined;
  readonly source: string;
  readonly extraGlobals: Variables;
  readonly #isUpToDate: (() => boolean) | undefined;
  readonly #codes = new Map<VariantName, CompiledCode>();
  readonly #compiled: CompiledTemplate | undefined;
  #tree: Tree | undefined;
  #module: TemplateModule | undefined;
  #asyncModule: Promise<TemplateModule> | undefined;

  /** @internal Use `environment.fromString`. */
  constructor(environment: Environment, parts: TemplateParts) {
    this.environment = environment;
    this.source = parts.source;
    this.name = parts.name;
    this.filename = parts.filename;
    this.extraGlobals = parts.globals ?? NO_VARIABLES;
    this.#isUpToDate = parts.isUpToDate;
    this.#compiled = parts.compiled;
    if (this.#compiled === undefined) this.#tree = parts.tree ?? environment.parse(parts.source, parts);
    // Mistakes are found when the template is loaded, not when it renders.
    this.code("string");
  }

  /** Whether the source is still what it was when the template was loaded. */
  get isUpToDate(): boolean {
    return this.#isUpToDate?.() ?? true;
  }

  /** @internal The compiled functions of one kind. */
  code(variant: VariantName): CompiledCode {
    const known = this.#codes.get(variant);
    if (known !== undefined) return known;
    const code = this.#compile(variant);
    this.#codes.set(variant, code);
    return code;
  }

  #compile(variant: VariantName): CompiledCode {
    const { environment } = this;
    const written = this.#compiled?.[variant];
    if (written !== undefined) return written(this.#runtime(variant), environment, this);
    const tree = this.#tree ?? environment.parse(this.source, this);
    // The tree is large; other kinds of functions are seldom asked for.
    this.#tree = undefined;
    return environment.guard(this.source, () => {
      const options = environment.compileOptions(this.name, this.filename);
      const runtime = this.#runtime(variant);
      if (environment.backEnd !== "closures") {
        const make = makeFunction(compileTemplate(tree, options, VARIANTS[variant]), this.name);
        if (make !== undefined) return make(runtime, environment, this);
        if (environment.backEnd === "code") throw refused();
      }
      return closeTemplate(tree, options, VARIANTS[variant], runtime, environment, this);
    });
  }

  #runtime(variant: VariantName): Readonly<Record<string, unknown>> {
    const { environment } = this;
    const isAsync = VARIANTS[variant].isAsync;
    const moduleVariant = isAsync ? "async" : "string";
    return {
      ...makeRuntime(environment, variant),
      $template: (template: Template) => template.code(variant),
      $getTemplate: (name: unknown, parent: Template) => find(environment, name, parent.name),
      $include: (name: unknown, parent: Template, isOptional: boolean) => {
        try {
          return find(environment, name, parent.name);
        } catch (error) {
          if (isOptional && error instanceof TemplateNotFound) return null;
          throw error;
        }
      },
      $module: (template: Template, context: Context) => template.defaultModule(isAsync, context),
      $moduleWith: (template: Template, context: Context, locals: ReadonlyMap<string, unknown> | undefined) =>
        template.#makeModule(context.within(template, locals, moduleVariant)),
      $exported: (module: TemplateModule, name: string) => {
        const value = module.exports.get(name);
        if (value !== undefined) return value;
        return new environment.undefined(
          `the template ${template(module)} does not export the requested name '${name}'`,
          undefined,
          name,
        );
      },
    };
  }

  /** @internal A context in front of these names. */
  newContext(names: Names, variant: VariantName, depth = 0): Context {
    const { environment, name } = this;
    const context = new Context(environment, {
      name,
      names,
      evalContext: new EvalContext(environment, environment.autoescapes(name)),
      variant,
      extraGlobals: this.extraGlobals,
      depth,
    });
    context.addBlocks(this.code(variant).blocks);
    return context;
  }

  #context(variables: object, variant: VariantName): Context {
    const globals: Names = { values: this.environment.globals, outer: undefined };
    const own: Names =
      this.extraGlobals === NO_VARIABLES ? globals : { values: this.extraGlobals, outer: globals };
    return this.newContext({ values: variables as Variables, outer: own }, variant);
  }

  /**
   * Renders the template to a string. In a template of an environment that does not escape, the values that
   * `variables` holds go in as they are.
   *
   * @param variables - The names the template sees, besides the environment's globals: an object or a Map.
   * @throws UndefinedError, and whatever a function that the template calls throws. The
   *   error's stack names the lines of the templates.
   */
  render(variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C): string {
    return finished(this.code("string").root(this.#context(variables, "string")));
  }

  /** Renders the template; calls, filters, loops and promises among the variables are awaited. Jinja's `render_async`. */
  async renderAsync(variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C): Promise<string> {
    return finished(await this.code("async").root(this.#context(variables, "async")));
  }

  /** The text piece by piece, as it is rendered. */
  generate(variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C): IterableIterator<string> {
    return this.code("stream").root(this.#context(variables, "stream")) as IterableIterator<string>;
  }

  /** The text piece by piece, otherwise as {@link renderAsync}. Jinja's `generate_async`. */
  generateAsync(
    variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C,
  ): AsyncIterableIterator<string> {
    return this.code("asyncStream").root(
      this.#context(variables, "asyncStream"),
    ) as AsyncIterableIterator<string>;
  }

  /** The text as a stream of strings. */
  stream(variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C): ReadableStream<string> {
    const pieces = this.generate(variables);
    return new ReadableStream({
      pull: (controller) => {
        const { done, value } = pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void pieces.return?.(),
    });
  }

  /** What the template exports when it renders without any names; made once. */
  get module(): TemplateModule {
    return this.defaultModule(false) as TemplateModule;
  }

  /** What the template exports when it renders with these names. Jinja's `make_module`. */
  makeModule(variables: C | ReadonlyMap<string, unknown> = NO_VARIABLES as C): TemplateModule {
    return this.#makeModule(this.#context(variables, "string")) as TemplateModule;
  }

  /** @internal The module for imports without context. */
  defaultModule(isAsync: boolean, context?: Context): TemplateModule | Promise<TemplateModule> {
    const extra = context === undefined ? undefined : this.#globalsOf(context);
    if (extra !== undefined) {
      return this.#makeModule(this.#context(extra, isAsync ? "async" : "string"));
    }
    if (isAsync) {
      this.#asyncModule ??= this.#makeModule(this.#context(NO_VARIABLES, "async")) as Promise<TemplateModule>;
      return this.#asyncModule;
    }
    this.#module ??= this.#makeModule(this.#context(NO_VARIABLES, "string")) as TemplateModule;
    return this.#module;
  }

  /** @internal What a template sets as `result`, for expressions that stand alone. */
  evaluate(variables: Variables): unknown {
    const context = this.#context(variables, "string");
    this.code("string").root(context);
    return context.get("result");
  }

  /** The globals of the template that imports this one, if it has some that this one lacks. */
  #globalsOf(context: Context): Variables | undefined {
    const { extraGlobals } = context;
    return extraGlobals === this.extraGlobals || extraGlobals === NO_VARIABLES ? undefined : extraGlobals;
  }

  #makeModule(context: Context): TemplateModule | Promise<TemplateModule> {
    const text = this.code(context.variant).root(context);
    const make = (rendered: unknown): TemplateModule =>
      new TemplateModule(this.name, str(finished(rendered)), context.getExported());
    return text instanceof Promise ? text.then(make) : make(text);
  }

  /** How a template shows it: Python's `repr`. */
  __repr__(): string {
    return `<Template ${this.name === undefined ? "memory" : `'${this.name}'`}>`;
  }
}

function template(module: TemplateModule): string {
  return module.__repr__().replace("<TemplateModule ", "").replace(">", "");
}

/** A native template gives a list of values; whoever renders it knows of what type the result is. */
function finished(rendered: unknown): string {
  return (Array.isArray(rendered) ? nativeConcat(rendered) : rendered) as string;
}

/** The code as a function; `undefined` where the runtime refuses generated code, as Workers and strict policies do. */
function makeFunction(code: string, name = "template"): MakeTemplate | undefined {
  // Debuggers and stacks show it. Whatever could end the comment is encoded.
  const url = name.replace(/[^\w./-]/gu, "_");
  try {
    return new Function("rt", "env", "template", `${code}\n//# sourceURL=jinja:${url}`) as MakeTemplate;
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    return undefined;
  }
}

function refused(): TypeError {
  return new TypeError(
    'this runtime refuses generated code: leave out the option backEnd, or set it to "closures"',
  );
}

/** @internal The error of an environment that can't load templates. */
export function noLoader(): TypeError {
  return new TypeError("no loader for this environment specified: give it one, or use fromString");
}

/** The template that a tag names: a name, a list of names, or a template itself. */
function find(environment: Environment, name: unknown, parent: string | undefined): Template {
  if (environment.loader === undefined && !(name instanceof Template)) throw noLoader();
  if (name instanceof Undefined) throw new UndefinedError(name.undefinedMessage);
  if (name instanceof Template) return name;
  if (Array.isArray(name)) {
    if (name.length === 0) throw new TemplatesNotFound([], "Tried to select from an empty list of templates");
    return environment.selectTemplate(name as (string | Template)[], parent);
  }
  if (typeof name !== "string") throw new TemplateNotFound(str(name));
  return environment.getTemplate(name, parent);
}
