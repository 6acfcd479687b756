/** `ChoiceLoader`: several loaders, asked one after the other. */
import { sortByCodePoint } from "../../python/index.ts";
import { TemplateNotFound } from "../errors.ts";
import { findSource, type Loader, type TemplateSource } from "./loader.ts";

/** Templates from the first of several loaders that has them. Jinja's `ChoiceLoader`. */
export class ChoiceLoader implements Loader {
  /** The loaders in the order they are asked; the list may be changed. */
  readonly loaders: Loader[];

  constructor(loaders: Iterable<Loader>) {
    this.loaders = [...loaders];
  }

  getSource(environment: unknown, templateName: string): TemplateSource {
    for (const loader of this.loaders) {
      const found = findSource(loader, environment, templateName);
      if (found !== undefined) return found;
    }
    throw new TemplateNotFound(templateName);
  }

  listTemplates(): string[] {
    return sortByCodePoint([...new Set(this.loaders.flatMap((loader) => loader.listTemplates()))]);
  }
}
