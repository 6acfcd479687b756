/** `ModuleLoader`: templates that were compiled ahead of time. */
import { sortByCodePoint } from "../../python/index.ts";
import { TemplateNotFound } from "../errors.ts";
import type { CompiledTemplate } from "../runtime/compiled.ts";
import type { Loader, TemplateSource } from "./loader.ts";

/**
 * Templates from a module that `environment.compileTemplates()` wrote: nothing is read, parsed or compiled when
 * the app runs, and no code is generated, so that it works where a runtime refuses that. The environment must
 * have the options, filters and extensions of the one that compiled. After Jinja's `ModuleLoader`.
 *
 * @example
 * ```ts
 * import templates from "./templates.compiled.js";
 *
 * const environment = new Environment({ loader: new ModuleLoader(templates) });
 * ```
 */
export class ModuleLoader implements Loader {
  readonly #templates: ReadonlyMap<string, CompiledTemplate>;

  /** @param templates - The default export of the module. */
  constructor(templates: Readonly<Record<string, CompiledTemplate>>) {
    this.#templates = new Map(Object.entries(templates));
  }

  getSource(_environment: unknown, templateName: string): TemplateSource {
    const compiled = this.#templates.get(templateName);
    if (compiled === undefined) throw new TemplateNotFound(templateName);
    return { source: compiled.source, compiled };
  }

  listTemplates(): string[] {
    return sortByCodePoint([...this.#templates.keys()]);
  }
}
