/** `Environment`: how templates are written, found and rendered. */

import { checkOptionNames } from "../python/index.ts";
import { checkTemplates } from "./check-templates.ts";
import { compileTemplateFiles, compileTemplates } from "./compile-templates.ts";
import type { CompileOptions } from "./compiler/code-writer.ts";
import { ENVIRONMENT_OPTIONS, type EnvironmentOptions, POLICIES, syntaxOf } from "./environment-options.ts";
import { TemplateNotFound, TemplateSyntaxError, TemplatesNotFound } from "./errors.ts";
import type { Extension, ExtensionClass } from "./extensions/extension.ts";
import { builtinFilters } from "./filters/builtin-filters.ts";
import { builtinGlobals } from "./globals/builtin-globals.ts";
import type { Loader, TemplateSource } from "./loaders/loader.ts";
import type { VariantName } from "./runtime/compiled.ts";
import type { Variables } from "./runtime/context.ts";
import { explainSyntaxError } from "./runtime/trace.ts";
import { StringTemplates } from "./string-templates.ts";
import type { Lexer } from "./syntax/lexer.ts";
import type { Template as Tree } from "./syntax/nodes.ts";
import type { SyntaxOptions } from "./syntax/syntax-options.ts";
import { noLoader, Template } from "./template.ts";
import { LRUCache } from "./template-cache.ts";
import { TemplateReader } from "./template-reader.ts";
import { builtinTests } from "./tests/builtin-tests.ts";
import { getattr, getitem } from "./values/attributes.ts";
import { call, type Keywords } from "./values/call.ts";
import type { CallContext, ValueEnvironment } from "./values/environment.ts";
import { Undefined, type UndefinedClass } from "./values/undefined.ts";

/**
 * The centre of a set of templates: it knows how they are written, where they are, and which filters, tests
 * and globals they have. Jinja's `Environment`.
 *
 * @example
 * ```ts
 * const environment = new Environment({ loader: new DictLoader({ "hello.html": "Hello {{ name }}!" }), autoescape: true });
 * environment.getTemplate("hello.html").render({ name: "<you>" });   // "Hello &lt;you&gt;!"
 * ```
 */
export class Environment implements ValueEnvironment {
  readonly filters: Map<string, unknown> = new Map(builtinFilters);
  readonly tests: Map<string, unknown> = new Map(builtinTests);
  /** Names that every template sees. */
  readonly globals: Map<string, unknown> = new Map(builtinGlobals);
  /** Jinja's policies, such as `json.dumps_kwargs`. */
  readonly policies: Map<string, unknown> = new Map(POLICIES);
  /** Where templates come from. */
  loader: Loader | undefined;
  /** Whether text is escaped, or what says so for a template's name. */
  readonly autoescape: boolean | ((templateName: string | undefined) => boolean);
  /** The class that stands for missing values. */
  readonly undefined: UndefinedClass;
  /** What every value goes through before it is printed. */
  readonly finalize: ((...args: never[]) => unknown) | undefined;
  /** Whether templates are rendered by promises. */
  readonly isAsync: boolean;
  /** Whether a template is read again when it has changed. */
  autoReload: boolean;
  readonly backEnd: "code" | "closures" | undefined;
  /** How templates are written. */
  readonly syntax: SyntaxOptions;
  readonly #options: EnvironmentOptions;
  readonly #cache: LRUCache<Template>;
  readonly #stringTemplates = new StringTemplates();
  /** The extensions by their identifiers. */
  readonly extensions: Map<string, Extension> = new Map();
  readonly #reader: TemplateReader;

  /** @throws TypeError for an option that does not exist; RangeError for delimiters that can't be told apart. */
  constructor(options: EnvironmentOptions = {}) {
    checkOptionNames(options, ENVIRONMENT_OPTIONS, `new ${new.target.name}()`);
    this.#options = options;
    this.loader = options.loader;
    this.autoescape = options.autoescape ?? false;
    this.undefined = options.undefined ?? Undefined;
    this.finalize = options.finalize;
    this.isAsync = options.enableAsync ?? false;
    this.autoReload = options.autoReload ?? true;
    this.backEnd = options.backEnd;
    this.#cache = new LRUCache(options.cacheSize ?? 400);
    this.syntax = syntaxOf(options);
    this.#reader = new TemplateReader(this.syntax, this.extensions);
    for (const Class of options.extensions ?? []) this.addExtension(Class);
  }

  /** Adds an extension. */
  addExtension(Class: ExtensionClass): void {
    const extension = new Class(this);
    this.extensions.set(extension.identifier, extension);
    this.#reader.readTags();
    // What was compiled without it may mean something else now.
    this.#stringTemplates.clear();
  }

