/** Tells the developer where a template was looked for: `config.explainTemplateLoading`. */
import {
  FileSystemLoader,
  type Loader,
  TemplateNotFound,
  type TemplateSource,
} from "../../templates/index.ts";
import { currentContextIfAny } from "../contexts/context.ts";

/** A loader that was asked for a template, and what it gave. */
export type LoadAttempt = {
  readonly owner: string;
  readonly loader: Loader;
  readonly found: TemplateSource | TemplateNotFound;
};

/** The lines for the log: each loader with what it found, and what looks like a mistake. */
export function explanationOf(templateName: string, attempts: readonly LoadAttempt[]): string {
  const lines = [`Where the template ${JSON.stringify(templateName)} was looked for:`];
  attempts.forEach(({ owner, loader, found }, index) => {
    lines.push(`  ${index + 1}: the loader of ${owner}, ${describe(loader)}`, `     ${resultOf(found)}`);
  });
  const count = attempts.filter(({ found }) => !(found instanceof TemplateNotFound)).length;
  if (count === 0) lines.push("Error: no loader has it.");
  if (count > 1) lines.push(`Warning: ${count} loaders have it, and the first one counts.`);
  if (count !== 1) lines.push(...hint());
  return lines.join("\n");
}

function describe(loader: Loader): string {
  const name = `a ${loader.constructor.name}`;
  if (!(loader instanceof FileSystemLoader)) return name;
  const links = loader.followLinks ? "links followed" : "links not followed";
  return `${name} (UTF-8, ${links}) in ${loader.searchPath.map((path) => JSON.stringify(path)).join(", ")}`;
}

function resultOf(found: TemplateSource | TemplateNotFound): string {
  if (found instanceof TemplateNotFound) return "no match";
  return found.filename === undefined ? "found" : `found (${JSON.stringify(found.filename)})`;
}

/** What to know where a blueprint's view asks: its folder has no precedence. */
function hint(): string[] {
  const context = currentContextIfAny();
  const blueprint = context?.hasRequest === true ? context.request.blueprint : undefined;
  if (blueprint === undefined) return [];
  return [
    `It was asked for within a request of the blueprint ${JSON.stringify(blueprint)}, whose own folder is not searched ` +
      "first: the application's is, and then those of all blueprints in the order they were registered. Is the template " +
      "in a folder of the blueprint's name there, and is that part of the name?",
  ];
}
