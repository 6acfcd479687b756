/** `PrefixLoader`: loaders, each under a name of its own. */
import { sortByCodePoint } from "../../python/index.ts";
import { TemplateNotFound } from "../errors.ts";
import { findSource, type Loader, type TemplateSource } from "./loader.ts";

/**
 * Templates from the loader that their name begins with: `"admin/index.html"` is `"index.html"` of the loader
 * under `"admin"`. Jinja's `PrefixLoader`.
 */
export class PrefixLoader implements Loader {
  readonly #loaders: ReadonlyMap<string, Loader>;
  readonly #delimiter: string;

  /** @param delimiter - What stands between the prefix and the rest of the name. */
  constructor(loaders: ReadonlyMap<string, Loader> | Readonly<Record<string, Loader>>, delimiter = "/") {
    this.#loaders = loaders instanceof Map ? loaders : new Map(Object.entries(loaders));
    this.#delimiter = delimiter;
  }

  getSource(environment: unknown, templateName: string): TemplateSource {
    const end = templateName.indexOf(this.#delimiter);
    const loader = end === -1 ? undefined : this.#loaders.get(templateName.slice(0, end));
    const rest = templateName.slice(end + this.#delimiter.length);
    const found = loader === undefined ? undefined : findSource(loader, environment, rest);
    // The error names the template as it was asked for.
    if (found === undefined) throw new TemplateNotFound(templateName);
    return found;
  }

  listTemplates(): string[] {
    const names = [...this.#loaders].flatMap(([prefix, loader]) =>
      loader.listTemplates().map((name) => prefix + this.#delimiter + name),
    );
    return sortByCodePoint(names);
  }
}
