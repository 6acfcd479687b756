/** `Loader`: where an environment finds its templates. */
import { TemplateNotFound } from "../errors.ts";
import type { CompiledTemplate } from "../runtime/compiled.ts";

/** The source of a template, and how to tell that it has changed. */
export interface TemplateSource {
  /** The text of the template. */
  readonly source: string;
  /** The file it was read from; `undefined` if from none. */
  readonly filename?: string | undefined;
  /** Whether the source is still the same; without it, it always is. */
  readonly isUpToDate?: (() => boolean) | undefined;
  /** The code, if it was written ahead of time. */
  readonly compiled?: CompiledTemplate | undefined;
}

/** What an environment can load templates from. Jinja's `BaseLoader`. */
export interface Loader {
  /**
   * The source of a template.
   *
   * @param environment - The environment that asks.
   * @throws TemplateNotFound if there is no template of the name.
   */
  getSource(environment: unknown, templateName: string): TemplateSource;
  /** The names of all templates, in order; a loader that can't know throws a TypeError. */
  listTemplates(): string[];
}

/** The error of a loader that can't tell which templates it has. */
export function cannotList(loader: Loader): TypeError {
  return new TypeError(`${loader.constructor.name} cannot list its templates; look them up by name instead.`);
}

/** Runs a look-up, `undefined` if it finds no template. */
export function findSource(
  loader: Loader,
  environment: unknown,
  templateName: string,
): TemplateSource | undefined {
  try {
    return loader.getSource(environment, templateName);
  } catch (error) {
    if (error instanceof TemplateNotFound) return undefined;
    throw error;
  }
}
