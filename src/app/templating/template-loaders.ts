/** Where the templates of an application come from: its own folder, then those of its blueprints. */
import { sortByCodePoint } from "../../python/index.ts";
import { type Loader, TemplateNotFound, type TemplateSource } from "../../templates/index.ts";
import { explanationOf } from "./explain-template-loading.ts";
import type { OwnedLoader } from "./owned-loader.ts";

/** What the loaders of an application look up. */
export interface LoaderHost {
  /** Its loaders in the order they are asked. */
  templateLoaders(): Iterable<OwnedLoader>;
  /** Whether each look-up is to be explained, and to whom. */
  readonly config: { readonly explainTemplateLoading: boolean };
  readonly logger: { info(message: string): void };
}

/**
 * Asks the loader of the application, and then those of its blueprints in the order they were registered, whenever a
 * template is looked up: `flask.templating.DispatchingJinjaLoader`.
 */
export class DispatchingJinjaLoader implements Loader {
  readonly #host: LoaderHost;

  constructor(host: LoaderHost) {
    this.#host = host;
  }

  getSource(environment: unknown, templateName: string): TemplateSource {
    return this.#host.config.explainTemplateLoading
      ? this.#explained(environment, templateName)
      : this.#first(environment, templateName);
  }

  listTemplates(): string[] {
    const names = [...this.#host.templateLoaders()].flatMap(({ loader }) => loader.listTemplates());
    return sortByCodePoint([...new Set(names)]);
  }

  #first(environment: unknown, templateName: string): TemplateSource {
    const missed: TemplateNotFound[] = [];
    for (const { loader } of this.#host.templateLoaders()) {
      const found = tryLoader(loader, environment, templateName);
      if (!(found instanceof TemplateNotFound)) return found;
      missed.push(found);
    }
    throw notFound(templateName, missed);
  }

  /** Asks all of them, to tell who else has the template. */
  #explained(environment: unknown, templateName: string): TemplateSource {
    const attempts = [...this.#host.templateLoaders()].map(({ owner, loader }) => ({
      owner,
      loader,
      found: tryLoader(loader, environment, templateName),
    }));
    this.#host.logger.info(explanationOf(templateName, attempts));
    for (const { found } of attempts) if (!(found instanceof TemplateNotFound)) return found;
    throw notFound(
      templateName,
      attempts.map(({ found }) => found as TemplateNotFound),
    );
  }
}

function tryLoader(
  loader: Loader,
  environment: unknown,
  templateName: string,
): TemplateSource | TemplateNotFound {
  try {
    return loader.getSource(environment, templateName);
  } catch (error) {
    if (error instanceof TemplateNotFound) return error;
    throw error;
  }
}

function notFound(templateName: string, missed: readonly TemplateNotFound[]): TemplateNotFound {
  const [only] = missed;
  if (only !== undefined && missed.length === 1) return only;
  const reason =
    only === undefined
      ? "there is no folder of templates; give { templateFolder }, or set app.jinjaLoader"
      : `none of ${missed.length} loaders, of the application and its blueprints, has it; ` +
        "config.explainTemplateLoading logs where they look";
  return new TemplateNotFound(templateName, `'${templateName}' not found: ${reason}`);
}
