/** `FunctionLoader`: templates that a function finds. */
import { TemplateNotFound } from "../errors.ts";
import { cannotList, type Loader, type TemplateSource } from "./loader.ts";

/** Finds a template by name: its text, or its text with more about it; `null` or `undefined` if there is none. */
export type LoadFunction = (templateName: string) => string | TemplateSource | null | undefined;

/** Templates from a function. Jinja's `FunctionLoader`. */
export class FunctionLoader implements Loader {
  readonly #load: LoadFunction;

  /** @param load - Called with the name; it is called again whenever the environment has dropped the template. */
  constructor(load: LoadFunction) {
    this.#load = load;
  }

  getSource(_environment: unknown, templateName: string): TemplateSource {
    const found = this.#load(templateName);
    if (found === null || found === undefined) throw new TemplateNotFound(templateName);
    return typeof found === "string" ? { source: found } : found;
  }

  listTemplates(): string[] {
    throw cannotList(this);
  }
}
