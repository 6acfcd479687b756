/** What the search knows of a page. */
import type { MarkdownEnv } from "vitepress";

/** As much of the renderer as is used here: VitePress's two types of it disagree. */
type Renderer = { render(src: string, env: MarkdownEnv): string };

/** Renders a page for the index: of the API, what a name is for; not its parts, nor what it has from another class. */
export function renderForSearch(src: string, env: MarkdownEnv, md: Renderer): string {
  return md.render(env.relativePath.startsWith("api/") ? essence(src) : src, env);
}

/** The headings of names with the text below them. */
function essence(markdown: string): string {
  return markdown
    .replaceAll(/^```.*?^```$/gms, "")
    .replaceAll(/^\|.*$/gm, "")
    .split(/^(?:\*\*\*|(?=## ))/m)
    .filter((member) => !/^#+ Inherited from$/m.test(member))
    .map((member) =>
      member
        .split(/^(?=#)/m)
        .filter((part) => !PARTS.test(part))
        .join(""),
    )
    .join("");
}

/** Parts of a description that repeat what stands elsewhere. */
const PARTS =
  /^#+ (?:Parameters|Type Parameters|Returns|Example|Overrides|Implementation of|Call Signature|Get Signature|Set Signature|Extends|Extended by|Implements)$/m;

/** How much a page counts: who searches wants to be told first, and to look up after. Runs in the browser, by itself. */
export function weightOf(id: string): number {
  if (/\/tutorial\//.test(id)) return 3;
  return /\/(?:api|decisions)\/|\/flask-/.test(id) ? 0.5 : 1;
}