  /** Whether attributes and calls are checked. */
  get isSandboxed(): boolean {
    return false;
  }

  /** Whether templates give values instead of text. */
  get isNative(): boolean {
    return false;
  }

  /** What a line end of a template becomes. */
  get newlineSequence(): string {
    return this.syntax.newlineSequence;
  }

  /** `value.name` in a template. */
  getattr(value: unknown, name: string): unknown {
    return getattr(this, value, name);
  }

  /** `value[key]` in a template. */
  getitem(value: unknown, key: unknown): unknown {
    return getitem(this, value, key);
  }

  /** A call in a template; a sandbox refuses here. */
  call(
    context: CallContext,
    callee: unknown,
    args: readonly unknown[],
    keywords?: Keywords | undefined,
  ): unknown {
    return call(context, callee, args, keywords);
  }

  /** An environment that has this one's filters, tests and globals, but some options of its own. */
  overlay(options: EnvironmentOptions = {}): Environment {
    const Class = this.constructor as new (options: EnvironmentOptions) => Environment;
    const overlay = new Class({ ...this.#options, loader: this.loader, ...options, extensions: [] });
    for (const name of ["filters", "tests", "globals", "policies"] as const) {
      Object.defineProperty(overlay, name, { value: this[name], enumerable: true });
    }
    for (const [identifier, extension] of this.extensions) overlay.extensions.set(identifier, extension);
    for (const Class of options.extensions ?? []) overlay.addExtension(Class);
    overlay.#reader.readTags();
    return overlay;
  }

  /** Whether the text of a template is escaped. */
  autoescapes(templateName: string | undefined): boolean {
    return typeof this.autoescape === "function" ? this.autoescape(templateName) : this.autoescape;
  }

  /** The tree of a template's source. */
  parse(
    source: string,
    { name, filename }: { readonly name?: string | undefined; readonly filename?: string | undefined } = {},
    /** @internal */
    report?: ((error: TemplateSyntaxError) => void) | undefined,
  ): Tree {
    return this.guard(source, () => this.#reader.parse(source, { templateName: name, filename }, report));
  }

  /** @internal */
  get lexer(): Lexer {
    return this.#reader.lexer;
  }

  /** @internal Runs what reads a source; its errors show the lines. */
  guard<T>(source: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError) {
        throw explainSyntaxError(new TemplateSyntaxError("the template nests too deep", 1), source);
      }
      throw explainSyntaxError(error, source);
    }
  }

  /** @internal What the compiler has to know. */
  compileOptions(name: string | undefined, filename: string | undefined): CompileOptions {
    return {
      name,
      filename,
      hasFilter: (filter) => this.filters.has(filter),
      hasTest: (test) => this.tests.has(test),
      isSandboxed: this.isSandboxed,
      interceptsBinary: (operator) => this.intercepts("binary", operator),
      interceptsUnary: (operator) => this.intercepts("unary", operator),
      hasFinalize: this.finalize !== undefined,
      isNative: this.isNative,
      isOptimized: this.#options.optimized ?? true,
      autoescape: this.autoescapes(name),
    };
  }

  /** Whether an operator is evaluated by the environment; a sandbox can say so. */
  protected intercepts(_kind: "binary" | "unary", _operator: string): boolean {
    return false;
  }

  /** A template from its source. */
  fromString<C extends object = object>(
    source: string,
    { globals, name }: { readonly globals?: Variables | undefined; readonly name?: string | undefined } = {},
  ): Template<C> {
    return new Template<C>(this, { source, globals, name });
  }

  /**
   * @internal The same, kept for the next time: `renderTemplateString` is given the same few strings again and again.
   * How many are kept is bounded, also by their length; `cacheSize: 0` keeps none.
   */
  stringTemplate(source: string): Template {
    if (this.#options.cacheSize === 0) return this.fromString(source);
    return this.#stringTemplates.get(source, () => this.fromString(source));
  }

  /** The name of a template as another template means it. */
  joinPath(templateName: string, _parent: string): string {
    return templateName;
  }

  /**
   * A template by its name.
   *
   * @param parent - The name of the template that asks for it.
   * @throws TemplateNotFound if there is none; TemplateSyntaxError if it is no template.
   */
  getTemplate<C extends object = object>(
    templateName: string | Template<C>,
    parent?: string | undefined,
    globals?: Variables | undefined,
  ): Template<C> {
    if (templateName instanceof Template) return templateName;
    const name = parent === undefined ? templateName : this.joinPath(templateName, parent);
    return this.#load(name, globals) as Template<C>;
  }

  #load(name: string, globals: Variables | undefined): Template {
    const cached = this.#cache.get(name);
    if (cached !== undefined && globals === undefined && (!this.autoReload || cached.isUpToDate))
      return cached;
    const template = new Template(this, { ...this.sourceOf(name), name, globals });
    this.#cache.set(name, template);
    return template;
  }

  /** @internal What the loader has under a name. */
  sourceOf(templateName: string): TemplateSource {
    if (this.loader === undefined) throw noLoader();
    return this.loader.getSource(this, templateName);
  }

  /** @internal Whether the loader has a template of the name. */
  hasTemplate(templateName: string): boolean {
    try {
      this.sourceOf(templateName);
      return true;
    } catch (error) {
      if (error instanceof TemplateNotFound) return false;
      throw error;
    }
  }

  /** The first of several templates that exists. */
  selectTemplate<C extends object = object>(
    templateNames: readonly (string | Template<C>)[],
    parent?: string | undefined,
    globals?: Variables | undefined,
  ): Template<C> {
    if (templateNames.length === 0) {
      throw new TemplatesNotFound([], "Tried to select from an empty list of templates");
    }
    for (const name of templateNames) {
      try {
        return this.getTemplate<C>(name, parent, globals);
      } catch (error) {
        if (!(error instanceof TemplateNotFound)) throw error;
      }
    }
    throw new TemplatesNotFound(templateNames.map(String));
  }

  /** A template by its name, or the first of several. */
  getOrSelectTemplate<C extends object = object>(
    names: string | Template<C> | readonly (string | Template<C>)[],
    parent?: string | undefined,
    globals?: Variables | undefined,
  ): Template<C> {
    return typeof names === "string" || names instanceof Template
      ? this.getTemplate<C>(names, parent, globals)
      : this.selectTemplate<C>(names, parent, globals);
  }

  /** The names of all templates; only those with one of the extensions, or that the filter lets through. */
  listTemplates(filter?: readonly string[] | ((templateName: string) => boolean)): string[] {
    const names = this.loader?.listTemplates() ?? [];
    if (filter === undefined) return names;
    if (typeof filter === "function") return names.filter(filter);
    return names.filter((name) => filter.includes(name.slice(name.lastIndexOf(".") + 1)));
  }

  /**
   * The text of an ES module that holds the templates compiled, for a `ModuleLoader`. Jinja's `compile_templates`.
   *
   * @param templateNames - Which templates; all that the loader lists by default.
   * @param variants - The ways of rendering that code is written for: `string` is `render`, `stream` is `generate`.
   * @throws TemplateSyntaxError if one of them is no template.
   */
  compileTemplates(
    templateNames: readonly string[] = this.listTemplates(),
    variants: readonly VariantName[] = ["string", "stream", "async", "asyncStream"],
  ): string {
    return compileTemplates(this, templateNames, variants);
  }

  /**
   * The same as the files of a folder, for a build to write: a module for each template, and `index.js` with all of them.
   *
   * @returns The text of each file by its path in the folder.
   * @throws TemplateSyntaxError if one of them is no template; RangeError if its name is no path in a folder.
   */
  compileTemplateFiles(
    templateNames: readonly string[] = this.listTemplates(),
    variants: readonly VariantName[] = ["string", "stream", "async", "asyncStream"],
  ): Map<string, string> {
    return compileTemplateFiles(this, templateNames, variants);
  }

  /**
   * The mistakes of templates, without rendering them: what is no template, filters and tests that do not exist, and
   * templates that are included, imported or extended by a name that the loader does not have. The reading goes on
   * behind a mistake.
   *
   * @param templateNames - Which templates; all that the loader lists by default.
   * @returns The errors in the order of the names and lines; none if all is well.
   * @throws TemplateNotFound for a name that there is none of.
   */
  checkTemplates(templateNames: readonly string[] = this.listTemplates()): TemplateSyntaxError[] {
    return checkTemplates(this, templateNames);
  }

  /**
   * An expression as a function of the names it uses. Jinja's `compile_expression`.
   *
   * @param undefinedToNone - Whether a missing value is given as `null`.
   */
  compileExpression(
    source: string,
    { undefinedToNone = true }: { readonly undefinedToNone?: boolean } = {},
  ): (variables?: Variables) => unknown {
    const expression = this.guard(source, () => this.#reader.parseExpression(source));
    const { lineno } = expression;
    const target = { kind: "Name", lineno, name: "result" } as const;
    const tree: Tree = {
      kind: "Template",
      lineno: 1,
      body: [{ kind: "Assign", lineno, target, node: expression }],
    };
    const template = new Template(this, { source, tree });
    return (variables = {}) => {
      const value = template.evaluate(variables);
      return undefinedToNone && value instanceof Undefined ? null : value;
    };
  }
}
