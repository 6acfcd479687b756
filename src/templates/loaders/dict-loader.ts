/** `DictLoader`: templates that are in memory. */
import { sortByCodePoint } from "../../python/index.ts";
import { TemplateNotFound } from "../errors.ts";
import type { Loader, TemplateSource } from "./loader.ts";

/**
 * Templates from a dictionary of names and sources. Jinja's `DictLoader`.
 *
 * @example
 * ```ts
 * const environment = new Environment({ loader: new DictLoader({ "index.html": "Hello {{ name }}" }) });
 * ```
 */
export class DictLoader implements Loader {
  readonly #templates: ReadonlyMap<string, string> | Readonly<Record<string, string>>;

  /** @param templates - A Map or an object; changes are noticed by an environment that reloads. */
  constructor(templates: ReadonlyMap<string, string> | Readonly<Record<string, string>>) {
    this.#templates = templates;
  }

  getSource(_environment: unknown, templateName: string): TemplateSource {
    const source = this.#find(templateName);
    if (source === undefined) throw new TemplateNotFound(templateName);
    return { source, isUpToDate: () => this.#find(templateName) === source };
  }

  #find(name: string): string | undefined {
    const templates = this.#templates;
    if (templates instanceof Map) return templates.get(name);
    const own = templates as Readonly<Record<string, string>>;
    return Object.hasOwn(own, name) ? own[name] : undefined;
  }

  listTemplates(): string[] {
    const templates = this.#templates;
    return sortByCodePoint(templates instanceof Map ? [...templates.keys()] : Object.keys(templates));
  }
}
